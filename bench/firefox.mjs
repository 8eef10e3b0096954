// One walk in Debian's firefox-esr at phone width: the first page, a plain page, the menu, an old
// anchor, the search; says what went wrong and ends with 1.
//
//   npm install --no-save --prefix var/ci puppeteer-core
//   node bench/firefox.mjs http://127.0.0.1:8000
import { createRequire } from "node:module";
const require = createRequire(new URL("../var/ci/", import.meta.url));
const puppeteer = require("puppeteer-core");

const origin = process.argv[2] || "http://127.0.0.1:8000";
const faults = [];
const expect = (holds, said) => { if (!holds) faults.push(said); };

const browser = await puppeteer.launch({
  browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true,
});
const page = await browser.newPage();
await page.setViewport({ width: 390, height: 844 });
const sideways = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
const visit = async (path) => { await page.goto(origin + path, { waitUntil: "load" }); expect(!(await sideways()), `${path} scrolls sideways`); };

await visit("/");
expect((await page.$$(".verdicts li")).length >= 1, "the first page has no verdict");
await Promise.all([page.waitForNavigation(), page.click(".verdicts a")]);
expect((await page.$$(".answer")).length >= 6, "the plain page lacks answers");
expect(!(await sideways()), "the plain page scrolls sideways");
await page.click(".menu-button");
await page.waitForSelector(".site-nav a", { visible: true });
for (let press = 0; press < 60; press += 1) {
  await page.keyboard.press("Tab");
  const behind = await page.evaluate(() => {
    const found = document.activeElement;
    return found !== document.body && !found.closest(".site-nav");
  });
  if (behind) { faults.push(`focus goes behind the menu after ${press + 1} tabs`); break; }
}
await page.keyboard.press("Escape");
await visit("/diseases/osteoarthritis/#nct-is-nowhere");
await page.waitForFunction(() => location.pathname.endsWith("/evidence/"), { timeout: 5000 })
  .catch(() => faults.push("an old anchor does not lead to the page with the evidence"));
for (const path of ["/diseases/gvhd/evidence/", "/diseases/gvhd/card/", "/cost/", "/sold-for/", "/products/", "/evidence/", "/search/?q=gvhd"]) await visit(path);
await browser.close();
console.log(faults.length ? faults.join("\n") : "Firefox: nothing went wrong.");
process.exit(faults.length ? 1 : 0);

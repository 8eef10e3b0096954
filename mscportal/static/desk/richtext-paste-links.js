"use strict";

/* Links lead to where they were meant to, and nowhere that readers cannot go. */

(() => {
  const { paste } = window.richText;
  const UNSEEN = "\\p{Cc}\\p{Cf}\\p{Z}";
  const EDGES = new RegExp(`^[${UNSEEN}]+|[${UNSEEN}]+$`, "gu");
  const HIDES_SOMETHING = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
  const SCHEME = /^([^/?#:]*):/;
  const KEPT = new Set(["http", "https", "mailto", "tel", "sms"]);
  const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})(?::\d+)?(?=[/?#]|$)/i;
  const FILE = new Set(
    "html htm xhtml php asp aspx jsp pdf doc docx xls xlsx ppt pptx odt rtf txt csv xml json jpg jpeg png gif svg webp zip md"
      .split(" "),
  );
  const OWN_FILE = /^(?:file|blob|ms-word|ms-excel|onenote|outlook|message):/i;
  const PRIVATE_HOST =
    /(?:^|\.)(?:sharepoint\.com|onedrive\.live\.com|1drv\.ms|drive\.google\.com|mail\.google\.com|outlook\.(?:office|office365|live)\.com)$/i;
  const DOCUMENT = /^\/(?:a\/[^/]+\/)?(?:document|spreadsheets|presentation|forms|drawings|file)\//;
  const PUBLISHED = /\/d\/e\/|\/pub(?:html)?$|\/viewform$/;

  paste.mendLinks = (page, tally) => {
    for (const link of page.all("a")) {
      const before = link.getAttribute("href")?.replace(EDGES, "");
      const address = before && beyondRedirects(before);
      if (!address) {
        paste.unwrap(link);
        continue;
      }
      if (address !== before) tally.add("redirects");
      if (isPrivate(address) || isLost(address)) {
        tally.add(isPrivate(address) ? "private_links" : "lost_links");
        paste.unwrap(link);
        continue;
      }
      const isBare = !SCHEME.test(address) || /^[^/?#]*\.[^/?#]*:\d/.test(address);
      const ending = isBare && HOST.exec(address)?.[1].toLowerCase();
      const isHost = ending && (!FILE.has(ending) || /^www\./i.test(address));
      if (isHost) tally.add("completed");
      link.setAttribute("href", isHost ? `https://${address}` : address);
    }
  };

  function parsed(address) {
    try {
      return new URL(address);
    } catch {
      return null;
    }
  }

  function isPrivate(address) {
    if (OWN_FILE.test(address)) return true;
    const { hostname, pathname } = parsed(address) ?? {};
    if (!hostname) return false;
    if (hostname === "docs.google.com") return DOCUMENT.test(pathname) && !PUBLISHED.test(pathname);
    return PRIVATE_HOST.test(hostname);
  }

  function isLost(address) {
    const scheme = SCHEME.exec(address)?.[1].toLowerCase();
    const isStrange = scheme !== undefined && !KEPT.has(scheme) && !HOST.test(address);
    return isStrange || HIDES_SOMETHING.test(address);
  }

  function beyondRedirects(address) {
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const target = targetOf(address);
      if (!target || !/^https?:\/\/./i.test(target)) break;
      address = target;
    }
    return address;
  }

  function targetOf(address) {
    const { hostname, pathname, searchParams } = parsed(address) ?? {};
    if (!hostname) return null;
    if (/^(?:www\.)?google\.[a-z.]+$/.test(hostname) && pathname === "/url") {
      return searchParams.get("q") ?? searchParams.get("url");
    }
    if (/\.safelinks\.protection\.outlook\.com$/.test(hostname)) return searchParams.get("url");
    if (/^l\.(?:facebook|instagram)\.com$/.test(hostname)) return searchParams.get("u");
    if (!/^urldefense(?:\.proofpoint)?\.(?:com|us)$/.test(hostname)) return null;
    const coded = /\/v3\/__(.+?)__;([^!]*)!/.exec(address);
    if (coded) return ofThirdKind(coded[1], coded[2]);
    const plain = searchParams.get("u");
    return /^\/v[12]\//.test(pathname) && plain ? ofSecondKind(plain, pathname) : null;
  }

  function ofSecondKind(plain, pathname) {
    if (pathname.startsWith("/v1/")) return plain;
    const percent = plain.replaceAll("-", "%").replaceAll("_", "/");
    try {
      return decodeURIComponent(percent);
    } catch {
      return null;
    }
  }

  /* Stars stand for signs that are listed behind the address; `**A` for two of them, and so on. */
  const LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function ofThirdKind(masked, listed) {
    let signs;
    try {
      const bytes = atob(listed.replaceAll("-", "+").replaceAll("_", "/"));
      signs = [...new TextDecoder().decode(Uint8Array.from(bytes, (sign) => sign.charCodeAt(0)))];
    } catch {
      return null;
    }
    // Two slashes after the scheme may have become one.
    return masked
      .replace(/\*(\*.)?/g, (_star, run) =>
        signs.splice(0, run ? LENGTHS.indexOf(run[1]) + 2 : 1).join(""),
      )
      .replace(/^(https?:\/)(?!\/)/i, "$1/");
  }
})();

"use strict";

/* Bullets that somebody typed: paragraphs, and lines of one, that begin with one are points. */

(() => {
  const { paste } = window.richText;
  const BULLETS = /^\s*(?:[•▪■●❑❖➢◆‣⁃◦∙]\s*|[▫○□·]\s+)+/;

  paste.readTypedBullets = (page) => {
    let list = null;
    for (const passage of page.all("p,li")) {
      if (passage.localName === "li" || passage.closest("li")) {
        takeBullets(passage);
        continue;
      }
      for (const line of linesOf(page, passage)) {
        if (!takeBullets(line)) continue;
        if (!list || line.previousElementSibling !== list) line.before((list = page.make("ul")));
        list.append(page.rename(line, "li"));
      }
    }
  };

  /* A paragraph of its own for each line, where one of them begins with a bullet. */
  function linesOf(page, passage) {
    const lines = [[]];
    for (const node of passage.childNodes) {
      if (node.localName === "br") lines.push([]);
      else lines.at(-1).push(node);
    }
    const said = (line) => line.map((node) => node.textContent).join("");
    if (lines.length === 1 || !lines.some((line) => hasBullet(said(line)))) return [passage];
    const passages = lines.filter((line) => said(line).trim()).map((line) => page.make("p", ...line));
    passage.replaceWith(...passages);
    return passages;
  }

  /* With words behind it. */
  const hasBullet = (text) => BULLETS.test(text) && text.replace(BULLETS, "") !== "";

  function takeBullets(passage) {
    if (!hasBullet(passage.textContent)) return false;
    let left = BULLETS.exec(passage.textContent)[0].length;
    for (const text of paste.texts(passage)) {
      const taken = Math.min(left, text.data.length);
      text.data = text.data.slice(taken);
      left -= taken;
    }
    return true;
  }
})();

"use strict";

/* Footnotes and endnotes stay as words: `[1]` at their place, and `[1] the note` at the end. */

(() => {
  const { paste } = window.richText;
  const { words } = paste;
  const REFERENCE = /#(?:_(?:ftn|edn)|ftnt|sd(?:foot|end)note)(\d+|[ivxl]+)(?:sym)?$/i;
  const NOTE = /#(?:_(?:ftn|edn)ref|ftnt_ref|sd(?:foot|end)note(?=\d+anc))(\d+|[ivxl]+)(?:anc)?$/i;

  paste.keepNotes = (page, tally) => {
    const references = page.all("a[href*='#']").filter((link) => REFERENCE.test(link.hash));
    const notes = page.all("a[href*='#']").filter((link) => NOTE.test(link.hash));
    for (const link of references) put(page, link, REFERENCE.exec(link.hash)[1]);
    for (const link of notes) {
      const next = textAfter(put(page, link, NOTE.exec(link.hash)[1]));
      if (next) next.data = ` ${next.data.replace(/^[\s\u00a0]+/, "")}`;
    }
    for (const list of page.styled("mso-element")) {
      if (!/^(?:foot|end)note-list$/.test(page.style(list, "mso-element"))) continue;
      for (const rule of list.querySelectorAll(":scope > hr, :scope > br")) rule.remove();
    }
    tally.add("footnotes", references.length || notes.length);
  };

  /* With what is around it only to raise it. */
  function put(page, link, number) {
    const said = words(link).replace(/^[[(]|[\])]$/g, "");
    const mark = page.body.ownerDocument.createTextNode(`[${said || number}]`);
    let outer = link;
    while (outer.parentElement.matches("sup,span") && words(outer.parentElement) === words(link)) {
      outer = outer.parentElement;
    }
    outer.replaceWith(mark);
    return mark;
  }

  /* In the same paragraph. */
  function textAfter(mark) {
    const paragraph = mark.parentElement.closest("p,li,div,body");
    const all = paste.texts(paragraph);
    return all[all.indexOf(mark) + 1];
  }
})();

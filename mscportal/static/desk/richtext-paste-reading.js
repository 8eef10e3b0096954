"use strict";

/* What stands on the clipboard, read without being shown, and what its styles say. */

window.richText.paste = {};

(() => {
  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'<>])*>/gi;
  const FORBIDDEN = /("[^"]*"|'[^']*')|\s(style|on[a-z]+)(?=\s*=)/gi;
  const SHEET = /<style[^>]*>(.*?)(?:<\/style>|$)/gis;
  const REMARK = /\/\*.*?\*\/|<!--|-->/gs;
  const FOR_SOME_MEDIA = /@(?:media|supports)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/gi;
  const RULE = /([^{}]+)\{([^{}]*)\}/g;
  const LIST_LEVEL = /^@list\s+(l\d+:level\d+)$/i;
  const FAMILY_IN_SHORT = /(?:^|\s)[\d.]+(?:px|pt|em|rem|%)(?:\/\S+)?\s+(.+)$/;
  const WORD_PROCESSOR =
    /class=["']?(?:Mso|SCX)|mso-|<o:p|urn:schemas-microsoft-com|\bmsocom|<w:|<st1:|ListContainerWrapper|docs-internal-guid/i;
  // Nothing else of a style changes what a text means.
  const TOLD = new Set(
    `font-family font-weight font-style display visibility vertical-align text-transform
     text-decoration text-decoration-line list-style-type list-style position top mso-hide
     mso-element mso-list mso-text-raise mso-special-character mso-footnote-id mso-endnote-id
     mso-level-number-format mso-char-type mso-symbol-font-family`
      .split(/\s+/),
  );

  function declarations(text) {
    const found = new Map();
    for (const part of text.split(";")) {
      const [name, ...rest] = part.split(":");
      const key = name.trim().toLowerCase();
      const value = rest.join(":").replace(/!\s*important/i, "").trim().toLowerCase();
      if (TOLD.has(key)) found.set(key, value);
      if (key !== "font") continue;
      const family = FAMILY_IN_SHORT.exec(value)?.[1];
      if (family) found.set("font-family", family);
      if (/\b(?:bold|[6-9]00)\b/.test(value)) found.set("font-weight", "bold");
      if (/\bitalic\b/.test(value)) found.set("font-style", "italic");
    }
    return found;
  }

  class Page {
    /* The policy of the desk reports every style and every handler that a parser meets. */
    constructor(html) {
      this.isOfWordProcessor = WORD_PROCESSOR.test(html);
      const sheets = [];
      const bare = html
        .replace(SHEET, (_whole, rules) => (sheets.push(rules), ""))
        .replace(TAG, (tag) => tag.replace(FORBIDDEN, (_found, quoted, name) => quoted ?? ` data-${name}`));
      this.body = new DOMParser().parseFromString(bare, "text/html").body;
      this.styles = new WeakMap();
      this.listFormats = new Map();
      this.readSheet(sheets.join("\n").replace(REMARK, " ").replace(FOR_SOME_MEDIA, " "));
      for (const element of this.body.querySelectorAll("[data-style]")) {
        this.add(element, declarations(element.dataset.style));
      }
    }

    readSheet(sheet) {
      for (const [, prelude, rules] of sheet.matchAll(RULE)) {
        const selector = prelude.trim();
        const told = declarations(rules);
        const level = LIST_LEVEL.exec(selector);
        if (level) this.listFormats.set(level[1], told.get("mso-level-number-format"));
        if (told.size && !selector.startsWith("@")) this.addToAll(selector, told);
      }
    }

    addToAll(selector, told) {
      let matching;
      try {
        matching = this.body.querySelectorAll(selector);
      } catch {
        return; // a selector that only its own program knows
      }
      for (const element of matching) this.add(element, told);
    }

    add(element, told) {
      this.styles.set(element, new Map([...(this.styles.get(element) ?? []), ...told]));
    }

    /* In small letters; empty where nothing is said. */
    style(element, name) {
      return this.styles.get(element)?.get(name) ?? "";
    }

    all(selector) {
      return [...this.body.querySelectorAll(selector)];
    }

    /* Elements whose style says something of this name. */
    styled(name) {
      return this.all("*").filter((element) => this.styles.get(element)?.has(name));
    }

    make(tag, ...children) {
      const element = this.body.ownerDocument.createElement(tag);
      element.append(...children);
      return element;
    }

    rename(element, tag) {
      const renamed = this.make(tag, ...element.childNodes);
      for (const { name, value } of element.attributes) {
        if (name !== "data-style") renamed.setAttribute(name, value);
      }
      if (this.styles.has(element)) this.styles.set(renamed, this.styles.get(element));
      element.replaceWith(renamed);
      return renamed;
    }
  }

  /* How often which change is to be named. */
  class Tally {
    constructor() {
      this.counts = {};
    }

    add(kind, number = 1) {
      if (number) this.counts[kind] = (this.counts[kind] ?? 0) + number;
    }
  }

  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const words = (node) => node.textContent.replace(/[\s\u00a0\u200b\ufeff]+/g, " ").trim();

  function texts(root) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  Object.assign(window.richText.paste, { Page, Tally, unwrap, words, texts });
})();

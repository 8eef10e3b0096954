"use strict";

/* What a text says by the font and the style of its words is said by the words and their marks. */

(() => {
  const { paste } = window.richText;
  const UNREADABLE = "\ufffd";
  const LATIN = /[!-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]/;
  const PRIVATE = /[\ue000-\uf8ff]/;
  const BLANK = /[\s\u00a0]/;
  const BULLETS = new Set("•·▪■●❑❖➢◆◻□"); // what lists of a word processor begin with
  // Those whose marks are settled for each of their words.
  const MARKS = "b,strong,i,em,s,strike,sup,sub";
  const HEADS = "h1,h2,h3,h4,h5,h6,th";
  const TOO_WIDE = "ul,ol,table"; // for a passage that is bold or slanted
  const NO_WORDS_OF_ITS_OWN = "body,table,tbody,thead,tfoot,tr,td,th,ul,ol,li,dl,p,div,img";

  /* `fonts` as in content/text/symbol_fonts.json. */
  paste.readSigns = (text, family, fonts, tally) =>
    [...text].map((sign) => meaning(sign, family, fonts, tally)).join("");

  function meaning(sign, family, fonts, tally) {
    if (sign === "\uf020") return " ";
    const isPrivate = PRIVATE.test(sign);
    const isForeign = fonts.unreadable.includes(family);
    const font = fonts.fonts[family];
    if (BLANK.test(sign) || !(isPrivate || ((font || isForeign) && LATIN.test(sign)))) return sign;
    const inLatin = sign.charCodeAt(0) - 0xf000;
    const isKnown = !isForeign && (!isPrivate || (inLatin >= 0x20 && inLatin <= 0xff));
    const latin = isPrivate ? String.fromCharCode(inLatin) : sign;
    const signs = fonts[font ?? "symbol"];
    // Digits and most signs of Symbol are what they look like.
    const unchanged = font === "wingdings" ? UNREADABLE : latin;
    const meant = isKnown ? (signs[sign] ?? signs[latin] ?? unchanged) : UNREADABLE;
    if (meant === UNREADABLE) tally.add("unreadable");
    else if (meant !== sign && !BULLETS.has(meant)) tally.add("symbols");
    return meant;
  }

  const PLAIN = { family: "", isUpper: false, bold: false, italic: false, struck: false, raised: "" };

  paste.readWords = (page, tally, { fonts }) => {
    const walk = (parent, state) => {
      for (const node of [...parent.childNodes]) {
        if (node.nodeType === Node.TEXT_NODE) write(node, state);
        else walk(node, inside(page, node, state));
      }
    };
    const write = (text, { family, isUpper, ...marks }) => {
      const read = paste.readSigns(text.data, family, fonts, tally);
      text.data = isUpper ? inCapitals(read) : read;
      const tags = [
        marks.bold && "strong",
        marks.italic && "em",
        marks.struck && "s",
        marks.raised,
      ].filter(Boolean);
      if (!read.trim() || !tags.length) return;
      text.replaceWith(tags.reduceRight((inner, tag) => page.make(tag, inner), text.data));
    };
    const marked = page.all(MARKS);
    walk(page.body, PLAIN);
    for (const mark of marked) paste.unwrap(mark);
  };

  /* The capital of a micro sign would be read as an M. */
  const inCapitals = (text) =>
    text
      .split("µ")
      .map((part) => part.toUpperCase())
      .join("µ");

  function inside(page, element, state) {
    const said = (name) => page.style(element, name);
    const symbols = said("mso-char-type") === "symbol" ? said("mso-symbol-font-family") : "";
    const families = symbols || said("font-family") || element.getAttribute("face") || "";
    const family = families.split(",")[0].replace(/["']/g, "").trim().toLowerCase();
    const caps = said("text-transform");
    const isHead = element.matches(HEADS);
    const around = element.matches(TOO_WIDE) ? { ...state, bold: false, italic: false } : state;
    return {
      family: family && family !== "inherit" ? family : state.family,
      isUpper: caps ? caps === "uppercase" : state.isUpper,
      bold: !isHead && weight(element, said("font-weight"), around.bold),
      italic: !isHead && slope(element, said("font-style"), around.italic),
      struck: state.struck || paste.isStruck(page, element),
      raised: level(element, said, state.raised),
    };
  }

  function weight(element, said, inherited) {
    if (/^(?:bold|bolder|[6-9]00)$/.test(said)) return !element.closest(HEADS);
    if (/^(?:normal|lighter|[1-5]00)$/.test(said)) return false;
    return inherited || (element.matches("b,strong") && !element.closest(HEADS));
  }

  function slope(element, said, inherited) {
    if (/^(?:italic|oblique)/.test(said)) return !element.closest(HEADS);
    if (said === "normal") return false;
    return inherited || element.matches("i,em");
  }

  function level(element, said, inherited) {
    if (element.matches(NO_WORDS_OF_ITS_OWN)) return inherited;
    const aligned = said("vertical-align");
    if (aligned === "baseline") return "";
    const isMoved = said("position") === "relative";
    const raise = parseFloat(said("mso-text-raise") || aligned) || (isMoved && -parseFloat(said("top")));
    if (aligned === "super" || raise > 0) return "sup";
    if (aligned === "sub" || raise < 0) return "sub";
    return element.matches("sup,sub") ? element.localName : inherited;
  }
})();

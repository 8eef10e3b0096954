"use strict";

/* Boxes, paragraphs, headings and tables, as the text of a page has them. */

(() => {
  const { paste } = window.richText;
  const { unwrap, words, texts } = paste;
  const BOXES =
    "div,section,article,main,header,footer,aside,nav,center,address,details,summary,form,fieldset,legend,dd,dt,dl,hgroup,search,noframes,figcaption";
  const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,figure,hr,pre";
  const HEADINGS = "h1,h2,h3,h4,h5,h6";
  const HOLDERS = "li,td,th,caption,blockquote,figcaption";
  const LEAVES = `p,${HEADINGS},li,td,th,caption,figcaption,blockquote,body`;
  const CARRIED = "a,abbr,cite,code,span[data-nolink]"; // what words have, also over several blocks
  const HEADING_OF_WORD = /mso(?:heading|title|subtitle)(\d?)/i;
  const ATTRIBUTES = {
    a: ["href", "title", "hreflang"],
    abbr: ["title"],
    img: ["src", "alt", "width", "height"],
    th: ["colspan", "rowspan", "scope"],
    td: ["colspan", "rowspan"],
    ol: ["start", "type"],
  };
  const KNOWN = `${BLOCKS},${CARRIED},br,li,caption,thead,tbody,tfoot,tr,td,th,figcaption,img,strong,em,s,sup,sub`;

  paste.nameBlocks = (page) => {
    for (const passage of page.all("p")) {
      const level =
        HEADING_OF_WORD.exec(passage.className)?.[1] ??
        (passage.getAttribute("role") === "heading" ? passage.getAttribute("aria-level") : null);
      if (level !== null) page.rename(passage, `h${Math.min(Number(level) || 1, 6)}`);
    }
    for (const other of page.all("kbd,samp,tt")) page.rename(other, "code");
    for (const quote of page.all("q")) {
      const isInner = quote.parentElement.closest("q");
      quote.prepend(isInner ? "‘" : "“");
      quote.append(isInner ? "’" : "”");
    }
    for (const term of page.all("dt")) term.replaceChildren(page.make("strong", ...term.childNodes));
    for (const lines of page.all("pre")) {
      const parts = texts(lines).flatMap((text) => [[text, text.data.replace(/\r?\n$/, "").split(/\r?\n/)]]);
      for (const [text, [first, ...more]] of parts) {
        text.replaceWith(first, ...more.flatMap((line) => [page.make("br"), line]));
      }
      for (const code of lines.querySelectorAll(":scope > code:only-child")) unwrap(code);
      page.rename(lines, "p");
    }
  };

  /* Marks that no text of ours has: their words stay. */
  paste.leaveUnknown = (page) => {
    for (const element of page.all("*")) {
      if (!element.matches(`${KNOWN},${BOXES}`)) unwrap(element);
    }
  };

  const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(`${BLOCKS},${BOXES}`);
  const holdsBlock = (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.querySelector(`${BLOCKS},${BOXES}`) !== null;

  /* Only words on the clipboard stay words; else every word gets a block of its kind. */
  paste.openBoxes = (page) => {
    for (const caption of page.all("caption")) bringIntoOneLine(caption);
    for (const cell of page.all("td,th").toReversed()) {
      cell.replaceChildren(...flow(page, cell));
    }
    if (holdsBlock(page.body)) page.body.replaceChildren(...flow(page, page.body));
  };

  function flow(page, parent) {
    const blocks = [];
    let passage = null;
    for (const node of [...parent.childNodes]) {
      if (isBlock(node) || holdsBlock(node)) {
        passage = null;
        blocks.push(...opened(page, node));
      } else if (passage || node.nodeType !== Node.TEXT_NODE || node.data.trim()) {
        if (!passage) blocks.push((passage = page.make("p")));
        passage.append(node);
      }
    }
    return blocks;
  }

  function opened(page, node) {
    if (!isBlock(node)) {
      // Words that carry something over several blocks: each block gets it.
      const blocks = flow(page, node);
      for (const text of blocks.flatMap((block) => texts(block)).filter((one) => one.data.trim())) {
        const carrier = node.cloneNode(false);
        text.replaceWith(carrier);
        carrier.append(text);
      }
      return blocks;
    }
    if (node.localName === "table") return [node]; // its cells are opened already
    if (node.matches("ul,ol")) {
      for (const point of [...node.children]) point.replaceChildren(...flow(page, point));
    } else if (node.localName === "blockquote") {
      node.replaceChildren(...flow(page, node));
    } else if (node.localName === "figure") {
      return node.querySelector("table,img") ? [node] : flow(page, node);
    } else if (node.matches(BOXES)) {
      return flow(page, node);
    } else if (holdsBlock(node)) {
      bringIntoOneLine(node);
    }
    return [node];
  }

  function bringIntoOneLine(block) {
    for (const inner of block.querySelectorAll(`${BLOCKS},${BOXES},li`)) {
      inner.prepend(" ");
      inner.append(" ");
      unwrap(inner);
    }
  }

  /* One blank between words, none at the edges of a block, no line that is empty. */
  paste.tidyBlanks = (page) => {
    const isInline = !holdsBlock(page.body);
    const blocks = new Map();
    let block = null;
    let line = []; // its words since the last edge
    const end = () => {
      for (const text of isInline ? [] : line.toReversed()) {
        text.data = text.data.replace(/[\s\u00a0]+$/, "");
        if (text.data) break;
      }
      line = [];
    };
    for (const node of everything(page.body)) {
      const own = node.parentElement.closest(LEAVES);
      const isText = node.nodeType === Node.TEXT_NODE;
      if (own !== block || !isText) end();
      block = own;
      if (!blocks.has(block)) blocks.set(block, []);
      blocks.get(block).push(node);
      if (!isText) continue;
      const before = line.findLast((text) => text.data)?.data ?? (isInline ? "" : " ");
      const text = node.data
        .replace(/[\u200b\ufeff]/g, "")
        .replace(/[ \t\r\n\f]+|[\s\u00a0]{2,}/g, " ");
      node.data = /[\s\u00a0]$/.test(before) ? text.replace(/^[\s\u00a0]+/, "") : text;
      line.push(node);
    }
    end();
    for (const parts of blocks.values()) {
      leaveEdges(parts);
      leaveEdges(parts.reverse());
    }
    leaveEmpty(page);
  };

  function everything(root) {
    const walker = root.ownerDocument.createTreeWalker(root);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE || node.matches("br,img")) found.push(node);
    }
    return found;
  }

  /* Line breaks before the first word. */
  function leaveEdges(parts) {
    for (const part of parts) {
      if (part.localName === "br") part.remove();
      else if (part.data !== "") return;
    }
  }

  function leaveEmpty(page) {
    const blocks = `p,${HEADINGS},li,ul,ol,blockquote,figure,figcaption,caption`;
    for (const element of page.all(`${CARRIED},strong,em,s,sup,sub,${blocks}`).toReversed()) {
      const isEmpty = element.matches(blocks) ? !words(element) : !element.textContent;
      if (isEmpty && !element.querySelector("img,br,hr,table")) element.remove();
    }
  }

  /* A first row of bold cells was meant as the header of its table. */
  paste.findHeaders = (page, tally) => {
    for (const table of page.all("table")) {
      const rows = [...table.rows];
      const isBold = (cell) =>
        texts(cell).every((text) => !text.data.trim() || text.parentElement.closest("strong"));
      const isHead = ({ cells }) =>
        [...cells].every(isBold) && [...cells].some((cell) => words(cell) !== "");
      const hasHeader = table.querySelector("th") !== null;
      const isNamed = !hasHeader && (table.tHead?.rows.length ?? 0) > 0;
      const [first, second] = rows;
      const isMeant =
        !hasHeader && !isNamed && second && first.cells.length > 1 && isHead(first) && !isHead(second);
      if (isNamed || isMeant) tally.add("headers");
      if (isMeant) table.createTHead().append(first);
      for (const cell of table.tHead?.querySelectorAll("td") ?? []) page.rename(cell, "th");
      for (const mark of table.querySelectorAll("th strong")) unwrap(mark);
    }
  };

  /* The title of the page is above them; in a whole text no level is skipped. */
  paste.orderHeadings = (page) => {
    const headings = page.all(HEADINGS);
    const hasTitle = headings.some(({ localName }) => localName === "h1");
    if (!hasTitle && !page.isOfWordProcessor) {
      for (const heading of headings.filter((one) => one.matches("h5,h6"))) page.rename(heading, "h4");
      return;
    }
    const shift = hasTitle ? 1 : 0;
    const above = [];
    for (const heading of headings) {
      const level = Number(heading.localName[1]) + shift;
      while (above.length && above.at(-1) >= level) above.pop();
      above.push(level);
      page.rename(heading, `h${Math.min(above.length + 1, 4)}`);
    }
  };

  /* A point or a cell with one paragraph has its words without it. */
  paste.finish = (page) => {
    for (const holder of page.all(HOLDERS)) {
      const [first, ...more] = [...holder.children];
      const isOnly = first?.localName === "p" && more.every((other) => other.matches("ul,ol"));
      if (isOnly && holder.localName !== "blockquote") unwrap(first);
    }
    for (const element of page.all("*")) {
      const kept = ATTRIBUTES[element.localName] ?? [];
      const isFigureOfOurs = element.localName === "figure";
      for (const { name, value } of [...element.attributes]) {
        if (kept.includes(name) || name === "data-nolink") continue;
        if (isFigureOfOurs && name === "class" && /^(?:table|image)$/.test(value)) continue;
        element.removeAttribute(name);
      }
    }
  };
})();

"use strict";

/* Points of a list, however a program writes them, become points of the list they belong to. */

(() => {
  const { paste } = window.richText;
  const { unwrap, words } = paste;
  const OF_WORD = /\b(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?/;
  const NUMBER = /^\(?(?:\d{1,4}\.)*(\d{1,4}|[ivxlcdm]{1,8}|[a-z])[.):\]]*$/i;
  const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
  const TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "alpha-lower": "a",
    "upper-alpha": "A", "upper-latin": "A", "alpha-upper": "A",
    "lower-roman": "i", "roman-lower": "i",
    "upper-roman": "I", "roman-upper": "I",
  }; // prettier-ignore
  const DEEPEST = 9;

  /* Word writes paragraphs that name their list and their level. */
  paste.readPointsOfWord = (page) => {
    const named = page.styled("mso-list").filter((one) => OF_WORD.test(page.style(one, "mso-list")));
    for (const parent of new Set(named.map((element) => element.parentElement))) {
      let open = null;
      for (const node of [...parent.childNodes]) {
        const found = node.nodeType === Node.ELEMENT_NODE && OF_WORD.exec(page.style(node, "mso-list"));
        if (!found) {
          if (words(node)) open = null;
          continue;
        }
        const mark = takeMark(page, node);
        if (!node.matches("p,div")) {
          open = null;
          continue;
        }
        const [, list, level, instance = ""] = found;
        const format = page.listFormats.get(`${list}:level${level}`);
        const kind = kindOf(mark, format);
        // “Step 1:” says more than a list can.
        const isOfWords = kind.tag === "ul" && mark.length > 1 && /[\p{L}\p{N}]/u.test(mark);
        if (isOfWords) node.prepend(`${mark} `);
        open ??= new Points(page, node);
        open.add(page.rename(node, "li"), Number(level), `${list} ${instance} ${kind.tag}`, kind);
      }
    }
  };

  function takeMark(page, element) {
    const mark = [...element.querySelectorAll("*")].find((one) =>
      /^\s*ignore/.test(page.style(one, "mso-list")),
    );
    const said = mark ? words(mark) : "";
    mark?.remove();
    return said;
  }

  /* Word in the browser writes each point as a list of its own. */
  paste.readPointsOfTheBrowser = (page) => {
    let open = null;
    let last = null;
    for (const point of page.all("li[data-aria-level][data-listid]")) {
      const list = point.closest("ul,ol");
      const wrapper = list?.closest(".ListContainerWrapper") ?? list;
      if (!wrapper) continue;
      const isNext = last && (last === wrapper || nextWithWords(last) === wrapper);
      if (!isNext || !open) open = new Points(page, wrapper);
      const start = Number(list.getAttribute("start")) || 1;
      const kind = { tag: list.localName, start, type: typeOf(page, list) };
      const id = `${point.dataset.listid} ${list.localName}`;
      open.add(point, Number(point.dataset.ariaLevel), id, kind);
      last = wrapper;
    }
    for (const wrapper of page.all(".ListContainerWrapper")) {
      if (!words(wrapper)) wrapper.remove();
    }
  };

  function nextWithWords(node) {
    let next = node.nextSibling;
    while (next && !words(next)) next = next.nextSibling;
    return next;
  }

  /* Puts points one after the other into the lists they belong to, before a place in the page. */
  class Points {
    constructor(page, place) {
      this.page = page;
      this.place = page.make("span");
      this.place.dataset.points = "";
      place.before(this.place);
      this.open = [];
    }

    add(point, wanted, id, kind) {
      const level = Math.min(Math.max(wanted, 1), DEEPEST);
      while (this.open.length && this.open.at(-1).level > level) this.open.pop();
      if (this.open.at(-1)?.level === level && this.open.at(-1).id !== id) this.open.pop();
      if (this.open.at(-1)?.level !== level) this.begin(level, id, kind);
      this.open.at(-1).list.append(point);
    }

    begin(level, id, { tag, start, type }) {
      const list = this.page.make(tag);
      if (tag === "ol" && start !== 1) list.setAttribute("start", start);
      if (tag === "ol" && type) list.setAttribute("type", type);
      const above = this.open.at(-1)?.list.lastElementChild;
      if (above) above.append(list);
      else this.place.append(list);
      this.open.push({ level, id, list });
    }
  }

  function kindOf(mark, format = "") {
    const sign = NUMBER.exec(mark)?.[1];
    const isNumber = sign && /^\d/.test(sign);
    // A single letter without a stop is a bullet: Word draws circles with an “o”.
    if (!sign || format === "bullet" || (!isNumber && !/[.):\]]$/.test(mark))) return { tag: "ul" };
    if (isNumber) return { tag: "ol", start: Number(sign), type: "" };
    const small = sign.toLowerCase();
    const isRoman = format ? format.startsWith("roman") : small.length > 1 || small === "i";
    const type = isRoman ? "i" : "a";
    const start = isRoman ? ofRoman(small) : small.charCodeAt(0) - 96;
    return { tag: "ol", start, type: sign === small ? type : type.toUpperCase() };
  }

  const ofRoman = (number) =>
    [...number].reduce((sum, sign, place) => {
      const isLess = ROMAN[sign] < (ROMAN[number[place + 1]] ?? 0);
      return sum + (isLess ? -ROMAN[sign] : ROMAN[sign]);
    }, 0);

  function typeOf(page, list) {
    const told = (element) =>
      page.style(element, "list-style-type") || page.style(element, "list-style").split(" ")[0];
    const first = list.querySelector(":scope > li");
    const type = list.getAttribute("type") || (first && first.getAttribute("type")) || "";
    return /^[aAiI]$/.test(type) ? type : (TYPES[told(list) || (first && told(first))] ?? "");
  }

  /* A list in a list belongs to the point before it; points have a list around them. */
  paste.mendLists = (page) => {
    for (const made of page.all("[data-points]")) unwrap(made);
    for (const list of page.all("menu,dir")) page.rename(list, "ul");
    for (const list of page.all("ol")) {
      const type = typeOf(page, list);
      const start = list.getAttribute("start") || list.querySelector(":scope > li")?.getAttribute("value");
      list.removeAttribute("type");
      if (type) list.setAttribute("type", type);
      list.removeAttribute("start");
      if (/^\d{1,4}$/.test(start) && Number(start) !== 1) list.setAttribute("start", Number(start));
    }
    for (const list of page.all("ul,ol")) takeWordsBesidePoints(page, list);
    for (const list of page.all("ul > ul, ul > ol, ol > ul, ol > ol")) {
      const before = list.previousElementSibling;
      if (before?.localName === "li") before.append(list);
      else unwrap(list);
    }
    for (const point of page.all("li")) {
      if (point.parentElement.matches("ul,ol")) continue;
      const before = point.previousElementSibling;
      const list = before?.matches("[data-bare]") ? before : page.make("ul");
      if (list !== before) point.before(list);
      list.dataset.bare = "";
      list.append(point);
    }
  };

  function takeWordsBesidePoints(page, list) {
    let point = null;
    for (const node of [...list.childNodes]) {
      const isElement = node.nodeType === Node.ELEMENT_NODE;
      if (isElement && node.matches("li,ul,ol")) {
        point = null;
      } else if (point || words(node)) {
        if (!point) node.before((point = page.make("li")));
        point.append(node);
      }
    }
  }

  const numberOf = (point, list) =>
    Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(point);

  /* A heading is no point: the list ends before it, and begins again after it. */
  paste.leadHeadingsOut = (page) => {
    for (const heading of page.all("li > h1, li > h2, li > h3, li > h4, li > h5, li > h6")) {
      const point = heading.parentElement;
      if (!point?.parentElement?.matches("ul,ol") || !point.contains(heading)) continue;
      const list = point.parentElement;
      if (list.parentElement.localName === "li") {
        heading.replaceWith(page.make("p", page.make("strong", ...heading.childNodes)));
        continue;
      }
      const rest = list.cloneNode(false);
      if (list.localName === "ol") rest.setAttribute("start", numberOf(point, list) + 1);
      while (point.nextSibling) rest.append(point.nextSibling);
      list.after(...point.childNodes, ...(rest.childElementCount ? [rest] : []));
      point.remove();
      if (!list.childElementCount) list.remove();
    }
  };
})();

"use strict";

/* Citations: a token such as [@dominici2006] stands in the text as one piece that says who and when,
   and a dialog finds publications to cite. What the form sends are the tokens, as they were. */

(() => {
  const TOKEN = /\[@[a-z0-9][a-z0-9-]*(?:;\s*@[a-z0-9][a-z0-9-]*)*\]/g; // as content/richtext.py
  const KEYSTROKE = "Ctrl+Shift+L";
  const ICON =
    '<svg viewBox="0 0 20 20" xmlns="http://www.w3.org/2000/svg"><path d="M2 3h4v1.5H3.5v11H6V17H2z' +
    "M18 3h-4v1.5h2.5v11H14V17h4zM6 8.2c0-1.6 1-2.8 2.7-3.2l.4 1c-.9.4-1.3.9-1.4 1.6h1.6v3.2H6zm5" +
    ' 0c0-1.6 1-2.8 2.7-3.2l.4 1c-.9.4-1.3.9-1.4 1.6h1.6v3.2H11z"/></svg>';
  const MOST_KEYS = 100;

  const template = document.getElementById("desk-citations");
  const say = (name, value) => template.dataset[name].replace("%s", value);
  const keysOf = (token) => token.slice(1, -1).split(";").map((key) => key.trim().slice(1));
  /* The words before and after a place in the text. */
  const besides = ({ textNode, offset, nodeBefore, nodeAfter }) => {
    const at = textNode && offset - textNode.startOffset;
    return textNode
      ? [textNode.data.slice(0, at), textNode.data.slice(at)]
      : [nodeBefore?.data ?? "", nodeAfter?.data ?? ""];
  };
  const tokenOf = (keys) => `[${keys.map((key) => `@${key}`).join("; ")}]`;

  const sentences = (...parts) =>
    parts
      .filter(Boolean)
      .map((part) => part.replace(/\.$/, ""))
      .join(". ");

  const { make } = window.richText;
  const ask = (query) => window.richText.ask(template.dataset.url, query);

  /* What keys stand for: read once for all texts of the form. */
  const known = new Map();
  const wanted = new Set();
  let timer = 0;

  function wantToKnow(keys) {
    if (!template) return;
    for (const key of keys) if (!known.has(key)) wanted.add(key);
    if (wanted.size) timer ||= setTimeout(read, 50);
  }

  async function read() {
    timer = 0;
    const keys = [...wanted].slice(0, MOST_KEYS);
    for (const key of keys) wanted.delete(key);
    if (wanted.size) timer = setTimeout(read, 50);
    const answer = await ask(keys.map((key) => ["key", key]));
    if (!answer) return; // the pieces go on showing their keys
    for (const key of keys) known.set(key, null);
    learn(answer.found);
  }

  function learn(found) {
    for (const publication of found) known.set(publication.key, publication);
    for (const piece of document.querySelectorAll("[data-citation]")) show(piece);
  }

  const inBrief = (key) => {
    const publication = known.get(key);
    if (publication === null) return say("gone", key);
    if (publication === undefined) return key;
    return [publication.name, ...publication.warnings].join(", ");
  };
  const inFull = (key) => {
    const publication = known.get(key);
    if (!publication) return inBrief(key);
    const { title, authors, place, warnings, notes } = publication;
    return sentences(title, authors, place, ...warnings, ...notes);
  };

  function show(piece) {
    const keys = keysOf(piece.dataset.citation);
    piece.textContent = `[${keys.map(inBrief).join("; ")}]`;
    piece.title = keys.map(inFull).join("\n");
    const isWrong = (key) => known.get(key) === null || known.get(key)?.warnings.length;
    piece.toggleAttribute("data-wrong", keys.some(isWrong));
  }

  window.richText.Citations = class {
    constructor(editor) {
      this.editor = editor;
    }

    init() {
      const { editor } = this;
      editor.model.schema.register("citation", {
        inheritAllFrom: "$inlineObject",
        allowAttributes: ["token"],
      });
      editor.model.document.registerPostFixer((writer) => this.makePieces(writer));
      this.showPieces();
      this.sendTokens();
      if (!template) return;
      const open = () => dialog().open(editor);
      const { button } = template.dataset;
      window.richText.addButton(editor, "cite", button, ICON, open, KEYSTROKE);
      editor.keystrokes.set(KEYSTROKE, (_event, cancel) => {
        cancel();
        if (!editor.isReadOnly) open();
      });
      editor.accessibility?.addKeystrokeInfos({
        keystrokes: [{ label: button, keystroke: KEYSTROKE }],
      });
    }

    /* However a token came into the text: loaded, typed, pasted, restored. */
    makePieces(writer) {
      const { model } = this.editor;
      const texts = new Set();
      for (const { type, name, position } of model.document.differ.getChanges()) {
        if (type === "attribute") continue;
        for (const node of position.parent.getChildren()) if (node.is("$text")) texts.add(node);
        if (type !== "insert" || name === "$text") continue;
        for (const { item } of writer.createRangeOn(position.nodeAfter)) {
          if (item.is("$textProxy")) texts.add(item.textNode);
        }
      }
      const found = [...texts].flatMap((text) =>
        [...text.data.matchAll(TOKEN)].map((match) => ({ text, token: match[0], at: match.index })),
      );
      const places = found.map(({ text, token, at }) => {
        const start = writer.createPositionAt(text.parent, text.startOffset + at);
        const end = start.getShiftedBy(token.length);
        return { token, range: writer.createRange(start, end), attributes: text.getAttributes() };
      });
      // From behind: what was found before stays where it is.
      places.sort((one, two) => (one.range.start.isAfter(two.range.start) ? -1 : 1));
      let isChanged = false;
      for (const { token, range, attributes } of places) {
        if (!model.schema.checkChild(range.start, "citation")) continue;
        const piece = writer.createElement("citation", { ...Object.fromEntries(attributes), token });
        const { selection } = model.document;
        const caret = selection.isCollapsed ? selection.getFirstPosition() : null;
        const isTyped = caret && caret.isAfter(range.start) && !caret.isAfter(range.end);
        writer.remove(range);
        writer.insert(piece, range.start);
        if (isTyped) writer.setSelection(piece, "after");
        isChanged = true;
      }
      return isChanged;
    }

    showPieces() {
      this.editor.conversion.for("editingDowncast").elementToElement({
        model: { name: "citation", attributes: ["token"] },
        view: (item, { writer }) => {
          const token = item.getAttribute("token");
          wantToKnow(keysOf(token));
          const attributes = { class: "ck-widget rich-text-citation", contenteditable: "false" };
          const piece = writer.createContainerElement("span", attributes);
          writer.setCustomProperty("widget", true, piece);
          writer.setCustomProperty("widgetLabel", [() => keysOf(token).map(inBrief).join("; ")], piece);
          piece.getFillerOffset = () => null;
          const words = writer.createUIElement("span", {}, function (page) {
            const element = this.toDomElement(page);
            element.dataset.citation = token;
            show(element);
            return element;
          });
          writer.insert(writer.createPositionAt(piece, 0), words);
          return piece;
        },
      });
    }

    sendTokens() {
      this.editor.conversion.for("dataDowncast").elementToElement({
        model: "citation",
        view: (item, { writer }) => {
          const bare = writer.createContainerElement("span");
          // Only what is in it is written.
          writer.setCustomProperty("dataPipeline:transparentRendering", true, bare);
          const text = writer.createText(item.getAttribute("token"));
          writer.insert(writer.createPositionAt(bare, 0), text);
          return bare;
        },
      });
    }
  };

  let only;
  const dialog = () => (only ??= new CitationDialog());

  class CitationDialog {
    constructor() {
      const part = (selector) => this.element.querySelector(selector);
      this.element = template.content.firstElementChild.cloneNode(true);
      document.body.append(this.element);
      this.search = part("input[type=search]");
      this.status = part("[role=status]");
      this.list = part(".rich-text-found");
      this.more = part("[data-more]");
      this.picked = part("[data-chosen]");
      this.insertButton = part("[data-insert]");
      this.addLink = part(".addlink");
      this.chosen = [];
      this.search.addEventListener("input", () => {
        this.prefill();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(1), 250);
      });
      this.more.addEventListener("click", () => this.look(this.next));
      this.insertButton.addEventListener("click", () => this.insert());
      part("[data-cancel]").addEventListener("click", () => this.element.close());
      this.element.addEventListener("close", () => this.editor.editing.view.focus());
      this.element.addEventListener("keydown", (event) => this.steer(event));
      // The admin's own script sets it when the window of the new publication closes.
      window.django.jQuery(part("#desk-cite-new")).on("change", ({ target }) => this.take(target.value));
    }

    open(editor) {
      this.editor = editor;
      const { selection } = editor.model.document;
      const selected = selection.getSelectedElement();
      this.piece = selected?.is("element", "citation") ? selected : null;
      this.chosen = this.piece ? keysOf(this.piece.getAttribute("token")) : [];
      this.search.value = "";
      this.list.replaceChildren();
      this.more.hidden = true;
      this.prefill();
      this.showChosen();
      this.element.showModal();
      this.search.focus();
      this.look(1);
    }

    async look(page) {
      clearTimeout(this.timer);
      const text = this.search.value.trim();
      const number = (this.asked = (this.asked ?? 0) + 1);
      this.status.textContent = template.dataset.looking;
      const answer = await ask([["q", text], ["page", page]]);
      if (number !== this.asked) return;
      this.status.textContent = answer ? answer.said : template.dataset.offline;
      if (!answer) return;
      learn(answer.found);
      const rows = answer.found.map((publication) => this.row(publication));
      if (page === 1) this.list.replaceChildren();
      this.list.append(...rows);
      this.next = answer.next;
      this.more.hidden = answer.next === null;
      if (page > 1) rows[0]?.querySelector("input").focus();
    }

    /* A number that was looked for in vain need not be typed again. */
    prefill() {
      if (!this.addLink) return;
      const text = this.search.value.trim();
      const address = new URL(this.addLink.href);
      const doi = /10\.\d{4,9}\/[^\s?#]+/.exec(text)?.[0] ?? "";
      const pmid = /(?:^|pmid:?\s*|pubmed[^ ]*\/)([1-9]\d{4,7})\/?$/i.exec(text)?.[1] ?? "";
      for (const [name, value] of Object.entries({ doi, pmid })) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      this.addLink.href = address;
    }

    row({ key, title, authors, place, warnings, notes }) {
      const box = make("input", { type: "checkbox", value: key });
      box.checked = this.chosen.includes(key);
      box.addEventListener("change", () => this.choose(key, box.checked));
      const said = make(
        "span",
        {},
        make("strong", { textContent: title }),
        make("span", { textContent: sentences(authors, place) }),
        ...warnings.map((words) => make("b", { textContent: words })),
        ...notes.map((words) => make("i", { textContent: words })),
      );
      return make("li", {}, make("label", {}, box, said));
    }

    choose(key, isChosen) {
      this.chosen = this.chosen.filter((one) => one !== key);
      if (isChosen) this.chosen.push(key);
      for (const box of this.list.querySelectorAll("input")) {
        if (box.value === key) box.checked = isChosen;
      }
      this.showChosen();
    }

    showChosen() {
      this.picked.hidden = !this.chosen.length;
      this.insertButton.disabled = !this.chosen.length;
      const rows = this.chosen.map((key) => {
        const button = make("button", { type: "button", className: "button", textContent: "×" });
        button.setAttribute("aria-label", say("remove", inBrief(key)));
        button.addEventListener("click", () => {
          this.choose(key, false);
          this.search.focus();
        });
        return make("li", { title: inFull(key) }, make("span", { textContent: inBrief(key) }), button);
      });
      this.picked.querySelector("ol").replaceChildren(...rows);
    }

    async take(id) {
      const answer = await ask([["id", id]]);
      if (!answer) {
        this.status.textContent = template.dataset.offline;
        return;
      }
      learn(answer.found);
      for (const { key } of answer.found) this.choose(key, true);
      await this.look(1);
      this.insertButton.focus();
    }

    steer(event) {
      const { target, key } = event;
      const boxes = [...this.list.querySelectorAll("input")];
      const place = boxes.indexOf(target);
      if (place < 0 && target !== this.search) return;
      if (key === "ArrowDown" || key === "ArrowUp") {
        event.preventDefault();
        const next = key === "ArrowDown" ? place + 1 : place - 1;
        (boxes[next] ?? (next < 0 ? this.search : target)).focus();
      } else if (key === "Enter") {
        event.preventDefault();
        if (!this.chosen.length && place >= 0) this.choose(target.value, true);
        if (this.chosen.length) this.insert();
        else boxes[0]?.focus();
      }
    }

    insert() {
      const { editor, piece } = this;
      const { model } = editor;
      const token = tokenOf(this.chosen);
      model.change((writer) => {
        if (piece?.root.is("rootElement")) {
          writer.setAttribute("token", token, piece);
          return;
        }
        const { selection } = model.document;
        const attributes = Object.fromEntries(selection.getAttributes());
        const add = (item) => model.insertContent(item);
        writer.setSelection(selection.getLastPosition());
        const [before, after] = besides(selection.getFirstPosition());
        if (/\S$/.test(before)) add(writer.createText(" ", attributes));
        const made = writer.createElement("citation", { ...attributes, token });
        add(made);
        writer.setSelection(made, "after");
        if (/^\w/.test(after)) {
          add(writer.createText(" ", attributes));
          writer.setSelection(made, "after");
        }
      });
      this.element.close();
    }
  }
})();

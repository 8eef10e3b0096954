"use strict";

/* Whatever is pasted or dropped becomes plain marks that mean the same, where the clipboard itself
   can be seen; what was left out and changed is said. The server does the same to what is posted. */

(() => {
  const { paste } = window.richText;
  const given = document.getElementById("desk-paste");
  const { changes, fonts, words } = given ? JSON.parse(given.textContent) : {};
  paste.words = words;
  // On what was copied in an editor of the desk: it is as it should be.
  const OWN = "application/x-desk-text";
  const CONTROL = /[\0-\x08\x0e-\x1f\x7f]/g; // eslint-disable-line no-control-regex
  const BULLET = /^\s*(?:[•◦‣▪▫●○■□·⁃∙]|[\uf020-\uf0ff](?=\s)|[-*–](?=\s))\s*/;

  const STEPS = [
    "leavePrograms", "leaveComments", "leaveDeletions", "leaveFields", "keepNotes", "leaveHidden",
    "leavePictures", "mendLinks", "readPointsOfWord", "readPointsOfTheBrowser", "nameBlocks",
    "readWords", "leaveUnknown", "mendLists", "openBoxes", "leadHeadingsOut", "tidyBlanks",
    "readTypedBullets", "findHeaders", "orderHeadings", "finish",
  ]; // prettier-ignore

  paste.tidied = (html, ownPictures) => {
    const tally = new paste.Tally();
    const page = new paste.Page(html);
    for (const step of STEPS) paste[step](page, tally, { fonts, ownPictures });
    return { html: page.body.innerHTML, counts: tally.counts };
  };

  /* Lines that begin with a bullet are a list; a blank line ends a paragraph. */
  paste.ofPlainText = (text) => {
    const tally = new paste.Tally();
    const page = new paste.Page("");
    const lines = text.replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n").replace(CONTROL, "").split("\n");
    let open = null;
    lines.forEach((line, place) => {
      const isPoint = isPointAt(lines, place);
      const said = paste.readSigns(isPoint ? line.replace(BULLET, "") : line, "", fonts, tally).trim();
      if (!said) {
        open = null;
      } else if (isPoint) {
        if (open?.localName !== "ul") page.body.append((open = page.make("ul")));
        open.append(page.make("li", said));
      } else if (open?.localName === "p") {
        open.append(page.make("br"), said);
      } else {
        page.body.append((open = page.make("p", said)));
      }
    });
    const [first] = page.body.children;
    const isLine = lines.length === 1 && first?.localName === "p";
    return { html: (isLine ? first : page.body).innerHTML, counts: tally.counts };
  };

  /* A dash may also be one between words: a list of dashes has two at least. */
  function isPointAt(lines, place) {
    const has = (line, signs) => signs.test(line ?? "");
    if (!has(lines[place], BULLET)) return false;
    if (!has(lines[place], /^\s*[-*–]\s/)) return true;
    return has(lines[place - 1], BULLET) || has(lines[place + 1], BULLET);
  }

  window.richText.Paste = class {
    constructor(editor) {
      this.editor = editor;
    }

    init() {
      const { editor } = this;
      const { document } = editor.editing.view;
      const ownPictures = editor.config.get("pictures.base");
      editor.ui.once("ready", () => {
        this.note = new Note(editor);
      });
      editor.plugins.get("ClipboardPipeline").on("outputTransformation", (_event, { dataTransfer }) => {
        dataTransfer.setData(OWN, "1");
      });
      // By then the place of a drop is known.
      document.on("clipboardInput", (event, data) => {
        this.note.say("");
        const { dataTransfer } = data;
        if (editor.isReadOnly || dataTransfer.getData(OWN)) return;
        const html = dataTransfer.getData("text/html");
        const plain = dataTransfer.getData("text/plain");
        const read = html ? paste.tidied(html, ownPictures) : paste.ofPlainText(plain);
        const files = [...dataTransfer.files];
        if (files.length && !(html && read.html)) {
          event.stop();
          this.takeFiles(files, data.targetRanges);
          return;
        }
        data.content = read.html;
        this.note.tell(read.counts);
      });
    }

    takeFiles(files, ranges) {
      const { model, editing, plugins } = this.editor;
      const pictures = files.filter(({ type }) => type.startsWith("image/"));
      if (pictures.length < files.length) this.note.say(words.only_pictures);
      if (!pictures.length) return;
      if (ranges) {
        const places = ranges.map((range) => editing.mapper.toModelRange(range));
        model.change((writer) => writer.setSelection(places));
      }
      plugins.get(window.richText.Pictures).open(pictures);
    }
  };

  /* Stands below an editor: what the last paste left out and changed. */
  class Note {
    constructor(editor) {
      const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
      this.said = make("p");
      this.said.setAttribute("role", "status");
      this.button = make("button", { type: "button", className: "button", textContent: "×" });
      this.button.setAttribute("aria-label", words.close);
      this.button.addEventListener("click", () => {
        this.say("");
        editor.editing.view.focus();
      });
      this.element = make("div", { className: "rich-text-note" });
      this.element.append(this.said, this.button);
      this.say("");
      editor.ui.view.element.append(this.element);
    }

    tell(counts) {
      this.say(
        Object.values(changes)
          .map(({ lead, kinds }) => [lead, Object.keys(kinds).filter((kind) => counts[kind]), kinds])
          .filter(([, told]) => told.length)
          .map(([lead, told, kinds]) => lead.replace("%s", () => told.map(inWords(counts, kinds)).join(", ")))
          .join(" "),
      );
    }

    say(sentences) {
      this.said.textContent = sentences;
      this.button.hidden = !sentences;
    }
  }

  const inWords = (counts, kinds) => (kind) => {
    const [one, many] = kinds[kind];
    return (counts[kind] === 1 ? one : many).replace("%d", counts[kind]);
  };
})();

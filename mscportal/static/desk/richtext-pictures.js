"use strict";

/* The picture button: add a picture to the library, or take one from it, without leaving the text. */

(() => {
  const ICON =
    '<svg viewBox="0 0 20 20" xmlns="http://www.w3.org/2000/svg"><path d="M3 3h14a1.5 1.5 0 0 1 1.5' +
    " 1.5v11A1.5 1.5 0 0 1 17 17H3a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 3 3zm0 1.5v8.6l3.6-4.2a1 1" +
    ' 0 0 1 1.5 0l3 3.4 1.7-1.7a1 1 0 0 1 1.4 0L17 13.3V4.5zm10.5 1.2a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z"/></svg>';

  /* The button class is not exported by every build; any button of the editor has it. */
  window.richText.addButton = (editor, name, label, icon, action, keystroke) => {
    editor.ui.componentFactory.add(name, (locale) => {
      const Button = editor.ui.componentFactory.create("undo").constructor;
      const button = new Button(locale);
      button.set({ label, icon, keystroke, tooltip: true });
      button.bind("isEnabled").to(editor, "isReadOnly", (isReadOnly) => !isReadOnly);
      button.on("execute", () => {
        action();
        editor.editing.view.focus();
      });
      return button;
    });
  };

  window.richText.Pictures = class {
    constructor(editor) {
      this.editor = editor;
    }

    init() {
      window.richText.addButton(this.editor, "picture", "Picture", ICON, () => this.open([]));
    }

    /* With files that were pasted or dropped: one after the other. */
    open(files) {
      dialog().open(this.editor, files);
    }
  };

  let only;
  const dialog = () => (only ??= new PictureDialog());

  const { make } = window.richText;

  function more(number) {
    const [one, many] = window.richText.paste.words.more_pictures;
    return (number === 1 ? one : many).replace("%d", number);
  }

  class PictureDialog {
    constructor() {
      this.library = make("ul", { className: "rich-text-library" });
      this.search = make("input", { type: "search", name: "q" });
      this.status = make("p", { className: "rich-text-status" });
      this.status.setAttribute("role", "status");
      this.form = this.makeForm();
      const title = make("h2", { id: "rich-text-pictures", textContent: "Picture" });
      this.element = make(
        "dialog",
        { className: "rich-text-dialog" },
        title,
        this.form,
        make(
          "section",
          {},
          make("h3", { textContent: "From the library" }),
          make("label", {}, "Search ", this.search),
          this.library,
        ),
        this.status,
        make("button", {
          type: "button",
          className: "button",
          textContent: "Cancel",
          onclick: () => this.close(),
        }),
      );
      this.element.setAttribute("aria-labelledby", title.id);
      this.search.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(), 250);
      });
      document.body.append(this.element);
    }

    makeForm() {
      const file = make("input", {
        type: "file",
        name: "file",
        required: true,
        accept: "image/jpeg,image/png,image/webp,image/avif",
      });
      const alt = make("input", { type: "text", name: "alt", maxLength: 300 });
      const decorative = make("input", { type: "checkbox", name: "is_decorative" });
      decorative.addEventListener("change", () => {
        alt.disabled = decorative.checked;
      });
      const rows = [
        ["New picture (at most 10 MB)", file],
        ["Text alternative: what someone who cannot see it needs to know", alt],
        ["Decorative: it says nothing that the text does not say", decorative],
        ["Credit", make("input", { type: "text", name: "credit", maxLength: 200 })],
        ["Licence", make("input", { type: "text", name: "licence", maxLength: 100 })],
        ["Source (web address)", make("input", { type: "text", name: "source_url" })],
      ].map(([label, input]) => make("label", {}, make("span", { textContent: label }), input));
      const form = make(
        "form",
        {},
        ...rows,
        make("button", { type: "submit", className: "button", textContent: "Add and insert" }),
      );
      form.noValidate = true;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.upload();
      });
      return form;
    }

    open(editor, files, isLater = false) {
      Object.assign(this, { editor, isLater });
      const [file, ...others] = files;
      this.others = others;
      this.form.reset();
      this.form.elements.alt.disabled = false;
      this.search.value = "";
      this.say(others.length ? more(others.length) : "");
      if (file) {
        const transfer = new DataTransfer();
        transfer.items.add(file);
        this.form.elements.file.files = transfer.files;
      }
      this.element.showModal();
      this.form.elements[file ? "alt" : "file"].focus();
      this.look();
    }

    close() {
      this.element.close();
      this.editor.editing.view.focus();
    }

    say(sentence) {
      this.status.textContent = sentence;
    }

    address(part) {
      return new URL(`../${part}/`, new URL(this.editor.config.get("pictures.upload"), location));
    }

    async ask(address, options = {}) {
      const answer = await fetch(address, { credentials: "same-origin", ...options });
      if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
        const reason = answer.redirected
          ? "You are logged out. Log in in another tab, then try again."
          : `The server answered with an error (${answer.status}). Try again in a minute.`;
        throw new Error(reason);
      }
      return answer;
    }

    async upload() {
      const body = new FormData(this.form);
      const button = this.form.querySelector("button");
      button.disabled = true;
      this.say("Adding the picture…");
      try {
        const answer = await this.ask(this.address("upload"), {
          method: "POST",
          body,
          headers: {
            "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value,
          },
        });
        const said = await answer.json();
        if (answer.ok) this.insert(said);
        else this.explain(said.errors);
      } catch (error) {
        this.say(
          error instanceof TypeError ? "The server cannot be reached. Try again." : error.message,
        );
      } finally {
        button.disabled = false;
      }
    }

    explain(errors) {
      this.say(
        Object.values(errors)
          .flat()
          .map(({ message }) => message)
          .join(" "),
      );
      const [first] = Object.keys(errors);
      this.form.elements[first]?.focus();
    }

    async look() {
      const address = this.address("library");
      address.searchParams.set("q", this.search.value);
      const number = (this.asked = (this.asked ?? 0) + 1);
      let shown;
      try {
        const answer = await this.ask(address);
        const { pictures } = await answer.json();
        shown = pictures.map((picture) => this.choice(picture));
        if (!pictures.length) shown = [make("li", { textContent: "No picture found." })];
      } catch {
        shown = [make("li", { textContent: "The library cannot be shown." })];
      }
      // An answer that comes late does not take the place of a later one.
      if (number === this.asked) this.library.replaceChildren(...shown);
    }

    choice(picture) {
      const image = make("img", { src: picture.thumbnail, alt: "", loading: "lazy" });
      const button = make(
        "button",
        { type: "button", onclick: () => this.insert(picture) },
        image,
        make("span", { textContent: picture.title }),
      );
      return make("li", {}, button);
    }

    insert({ src, alt, width, height }) {
      const { editor, others } = this;
      const { model } = editor;
      this.close();
      const before = model.document.selection.getSelectedElement();
      // It would take the place of the one before, which is selected.
      if (this.isLater && before) {
        editor.execute("insertParagraph", { position: model.createPositionAfter(before) });
      }
      editor.execute("insertImage", { source: { src, alt, width, height } });
      if (others.length) this.open(editor, others, true);
    }
  }
})();

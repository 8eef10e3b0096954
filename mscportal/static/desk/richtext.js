"use strict";

/* Turns every `textarea[data-rich]` into the editor when it comes into view. Until then, and without
   JavaScript, the text area itself is what the form sends. */

(() => {
  if (!window.CKEDITOR) return;
  const Editor = window.CKEDITOR.ClassicEditor;

  // Only what the server keeps. The build has more, some of it with a history of faults.
  const PLUGINS =
    `Essentials Paragraph Heading Bold Italic Subscript Superscript Strikethrough Code BlockQuote
     HorizontalLine Link AutoLink List ListProperties Indent Table TableToolbar TableCaption Image
     ImageCaption ImageToolbar AdjacentListsSupport RemoveFormat FindAndReplace SelectAll
     SpecialCharacters SpecialCharactersEssentials Autoformat`.split(/\s+/);
  const TOOLBAR =
    `heading | bold italic superscript subscript strikethrough | link bulletedList numberedList
     blockQuote insertTable horizontalLine picture cite specialCharacters noLinks | removeFormat
     findAndReplace undo redo`.split(
      /\s+/,
    );
  const isHere = (item) => item !== "cite" || document.getElementById("desk-citations");
  const HEADINGS = [
    { model: "paragraph", title: "Paragraph", class: "ck-heading_paragraph" },
    ...[2, 3, 4].map((level) => ({
      model: `heading${level}`,
      view: `h${level}`,
      upcastAlso: { 2: ["h1"], 4: ["h5", "h6"] }[level] ?? [],
      title: `Heading ${level}`,
      class: `ck-heading_heading${level}`,
    })),
  ];

  function configuration(textarea) {
    return {
      licenseKey: "GPL",
      plugins: [
        ...PLUGINS.map((name) => window.CKEDITOR[name]),
        window.richText.KeepsMarkup,
        window.richText.Paste,
        window.richText.Pictures,
        window.richText.Citations,
        window.richText.Links,
        NoLinksButton,
      ],
      toolbar: { items: TOOLBAR.filter(isHere), shouldNotGroupWhenFull: true },
      heading: { options: HEADINGS },
      table: {
        defaultHeadings: { rows: 1 },
        contentToolbar: ["toggleTableCaption", "tableColumn", "tableRow", "mergeTableCells"],
      },
      image: { toolbar: ["imageTextAlternative", "toggleImageCaption"], insert: { type: "block" } },
      list: {
        properties: {
          styles: { listTypes: ["numbered"], useAttribute: true },
          startIndex: true,
          reversed: false,
        },
      },
      pictures: { upload: textarea.dataset.pictures, base: textarea.dataset.media },
      label: labelOf(textarea)?.textContent.trim().replace(/:$/, ""),
    };
  }

  class NoLinksButton {
    constructor(editor) {
      this.editor = editor;
    }

    init() {
      window.richText.addButton(this.editor, "noLinks", "No automatic links", NO_LINKS, () => {
        const { model } = this.editor;
        const { selection } = model.document;
        const on = selection.hasAttribute("noLinks");
        model.change((writer) => {
          for (const range of model.schema.getValidRanges(selection.getRanges(), "noLinks")) {
            if (on) writer.removeAttribute("noLinks", range);
            else writer.setAttribute("noLinks", "", range);
          }
        });
      });
    }
  }
  const NO_LINKS =
    '<svg viewBox="0 0 20 20" xmlns="http://www.w3.org/2000/svg"><path d="M7.4 14.8 6 16.2a2.5 2.5 0' +
    " 0 1-3.5-3.5l3-3 1 1-3 3a1 1 0 0 0 1.5 1.5l1.4-1.4 1 1zm5.2-9.6L14 3.8a2.5 2.5 0 0 1 3.5 3.5l-3" +
    ' 3-1-1 3-3A1 1 0 0 0 15 4.8l-1.4 1.4-1-1zM3.2 2.1l14.7 14.7-1.1 1.1L2.1 3.2z"/></svg>';

  function labelOf(textarea) {
    return document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  }

  async function start(textarea) {
    if (textarea.dataset.rich === "started") return;
    textarea.dataset.rich = "started";
    const before = textarea.value;
    let isHere = document.activeElement === textarea;
    textarea.addEventListener("focus", () => { isHere = true; });
    const editor = await Editor.create(textarea, configuration(textarea));
    describe(editor, textarea);
    keepInStep(editor, textarea);
    textarea.richTextEditor = editor;
    // On a slow machine somebody has come to the text area meanwhile, and has typed.
    if (textarea.value !== before) editor.setData(textarea.value);
    const isNowhereElse = [textarea, document.body].includes(document.activeElement);
    if (isHere && isNowhereElse) editor.focus();
    textarea.dispatchEvent(new CustomEvent("richtext:started", { bubbles: true }));
  }

  /* What the form says about the text area is also true of the editable in its place. */
  function describe(editor, textarea) {
    const { view } = editor.editing;
    view.change((writer) => {
      for (const name of ["aria-describedby", "aria-invalid"]) {
        const value = textarea.getAttribute(name);
        if (value) writer.setAttribute(name, value, view.document.getRoot());
      }
    });
    labelOf(textarea)?.addEventListener("click", () => editor.focus());
    if (textarea.readOnly || textarea.disabled) editor.enableReadOnlyMode("form");
  }

  /* The text area follows every change, and only a change: a text that was merely looked at goes
     back as it came. Scripts that keep unsaved text listen to `input` and may set `change`. */
  function keepInStep(editor, textarea) {
    const write = editor.updateSourceElement.bind(editor);
    let isOwn = false;
    editor.updateSourceElement = () => {
      if (isOwn) write();
    };
    let timer = 0;
    editor.model.document.on("change:data", () => {
      isOwn = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        write();
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      }, 300);
    });
    textarea.addEventListener("change", () => {
      if (textarea.value !== editor.getData()) editor.setData(textarea.value);
    });
  }

  const inView = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        inView.unobserve(target);
        start(target);
      }
    },
    { rootMargin: "300px" },
  );

  function watch(root) {
    for (const textarea of root.querySelectorAll("textarea[data-rich]:not([data-rich=started])")) {
      if (textarea.id.includes("__prefix__")) continue; // the model of rows to come
      inView.observe(textarea);
      textarea.addEventListener("focus", () => start(textarea), { once: true });
    }
  }

  watch(document);
  document.addEventListener("formset:added", (event) => watch(event.target));
})();

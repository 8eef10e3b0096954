"use strict";

/* Links: one field that takes words of a page's title or an address, in the place of the editor's own
   form. What is typed becomes an address that readers can open, or is refused in words. */

(() => {
  const KEYSTROKE = "Ctrl+K";
  const template = document.getElementById("desk-links");
  const say = (name, value) => template.dataset[name].replace("%s", value);
  const { make, decoded, addressOf: read } = window.richText;
  const own = () => (template.dataset.own ? [["own", template.dataset.own]] : []);
  const ask = (query) => window.richText.ask(template.dataset.url, [...query, ...own()]);

  window.richText.Links = class {
    constructor(editor) {
      this.editor = editor;
    }

    init() {
      this.keepNothingOfRemovedLinks();
      if (template) this.openOwnDialog();
    }

    /* For `www.nhs.uk` while it is typed. Set at the beginning, it would also hold for what is
       pasted, and take `page.html` for a host. */
    afterInit() {
      this.editor.config.set("link.defaultProtocol", "https://");
    }

    /* What belonged to a link goes with it, unless it comes with the address, as by undoing. */
    keepNothingOfRemovedLinks() {
      const { model } = this.editor;
      model.document.registerPostFixer((writer) => {
        const changes = model.document.differ.getChanges();
        const keys = ["link-title", "link-hreflang"].filter(
          (key) => !changes.some(({ attributeKey }) => attributeKey === key),
        );
        let isChanged = false;
        for (const { range } of changes.filter((change) => change.attributeKey === "linkHref")) {
          for (const item of range.getItems()) {
            for (const key of keys.filter((one) => item.hasAttribute(one))) {
              writer.removeAttribute(key, item);
              isChanged = true;
            }
          }
        }
        return isChanged;
      });
    }

    /* The editor's balloon goes on showing where a link leads, and takes a link away. */
    openOwnDialog() {
      const { editor } = this;
      const ui = editor.plugins.get("LinkUI");
      const showBalloon = ui._showUI.bind(ui);
      const open = () => {
        ui._hideUI();
        if (editor.commands.get("link").isEnabled) dialog().open(editor);
      };
      ui._addFormView = open;
      ui._showUI = (isForced = false) => {
        if (isForced && !ui._getSelectedLinkElement()) open();
        else showBalloon(isForced);
      };
      const openByKey = (_event, cancel) => {
        cancel();
        open();
      };
      editor.keystrokes.set(KEYSTROKE, openByKey, { priority: "high" });
    }
  };

  let only;
  const dialog = () => (only ??= new LinkDialog());

  class LinkDialog {
    constructor() {
      const part = (selector) => this.element.querySelector(selector);
      this.element = template.content.firstElementChild.cloneNode(true);
      document.body.append(this.element);
      this.target = part("#desk-link-target");
      this.error = part("#desk-link-error");
      this.status = part("[role=status]");
      this.list = part(".rich-text-found");
      this.more = part("[data-more]");
      this.places = part("[data-places]");
      this.place = part("#desk-link-place");
      this.ownWords = part("[data-words]");
      this.words = part("#desk-link-words");
      this.insertButton = part("[data-insert]");
      this.removeButton = part("[data-remove]");
      this.sites = [template.dataset.site, location.origin].filter(Boolean);
      this.target.addEventListener("input", () => {
        this.refuse("");
        this.title = "";
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(), 250);
      });
      this.place.addEventListener("change", () => this.takePlace());
      this.more.addEventListener("click", () => this.find(this.next));
      this.insertButton.addEventListener("click", () => this.insert());
      this.removeButton.addEventListener("click", () => this.remove());
      part("[data-cancel]").addEventListener("click", () => this.element.close());
      this.element.addEventListener("close", () => this.editor.editing.view.focus());
      this.element.addEventListener("keydown", (event) => this.steer(event));
    }

    open(editor) {
      this.editor = editor;
      const { selection } = editor.model.document;
      const href = editor.commands.get("link").value;
      this.target.value = href ?? "";
      this.title = "";
      this.words.value = "";
      this.ownWords.hidden = Boolean(href) || !selection.isCollapsed;
      this.removeButton.hidden = !href;
      this.insertButton.textContent = href ? template.dataset.change : template.dataset.insert;
      this.refuse("");
      this.element.showModal();
      this.target.focus();
      this.target.select();
      this.look();
    }

    get meaning() {
      return read(this.target.value, this.sites);
    }

    refuse(reason) {
      this.error.textContent = reason;
      this.error.hidden = !reason;
      this.target.setAttribute("aria-invalid", Boolean(reason));
    }

    /* Another number: an answer that comes late does not take the place of a later one. */
    async answerTo(query) {
      clearTimeout(this.timer);
      const number = (this.asked = (this.asked ?? 0) + 1);
      this.status.textContent = template.dataset.looking;
      const answer = await ask(query);
      if (number !== this.asked) return null;
      this.status.textContent = answer ? answer.said : template.dataset.offline;
      return answer;
    }

    async look() {
      const { href } = this.meaning ?? {};
      if (!href) {
        await this.find(1);
        return;
      }
      this.showFound([], null);
      if (/^[#/]/.test(href)) {
        await this.readPage(href);
        return;
      }
      clearTimeout(this.timer);
      this.asked = (this.asked ?? 0) + 1;
      this.status.textContent = say("outside", href);
      this.showPlaces([]);
    }

    async find(page) {
      const answer = await this.answerTo([["q", this.target.value.trim()], ["page", page]]);
      if (page === 1) this.showPlaces([]);
      if (!answer) return;
      const rows = answer.found.map((found) => this.row(found));
      this.showFound(page === 1 ? rows : [...this.list.children, ...rows], answer.next);
      if (page > 1) rows[0]?.querySelector("button").focus();
    }

    showFound(rows, next) {
      this.list.replaceChildren(...rows);
      this.list.hidden = !rows.length;
      this.next = next;
      this.more.hidden = next === null;
    }

    row({ title, kind, address, marks, own }) {
      const button = make(
        "button",
        { type: "button" },
        make("strong", {}, make("bdi", { textContent: title })),
        make("span", {}, `${kind} · `, make("bdi", { textContent: address })),
        ...marks.map((mark) => make("b", { textContent: mark })),
        ...(own ? [make("i", { textContent: template.dataset.here })] : []),
      );
      button.addEventListener("click", () => this.choose(address, title));
      return make("li", {}, button);
    }

    async choose(address, title) {
      this.refuse("");
      this.target.value = address;
      this.target.focus();
      await this.look();
      this.title = title;
      if (["", this.offered].includes(this.words.value)) this.words.value = title;
      this.offered = title;
      (this.places.hidden ? this.insertButton : this.place).focus();
    }

    async readPage(href) {
      const answer = await this.answerTo([["address", href]]);
      if (!answer) return;
      this.isOwn = answer.own;
      this.page = answer.address;
      this.showPlaces(answer.places, decoded(href.split("#")[1] ?? ""));
      this.title = answer.title;
    }

    showPlaces(places, chosen = "") {
      const choices = places.map(({ name, words, level }) => {
        const deep = "\u00a0\u00a0".repeat(Math.max(level - 2, 0));
        return make("option", { value: name, textContent: deep + words, selected: name === chosen });
      });
      this.place.replaceChildren(this.place.options[0], ...choices);
      this.place.options[0].selected ||= !choices.some((choice) => choice.selected);
      this.places.hidden = !places.length;
    }

    takePlace() {
      const name = this.place.value;
      const place = name && `#${encodeURIComponent(name)}`;
      this.target.value = this.isOwn && name ? place : this.page + place;
    }

    async steer(event) {
      const { target, key } = event;
      const rows = [...this.list.querySelectorAll("button")];
      const at = rows.indexOf(target);
      if (key === "Enter" && [this.target, this.place, this.words].includes(target)) {
        event.preventDefault();
        await this.insert();
      }
      if (at < 0 && target !== this.target) return;
      if (key === "ArrowDown" || key === "ArrowUp") {
        event.preventDefault();
        const next = key === "ArrowDown" ? at + 1 : at - 1;
        (rows[next] ?? (next < 0 ? this.target : target)).focus();
      }
    }

    /* Words are no address yet: then the first page that was found is next. */
    async insert() {
      const { meaning } = this;
      if (!meaning) {
        this.stay(template.dataset.empty);
      } else if (meaning.words || meaning.refused === "relative") {
        await this.find(1);
        const first = this.list.querySelector("button");
        if (first) first.focus();
        else this.stay(say(meaning.refused ?? "nothing"));
      } else if (meaning.refused) {
        this.stay(say(meaning.refused, meaning.value));
      } else {
        this.write(meaning.href);
        this.element.close();
      }
    }

    stay(reason) {
      this.refuse(reason);
      this.target.focus();
    }

    write(href) {
      const { editor } = this;
      const words = this.ownWords.hidden ? undefined : this.words.value.trim() || this.title || href;
      editor.execute("link", href, {}, words);
    }

    remove() {
      this.editor.execute("unlink");
      this.element.close();
    }
  }
})();

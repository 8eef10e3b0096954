"use strict";

/* Markup that the server keeps and the editor does not know: without this, one edit would lose it. */

window.richText = {};

window.richText.make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/* What an address of the desk answers. Null: logged out, or the desk cannot be reached. */
window.richText.ask = async (url, query) => {
  const address = new URL(url, location);
  for (const [name, value] of query) address.searchParams.append(name, value);
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};

window.richText.KeepsMarkup = class {
  constructor(editor) {
    this.editor = editor;
  }

  init() {
    this.keepInText("abbr", "abbr", "title");
    this.keepInText("cite", "cite");
    this.keepInText("noLinks", "span", "data-nolink");
    this.keepOnLink("title");
    this.keepOnLink("hreflang");
    this.keepNoLinksOnBlock("p", "paragraph");
    this.keepNoLinksOnBlock("figure", "table", "imageBlock");
    this.keepNoLinksOnBlock("table", "table");
    this.keepNoLinksInList("li", "item", "noLinksItem");
    this.keepNoLinksInList("ul", "list", "noLinksList");
    this.keepNoLinksInList("ol", "list", "noLinksList");
    this.leaveProgramsOut();
    this.leaveForeignPicturesOut();
    this.drawPicturesWithoutStyle();
    this.nameTableCaptions();
  }

  /* <abbr title>, <cite> and <span data-nolink> around words; a span counts only with its attribute. */
  keepInText(key, tag, attribute) {
    const { model, conversion } = this.editor;
    model.schema.extend("$text", { allowAttributes: key });
    model.schema.setAttributeProperties(key, { isFormatting: true, copyOnEnter: true });
    const view = tag === "span" ? { name: tag, attributes: { [attribute]: true } } : tag;
    conversion.for("upcast").elementToAttribute({
      view,
      model: { key, value: (element) => (attribute && element.getAttribute(attribute)) || "" },
    });
    conversion.for("downcast").attributeToElement({
      model: key,
      view: (value, { writer }) => {
        if (typeof value !== "string") return null;
        const attributes = value || tag === "span" ? { [attribute]: value } : {};
        return writer.createAttributeElement(tag, attributes, { priority: 7 });
      },
    });
  }

  keepOnLink(attribute) {
    const { model, conversion } = this.editor;
    const key = `link-${attribute}`;
    model.schema.extend("$text", { allowAttributes: key });
    conversion.for("upcast").attributeToAttribute({
      view: { name: "a", key: attribute },
      model: key,
      converterPriority: "low",
    });
    conversion.for("downcast").attributeToElement({
      model: key,
      // The priority of links: both become one element.
      view: (value, { writer }) =>
        value ? writer.createAttributeElement("a", { [attribute]: value }, { priority: 5 }) : null,
    });
  }

  keepNoLinksOnBlock(tag, ...models) {
    const { model, conversion } = this.editor;
    for (const name of models.filter((name) => model.schema.isRegistered(name))) {
      model.schema.extend(name, { allowAttributes: "noLinksBlock" });
    }
    conversion.for("upcast").attributeToAttribute({
      view: { name: tag, key: "data-nolink" },
      model: { key: "noLinksBlock", value: () => true },
      converterPriority: "low",
    });
    if (tag === "table") return; // its figure carries the mark
    for (const name of models) {
      conversion.for("downcast").attributeToAttribute({
        model: { name, key: "noLinksBlock" },
        view: () => ({ key: "data-nolink", value: "" }),
      });
    }
  }

  keepNoLinksInList(tag, scope, key) {
    const { model, conversion, plugins } = this.editor;
    if (!model.schema.checkAttribute(["$root", "$listItem"], key)) {
      model.schema.extend("$listItem", { allowAttributes: key });
      plugins.get("ListEditing").registerDowncastStrategy({
        scope,
        attributeName: key,
        setAttributeOnDowncast: (writer, value, element) => {
          if (value) writer.setAttribute("data-nolink", "", element);
        },
      });
    }
    conversion.for("upcast").add((dispatcher) =>
      dispatcher.on(
        `element:${tag}`,
        (event, data, { writer }) => {
          if (!data.viewItem.hasAttribute("data-nolink") || !data.modelRange) return;
          const items = [...data.modelRange.getItems({ shallow: true })];
          const indent = items[0]?.getAttribute("listIndent");
          for (const item of items) {
            if (item.getAttribute("listIndent") === indent) writer.setAttribute(key, true, item);
          }
        },
        { priority: "low" },
      ),
    );
  }

  /* Otherwise the code of a script would stand in the text as words. */
  leaveProgramsOut() {
    const drop = (event, data, { consumable }) => {
      consumable.consume(data.viewItem, { name: true });
      event.stop();
    };
    this.editor.conversion.for("upcast").add((dispatcher) => {
      for (const tag of ["script", "style"]) {
        dispatcher.on(`element:${tag}`, drop, { priority: "highest" });
      }
    });
  }

  /* The server refuses pictures from elsewhere, and nobody is to believe that one is there. */
  leaveForeignPicturesOut() {
    const own = this.editor.config.get("pictures.base");
    this.editor.conversion.for("upcast").add((dispatcher) =>
      dispatcher.on(
        "element:img",
        (event, data, { consumable }) => {
          const address = data.viewItem.getAttribute("src") || "";
          if (address.startsWith(own) || !consumable.consume(data.viewItem, { name: true })) return;
          event.stop();
        },
        { priority: "highest" },
      ),
    );
  }

  /* The editor would write the sides of a picture as a style attribute, which the desk forbids. */
  drawPicturesWithoutStyle() {
    const utilities = this.editor.plugins.get("ImageUtils");
    this.editor.conversion.for("downcast").add((dispatcher) => {
      for (const side of ["width", "height"]) {
        for (const name of ["imageBlock", "imageInline"]) {
          dispatcher.on(
            `attribute:${side}:${name}`,
            (event, data, { consumable, mapper, writer }) => {
              if (!consumable.consume(data.item, event.name)) return;
              const image = utilities.findViewImgElement(mapper.toViewElement(data.item));
              if (data.attributeNewValue === null) writer.removeAttribute(side, image);
              else writer.setAttribute(side, data.attributeNewValue, image);
            },
            { priority: "high" },
          );
        }
      }
    });
  }

  /* Captions of pictures have a name for screen readers, those of tables have none. */
  nameTableCaptions() {
    this.editor.conversion.for("editingDowncast").add((dispatcher) =>
      dispatcher.on(
        "insert:caption",
        (event, { item }, { mapper, writer }) => {
          const caption = mapper.toViewElement(item);
          if (caption && item.parent.name === "table") {
            writer.setAttribute("aria-label", "Table caption", caption);
          }
        },
        { priority: "low" },
      ),
    );
  }
};

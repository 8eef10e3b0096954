"use strict";

/* A link of the publish gate names a field of this form: open what hides it, and put the cursor
   there, also where an editor or a look-up box stands in the place of the field. */
{
  const PATIENCE = 5000; // milliseconds in which the editor may start
  const byHash = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

  const focusEditor = (textarea, until) => {
    if (textarea.richTextEditor) {
      textarea.richTextEditor.focus();
    } else if (Date.now() < until) {
      setTimeout(() => focusEditor(textarea, until), 100);
    }
  };

  const goToField = () => {
    const field = location.hash.length > 1 && byHash();
    if (!field) return;
    for (let part = field.parentElement; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    (field.closest(".form-row") ?? field).scrollIntoView({ block: "center" });
    if (field.matches("textarea[data-rich]")) {
      field.focus(); // starts the editor
      focusEditor(field, Date.now() + PATIENCE);
      return;
    }
    const box = field.nextElementSibling?.querySelector?.(".select2-selection");
    if (!field.matches("input, select, textarea")) field.tabIndex = -1;
    (box ?? field).focus({ preventScroll: true });
  };

  addEventListener("load", goToField);
  addEventListener("hashchange", goToField);
}

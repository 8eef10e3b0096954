"use strict";

/* A link of the publish gate names a field of this form: open what hides it, and put the cursor
   there, also where an editor or a look-up box stands in the place of the field. */
{
  const byHash = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

  const goToField = () => {
    const field = location.hash.length > 1 && byHash();
    if (!field) return;
    for (let part = field.parentElement; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    (field.closest(".form-row") ?? field).scrollIntoView({ block: "center" });
    if (field.matches("textarea[data-rich]")) {
      (field.richTextEditor ?? field).focus(); // the editor starts and takes the cursor over
      return;
    }
    const box = field.nextElementSibling?.querySelector?.(".select2-selection");
    if (!field.matches("input, select, textarea")) field.tabIndex = -1;
    (box ?? field).focus({ preventScroll: true });
  };

  addEventListener("load", goToField);
  addEventListener("hashchange", goToField);
}

"use strict";

// The look-up boxes of the admin (Select2) have no name for screen readers, and their list of
// chosen rows is no proper list. Both are mended here, also for rows that are added later.
{
  const nameOf = (select) => {
    const label = select.labels[0]?.textContent ?? "";
    return select.getAttribute("aria-label") || label.trim().replace(/:$/, "");
  };

  const plain = (list) => {
    for (const part of [list, ...list.children]) {
      part.setAttribute("role", "none");
    }
  };

  const mend = (select) => {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!box) {
      return;
    }
    const name = nameOf(select);
    const shown = box.getAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    box.removeAttribute("aria-labelledby");
    if (shown) {
      box.setAttribute("aria-describedby", shown);
    }
    box.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
    const value = box.querySelector('[role="textbox"]');
    value?.removeAttribute("role");
    value?.removeAttribute("aria-readonly");
    const list = box.querySelector("ul");
    if (list) {
      plain(list);
      new MutationObserver(() => plain(list)).observe(list, { childList: true });
    }
  };

  const mendAll = (part) => part.querySelectorAll("select.admin-autocomplete").forEach(mend);

  django.jQuery(() => mendAll(document)); // after the admin's own script, which makes the boxes
  document.addEventListener("formset:added", (event) => mendAll(event.target));
  django.jQuery(document).on("select2:open", (event) => {
    const field = ".select2-container--open .select2-dropdown .select2-search__field";
    document.querySelector(field)?.setAttribute("aria-label", nameOf(event.target));
  });
}

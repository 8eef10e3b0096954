// Shows a reference or a definition beside its mark: on hover, focus or tap. Escape closes it, the
// pointer may move onto it, and without script the link leads to the list or the page.
(() => {
  "use strict";
  const marks = document.querySelectorAll('sup.cite a[href^="#ref-"], a[data-definition]');
  if (!marks.length || !HTMLElement.prototype.showPopover) return;

  const note = document.createElement("div");
  note.className = "note";
  note.id = "note";
  note.popover = "manual";
  note.setAttribute("role", "tooltip");
  document.querySelector("main").append(note);
  let shown = null;
  let timer = 0;
  let isTouch = false;

  const fill = (mark) => {
    note.lang = mark.closest("[lang]").lang;
    if (mark.dataset.definition) {
      note.textContent = mark.dataset.definition;
      return true;
    }
    const reference = document.querySelector(`${mark.hash} .reference`);
    if (!reference) return false;
    const copy = reference.cloneNode(true);
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    note.replaceChildren(copy);
    return true;
  };

  const place = () => {
    if (!shown) return;
    const at = shown.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = note;
    const end = document.documentElement.clientWidth - width - 8;
    const below = at.bottom + 10;
    const fits = below + height < window.innerHeight || at.top < height + 10;
    note.style.left = `${Math.max(8, Math.min(at.left - 16, end))}px`;
    note.style.top = `${fits ? below : at.top - height - 10}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    note.hidePopover();
  };

  const show = (mark) => {
    clearTimeout(timer);
    if (mark === shown) return;
    hide();
    if (!fill(mark)) return;
    shown = mark;
    mark.setAttribute("aria-describedby", note.id);
    note.showPopover();
    place();
  };

  const soon = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };

  for (const mark of marks) {
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") soon(() => show(mark), 150);
    });
    mark.addEventListener("pointerleave", () => soon(hide, 250));
    mark.addEventListener("focus", () => mark.matches(":focus-visible") && show(mark));
    mark.addEventListener("blur", hide);
    mark.addEventListener("click", (event) => {
      // The first tap shows it, the second one follows the link.
      if (isTouch && mark !== shown) {
        event.preventDefault();
        show(mark);
      } else {
        hide();
      }
    });
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => soon(hide, 250));
  document.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    if (shown && !note.contains(event.target) && !shown.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", place, { passive: true });
  addEventListener("resize", hide);
})();

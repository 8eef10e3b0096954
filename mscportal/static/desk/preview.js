"use strict";

// Shows the form as a public page, at phone and desktop width, without saving it and without
// leaving it. Where no script runs the button opens the same page in a new tab.
{
  const FRAMES = ["desk-preview-phone", "desk-preview-desktop"];
  const template = document.getElementById("desk-preview");
  const button = document.querySelector('input[name="_preview"]');
  const form = button?.form;
  let panel = null;

  // A copy of what the form would send, so that nothing that waits for its own "submit" is woken.
  const send = (target) => {
    for (const area of form.querySelectorAll("textarea")) {
      area.richTextEditor?.updateSourceElement(); // it follows the typing a moment later
    }
    const copy = document.createElement("form");
    copy.method = "post";
    copy.action = window.location.href;
    copy.enctype = "multipart/form-data";
    copy.target = target;
    copy.hidden = true;
    for (const [name, value] of new FormData(form, button)) {
      if (typeof value === "string") {
        const field = document.createElement("textarea");
        field.name = name;
        field.value = value;
        copy.append(field);
      }
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  };

  // The public site cannot be framed, so links in the preview open beside it.
  const openLinksOutside = (page) => {
    page.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.getAttribute("href").startsWith("#") && !link.target) {
        link.target = "_blank";
      }
    });
  };

  const said = (name) => {
    const status = panel.querySelector('[role="status"]');
    status.textContent = status.dataset[name];
  };

  const refresh = () => {
    said("loading");
    // One after the other: the desk works on one form at a time.
    let next = 0;
    const goOn = () => {
      if (next === FRAMES.length) {
        said("loaded");
        return;
      }
      const frame = panel.querySelector(`iframe[name="${FRAMES[next]}"]`);
      const place = frame.contentWindow.scrollY || 0;
      next += 1;
      frame.addEventListener(
        "load",
        () => {
          openLinksOutside(frame.contentDocument);
          frame.contentWindow.scrollTo(0, place);
          goOn();
        },
        { once: true },
      );
      send(frame.name);
    };
    goOn();
  };

  const close = () => {
    panel.remove();
    panel = null;
    button.focus();
  };

  const open = () => {
    if (!panel) {
      form.after(template.content.cloneNode(true));
      panel = form.nextElementSibling;
      panel.querySelector("[data-refresh]").addEventListener("click", refresh);
      panel.querySelector("[data-tab]").addEventListener("click", () => send("_blank"));
      panel.querySelector("[data-close]").addEventListener("click", close);
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          close();
        }
      });
    }
    panel.scrollIntoView();
    panel.focus({ preventScroll: true });
    refresh();
  };

  if (template && form) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
}

"use strict";

// Shows the form as a public page beside it, at phone or desktop width, and follows what is typed.
// Nothing is saved. Where no script runs the button opens the same page in a new tab.
{
  const WIDTHS = { phone: 360, desktop: 1280 };
  // Milliseconds after the last change; one page at a time, because on SQLite every preview stands in
  // the queue of the editors for as long as it takes to render.
  const WAIT = 1200;
  const MEMORY = "desk-preview"; // open, and at which width, as long as this tab lives
  const template = document.getElementById("desk-preview");
  const button = document.querySelector('input[name="_preview"]');
  const form = button?.form;
  let panel = null;
  let shown = "";
  let timer = 0;
  let isLoading = false;
  let serial = 0;

  const typed = () => {
    for (const area of form.querySelectorAll("textarea")) {
      area.richTextEditor?.updateSourceElement(); // it follows the typing a moment later
    }
    const fields = [...new FormData(form, button)].filter(([, value]) => typeof value === "string");
    const which = panel?.querySelector("[data-page]");
    return which ? [...fields, [which.name, which.value]] : fields;
  };

  // A copy of what the form would send, so that nothing that waits for its own "submit" is woken.
  const send = (target, fields) => {
    const copy = document.createElement("form");
    copy.method = "post";
    copy.action = window.location.href;
    copy.enctype = "multipart/form-data";
    copy.target = target;
    copy.hidden = true;
    for (const [name, value] of fields) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      copy.append(field);
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

  // What was asked for is read out; a page that follows the typing is quiet.
  const say = (name, isQuiet) => {
    const status = panel.querySelector('[role="status"]');
    status.setAttribute("aria-live", isQuiet ? "off" : "polite");
    status.textContent = status.dataset[name];
  };

  const part = (selector) => panel.querySelector(selector);
  // Not so where the login has ended, where it fails, or where the desk cannot be reached.
  const isPreview = (frame) => frame.contentDocument?.querySelector(".preview-banner, .no-preview");

  const forget = () => sessionStorage.removeItem(MEMORY);
  const remember = () => sessionStorage.setItem(MEMORY, part("input:checked").value);

  // Each page comes into a new frame that takes the place of the one before: nothing flickers, the
  // place on the page stays, and the Back button does not walk through previews.
  const load = (isQuiet) => {
    const fields = typed();
    const wanted = JSON.stringify(fields);
    if (isLoading || (isQuiet && wanted === shown)) return;
    isLoading = true;
    clearTimeout(timer);
    say("loading", isQuiet);
    const frame = document.createElement("iframe");
    serial += 1;
    frame.name = `desk-preview-${serial}`;
    frame.title = template.dataset.frame;
    part(".desk-frame").append(frame);
    frame.addEventListener("load", () => {
      if (!frame.isConnected || frame.contentDocument?.URL === "about:blank") return;
      isLoading = false;
      if (!isPreview(frame)) {
        frame.remove();
        say("failed", false);
        return;
      }
      shown = wanted;
      const before = part("iframe.desk-shown");
      frame.classList.add("desk-shown");
      openLinksOutside(frame.contentDocument);
      frame.contentWindow.scrollTo(0, before?.contentWindow.scrollY ?? 0);
      before?.remove();
      say("loaded", isQuiet);
      if (isFollowing()) followSoon();
    });
    send(frame.name, fields);
  };

  const isFollowing = () => part("[data-follow]").checked;
  const followSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => panel && isFollowing() && !document.hidden && load(true), WAIT);
  };
  const changed = () => {
    if (panel && isFollowing()) followSoon();
  };

  // A desktop of 1280 pixels is drawn smaller, so that the whole of it is seen.
  const fit = () => {
    const box = part(".desk-frame");
    const width = WIDTHS[part('input[type="radio"]:checked').value];
    const scale = Math.min(1, box.parentElement.clientWidth / width);
    box.style.setProperty("--desk-width", `${width}px`);
    box.style.setProperty("--desk-scale", scale);
  };
  const sizes = new ResizeObserver(() => panel && fit());

  const close = () => {
    clearTimeout(timer);
    sizes.disconnect();
    panel.remove();
    panel = null;
    isLoading = false;
    forget();
    button.focus();
  };

  const open = () => {
    form.after(template.content.cloneNode(true));
    panel = form.nextElementSibling;
    shown = "";
    part("[data-refresh]").addEventListener("click", () => load(false));
    part("[data-tab]").addEventListener("click", () => send("_blank", typed()));
    part("[data-close]").addEventListener("click", close);
    part("[data-follow]").addEventListener("change", changed);
    part("[data-page]")?.addEventListener("change", () => load(false));
    for (const choice of panel.querySelectorAll('input[type="radio"]')) {
      choice.checked = choice.value === (sessionStorage.getItem(MEMORY) ?? "phone");
      choice.addEventListener("change", () => {
        remember();
        fit();
      });
    }
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        close();
      }
    });
    remember();
    fit();
    sizes.observe(panel);
  };

  if (template && form) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!panel) open();
      panel.scrollIntoView({ block: "nearest" });
      panel.focus({ preventScroll: true });
      load(false);
    });
    for (const name of ["input", "change"]) form.addEventListener(name, changed);
    document.addEventListener("formset:removed", changed);
    window.django?.jQuery(form).on("select2:select select2:unselect select2:clear", changed);
    if (sessionStorage.getItem(MEMORY) && window.matchMedia("(min-width: 64rem)").matches) {
      window.addEventListener("load", () => {
        if (panel) return;
        open();
        load(true);
      });
    }
  }
}

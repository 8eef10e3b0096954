// Sends the short form in place and says so; without script it opens a page of its own.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("[data-send-in-place]")) {
    const answer = form.querySelector("[data-answer]");
    const buttons = form.querySelectorAll("button");
    const setBusy = (busy) => buttons.forEach((button) => { button.disabled = busy; });

    form.addEventListener("submit", async (event) => {
      if (!window.fetch || !event.submitter) return;
      event.preventDefault();
      const body = new URLSearchParams(new FormData(form));
      body.set(event.submitter.name, event.submitter.value);
      setBusy(true);
      let said = form.dataset.failed;
      let isStored = false;
      try {
        const response = await fetch(form.action, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
        });
        isStored = response.ok;
        said = (await response.json()).message;
      } catch {
        // The words that were set before stay: the network or the server did not answer.
      }
      setBusy(false);
      answer.textContent = said;
      if (!isStored) return;
      for (const part of form.children) part.hidden = part !== answer;
      answer.tabIndex = -1;
      answer.focus();
    });
  }
})();

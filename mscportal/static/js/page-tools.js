// Shows the buttons that copy and print where the browser can do it.
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-page-tools]")) {
    const said = box.querySelector("[data-copied]");
    const buttons = navigator.clipboard ? box.querySelectorAll("[data-copy]") : [];
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const text = document.getElementById(button.dataset.copy).textContent.trim();
        said.textContent = "";
        try {
          await navigator.clipboard.writeText(text);
          said.textContent = said.dataset.copied;
        } catch {
          getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
        }
      });
    }
    for (const button of box.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
  }
})();

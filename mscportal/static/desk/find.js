// The key / leads to the search of the desk, except where something is typed.
{
  "use strict";
  document.addEventListener("keydown", (event) => {
    const box = document.getElementById("desk-find");
    if (!box || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.isContentEditable || at.closest("input, textarea, select")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

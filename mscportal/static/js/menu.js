// The focus follows into the menu of a phone when it opens; the style sheet keeps it there.
(() => {
  "use strict";
  const menu = document.getElementById("site-menu");
  menu?.addEventListener("toggle", (event) => {
    if (event.newState === "open") menu.querySelector(".menu-close").focus();
  });
})();

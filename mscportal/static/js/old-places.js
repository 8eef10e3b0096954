// A link to a place that moved to a page below this one, and has no line here, leads there.
(() => {
  "use strict";
  const page = document.querySelector("[data-further]");
  if (!page) return;
  const follow = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (name && !document.getElementById(name)) location.replace(page.dataset.further + location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
})();

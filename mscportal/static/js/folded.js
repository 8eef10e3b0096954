// Opens what folds the target of an address, for browsers that do not do so by themselves.
(() => {
  "use strict";
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  };
  open();
  addEventListener("hashchange", open);
})();

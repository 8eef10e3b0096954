"use strict";

// An error that came with the page gets the cursor, so that it is read out and seen. Where a link
// leads to one field, that field has it. After loading, because the form of a new entry takes the
// cursor too.
addEventListener("load", () => {
  const found = document.querySelector(".errornote, .messagelist .error, .errorlist.nonfield");
  if (found && location.hash.length < 2) {
    found.tabIndex = -1;
    found.focus();
  }
});

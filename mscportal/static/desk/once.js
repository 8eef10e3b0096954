"use strict";

// A double click sends a form once.
{
  const WAIT = 5000; // milliseconds after which somebody may want to try again
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank" || event.defaultPrevented) return;
    const { timeStamp } = event;
    if (timeStamp - (sent.get(event.target) ?? -WAIT) < WAIT) event.preventDefault();
    else sent.set(event.target, timeStamp);
  });
  // Back on this page from the next one.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form);
  });
}

// Marks in a list of contents which section is being read.
(() => {
  "use strict";
  if (!window.IntersectionObserver) return;
  for (const list of document.querySelectorAll("nav.contents")) {
    const links = new Map();
    for (const link of list.querySelectorAll('a[href^="#"]')) {
      const section = document.getElementById(link.hash.slice(1));
      if (section) links.set(section, link);
    }
    let current = null;

    // The last section that begins above the upper third of the window.
    const mark = () => {
      let reading = null;
      for (const section of links.keys()) {
        if (section.getBoundingClientRect().top < window.innerHeight / 3) reading = section;
      }
      const link = links.get(reading) || null;
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      current = link;
      // A list that is itself longer than the window follows, without moving the page.
      if (link && list.scrollHeight > list.clientHeight) {
        list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
      }
    };

    const observer = new IntersectionObserver(mark, {
      rootMargin: "0px 0px -66% 0px",
      threshold: [0, 0.01],
    });
    for (const section of links.keys()) observer.observe(section);
  }
})();

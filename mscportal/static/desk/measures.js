"use strict";

// Says below a field how much its text asks of readers, while somebody types. The desk measures, as
// its gate does before publishing; where no script runs, the gate alone says it.
{
  const status = document.getElementById("desk-measures");
  const form = status?.closest("form");
  const WAIT = 500; // milliseconds after the last change

  const start = () => {
    const fields = new Map();
    let timer = 0;
    let asked = null;

    const line = (field) => {
      const made = document.createElement("p");
      made.className = "desk-measure";
      made.id = `${field.id}_measure`;
      const described = [field.getAttribute("aria-describedby"), made.id].filter(Boolean);
      field.setAttribute("aria-describedby", described.join(" "));
      const row = field.closest(".flex-container");
      row.after(made);
      return { field, made, isOver: false };
    };

    const isOver = (parts) => parts.some((part) => part.is_over);

    const show = ({ made }, parts) => {
      made.replaceChildren(
        ...parts.map(({ said, is_over, is_close }) => {
          const part = document.createElement("span");
          part.className = is_over ? "desk-over" : is_close ? "desk-close" : "desk-fits";
          part.textContent = said;
          return part;
        }),
      );
    };

    // Only what becomes too much, or fits again, is read out: not every count.
    const tell = (shown, parts) => {
      const before = shown.isOver;
      shown.isOver = isOver(parts);
      if (before === shown.isOver || !shown.made.parentElement.matches(":focus-within")) return;
      const said = parts.filter((part) => part.is_over === shown.isOver).map((part) => part.said);
      status.textContent = said.join(", ");
    };

    const measure = async () => {
      asked?.abort();
      asked = new AbortController();
      const texts = {};
      for (const [name, { field }] of fields) {
        field.richTextEditor?.updateSourceElement(); // it follows the typing a moment later
        texts[name] = field.value;
      }
      const language = form.elements.language?.value ?? "";
      try {
        const response = await fetch(status.dataset.url, {
          method: "POST",
          credentials: "same-origin",
          redirect: "manual",
          signal: asked.signal,
          headers: {
            Accept: "application/json",
            "Content-Type": "application/json",
            "X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]").value,
          },
          body: JSON.stringify({ language, texts }),
        });
        if (!response.ok) throw new Error(String(response.status));
        const { lines } = await response.json();
        for (const [name, shown] of fields) {
          const parts = lines[name] ?? [];
          show(shown, parts);
          tell(shown, parts);
        }
      } catch (error) {
        if (error.name === "AbortError") return;
        for (const shown of fields.values()) shown.made.textContent = status.dataset.failed;
      }
    };

    const changed = ({ target }) => {
      const isMeasured = target.name === "language" || fields.has(target.name);
      if (!isMeasured) return;
      clearTimeout(timer);
      timer = setTimeout(measure, WAIT);
    };

    for (const name of status.dataset.fields.split(" ")) {
      const field = form.elements[name];
      if (field) fields.set(name, line(field)); // whoever may not change it sees it without a field
    }
    for (const name of ["input", "change"]) form.addEventListener(name, changed);
    measure();
  };

  if (status && form && window.fetch) start();
}

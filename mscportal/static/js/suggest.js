// Names that begin like what is typed in a search field, as a combobox with a list: arrows choose,
// Enter opens the page, Escape closes. Without script the form works as it is.
(() => {
  "use strict";
  for (const field of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("ul");
    const status = document.createElement("p");
    list.className = "suggestions";
    list.id = `${field.id}-list`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.label);
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    field.after(list);
    field.form.append(status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
    })) {
      field.setAttribute(name, value);
    }
    let timer = 0;
    let request = null;
    let asked = "";

    const active = () => list.querySelector('[aria-selected="true"]');

    const choose = (option) => {
      active()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      choose(null);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      status.textContent = "";
      asked = "";
    };

    const show = ([, names, kinds, addresses, more]) => {
      choose(null);
      list.replaceChildren(
        ...names.map((name, place) => {
          const option = document.createElement("li");
          const kind = document.createElement("small");
          const title = document.createElement("span");
          option.id = `${list.id}-${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.address = addresses[place];
          title.textContent = name;
          title.lang = more.languages[place] || document.documentElement.lang;
          kind.textContent = kinds[place];
          option.append(title, " ", kind);
          return option;
        }),
      );
      list.hidden = !names.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = more.status;
    };

    const ask = async () => {
      const typed = field.value.trim();
      if (typed === asked) return;
      close();
      if (typed.length < 2) return;
      asked = typed;
      request = new AbortController();
      const address = `${field.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      try {
        const answer = await fetch(address, { signal: request.signal, credentials: "omit" });
        if (answer.ok && typed === asked) show(await answer.json());
      } catch {
        // The form still searches.
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    field.addEventListener("keydown", (event) => {
      const { key } = event;
      const options = [...list.children];
      const at = options.indexOf(active());
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (key === "ArrowDown" || key === "ArrowUp") {
        if (list.hidden) {
          ask();
          return;
        }
        const steps = options.length + 1;
        const next = (at + 1 + (key === "ArrowDown" ? 1 : -1) + steps) % steps;
        choose(options[next - 1]);
      } else if (key === "Enter" && at >= 0) {
        location.href = options[at].dataset.address;
      } else if (key === "Escape" && !list.hidden) {
        close();
      } else {
        return;
      }
      event.preventDefault();
    });
    field.addEventListener("blur", close);
    // The field keeps the focus, so that the list is still there when the press ends.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) location.href = option.dataset.address;
    });
  }
})();

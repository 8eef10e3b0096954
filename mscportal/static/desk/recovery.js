"use strict";

// Keeps what is typed into the form of an entry: every few seconds at the desk, and at once in this
// browser, for the day the login has expired. On return it offers the text again.
{
  const part = document.getElementById("desk-recovery");
  const form = part?.closest("form") ?? document.querySelector("#content-main form[id$=_form]");
  const AT_DESK = 3000; // milliseconds after a change
  const HERE = 30000; // how often the desk hears that the form is open
  const KEPT = 7 * 24 * 3600 * 1000; // in this browser
  const TOLERANCE = 2000;
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "_popup"]);

  const start = () => {
    const { url, user, now } = part.dataset;
    const slot = `desk ${user} ${url}`;
    const ahead = Date.parse(now) - Date.now(); // the clock of the desk counts
    const time = () => Date.now() + ahead;
    const line = (name) => part.querySelector(`[data-line="${name}"]`);
    // A form that comes back with errors holds what was typed.
    let dirty = document.querySelector(".errornote") !== null;
    let leaving = false;
    let timer = 0;

    const say = (name, text) => {
      const place = line(name);
      place.textContent = text;
      place.hidden = text === "";
    };

    const collect = () => {
      // The editor writes into its text area a little later than somebody types.
      for (const area of form.querySelectorAll("textarea[data-rich]")) {
        area.richTextEditor?.updateSourceElement();
      }
      const pairs = [...new FormData(form)].filter(
        ([name, value]) =>
          typeof value === "string" && !LEFT_OUT.has(name) && !name.includes("__prefix__"),
      );
      const labels = {};
      for (const select of form.querySelectorAll("select.admin-autocomplete")) {
        for (const option of select.selectedOptions) {
          if (option.value) {
            (labels[select.name] ??= {})[option.value] = option.textContent;
          }
        }
      }
      return { pairs, labels };
    };

    // This browser

    const readLocal = () => {
      try {
        const found = JSON.parse(localStorage.getItem(slot));
        return found && time() - found.at < KEPT ? found : null;
      } catch {
        return null;
      }
    };
    const writeLocal = () => {
      try {
        localStorage.setItem(slot, JSON.stringify({ at: time(), data: collect() }));
      } catch {
        // No room, or not allowed: the desk has the text too.
      }
    };
    const dropLocal = () => {
      try {
        localStorage.removeItem(slot);
      } catch {
        // As above.
      }
    };

    // The desk

    const ask = async (body) => {
      const headers = { Accept: "application/json" };
      const options = { credentials: "same-origin", redirect: "manual", headers };
      if (body) {
        options.method = "POST";
        options.body = JSON.stringify(body);
        headers["Content-Type"] = "application/json";
        headers["X-CSRFToken"] = form.querySelector("input[name=csrfmiddlewaretoken]").value;
      }
      try {
        const response = await fetch(url, options);
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        const names = answer.others.join(", ");
        say("others", names && part.dataset.others.replace("%s", names));
        if (line("state").textContent === part.dataset.offline) say("state", "");
        return answer;
      } catch {
        say("state", part.dataset.offline);
        return null;
      }
    };

    const keep = async () => {
      clearTimeout(timer);
      timer = 0;
      await ask({ data: collect() });
    };

    const changed = () => {
      if (leaving) return;
      dirty = true;
      writeLocal();
      timer ||= setTimeout(keep, AT_DESK);
    };

    // Putting it back

    const addRows = (values) => {
      for (const [name, [wanted]] of values) {
        if (!name.endsWith("-TOTAL_FORMS")) continue;
        const total = form.elements[name];
        const group = document.getElementById(`${name.slice(0, -"-TOTAL_FORMS".length)}-group`);
        const more = group?.querySelector(".add-row a, a.addlink");
        while (total && more && Number(total.value) < Math.min(Number(wanted), 1000)) {
          const before = total.value;
          more.click();
          if (total.value === before) break;
        }
      }
    };

    const select = (element, wanted, labels) => {
      for (const value of wanted) {
        if (value && ![...element.options].some((option) => option.value === value)) {
          element.add(new Option(labels?.[value] ?? value, value));
        }
      }
      for (const option of element.options) option.selected = wanted.includes(option.value);
      window.django?.jQuery(element).trigger("change");
    };

    const fill = ({ pairs, labels }) => {
      const values = new Map();
      for (const [name, value] of pairs) {
        values.set(name, [...(values.get(name) ?? []), value]);
      }
      addRows(values);
      for (const element of form.elements) {
        const { name, type } = element;
        if (!name || LEFT_OUT.has(name) || name.includes("__prefix__")) continue;
        if (/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) continue;
        if (["submit", "button", "file", "fieldset"].includes(type)) continue;
        const wanted = values.get(name) ?? [];
        if (type === "checkbox" || type === "radio") {
          element.checked = wanted.includes(element.value);
        } else if (type === "select-one" || type === "select-multiple") {
          select(element, wanted, labels[name]);
        } else if (wanted.length) {
          // Of several fields with one name each takes its own.
          element.value = wanted.length > 1 ? wanted.shift() : wanted[0];
        } else {
          continue;
        }
        element.dispatchEvent(new Event("change", { bubbles: true }));
      }
    };

    const offer = (at, data) => {
      const place = line("offer");
      const said = place.querySelector("[data-said]");
      const when = new Date(at - ahead).toLocaleString(document.documentElement.lang);
      said.textContent = said.dataset.said.replace("%s", when);
      place.hidden = false;
      place.querySelector("[data-restore]").onclick = () => {
        place.hidden = true;
        fill(data);
        say("state", part.dataset.restored);
        changed();
      };
      place.querySelector("[data-discard]").onclick = () => {
        place.hidden = true;
        dropLocal();
        ask({ discard: true });
      };
    };

    const isNew = (data) => JSON.stringify(data.pairs) !== JSON.stringify(collect().pairs);

    const look = async () => {
      const answer = await ask();
      let local = readLocal();
      const kept = Date.parse(answer?.kept_at ?? "") || 0;
      if (!local || local.at <= kept + TOLERANCE) {
        local = null;
        if (!dirty) dropLocal();
      }
      const desk = answer?.data ? { at: Date.parse(answer.saved_at), data: answer.data } : null;
      const found = [local, desk].filter(Boolean).sort((one, two) => two.at - one.at)[0];
      if (found && !dirty && isNew(found.data)) offer(found.at, found.data);
      if (answer) ask({ seen: true });
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", (event) => event.isTrusted && changed());
    document.addEventListener("formset:added", (event) => form.contains(event.target) && changed());
    document.addEventListener("formset:removed", changed);
    window.django?.jQuery(form).on("select2:select select2:unselect select2:clear", changed);
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget === "_blank") return;
      clearTimeout(timer);
      if (dirty) writeLocal();
      leaving = true;
    });
    // Back from a page that refused, with the browser's own memory of this one.
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !leaving) event.preventDefault();
    });
    setInterval(() => document.hidden || ask({ seen: true }), HERE);
    look();
  };

  if (part && form && window.fetch) {
    // After the admin's own scripts have made their rows and boxes.
    window.addEventListener("load", start, { once: true });
  }
}

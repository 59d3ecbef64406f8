/* What is typed in a form with data-draft stays in this browser until it is handed in. What waits
   in the outbox is shown in its form again, under the same key, so that it can still be changed. */
(() => {
  const PREFIX = "weitblick:draft:";
  const name = (form) => PREFIX + form.dataset.draft;
  const load = (key) => JSON.parse(localStorage.getItem(key) || "null");

  const save = (form) => localStorage.setItem(name(form), JSON.stringify({
    values: [...new FormData(form)].filter(([key, value]) =>
      !["csrfmiddlewaretoken", "once"].includes(key) && typeof value === "string"),
  }));

  const tick = (control, value) => { if (control.value === value) control.checked = true; };
  // Erased words do not stay in this browser either: the page that says so empties its store.
  const ours = Object.keys(localStorage).filter((key) => key.startsWith("weitblick:"));
  if (document.querySelector("[data-forget]")) ours.forEach((key) => localStorage.removeItem(key));

  const write = (control, value) => { // a number of dots stands there before somebody changes it
    if (!value || (control.value && control.type !== "number")) return false;
    control.value = value;
    return control.type !== "number";
  };

  const fill = (form, kept) => {
    let filled = false;
    for (const [key, value] of kept.values) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(key)}"]`)) {
        if (control.type === "radio" || control.type === "checkbox") tick(control, value);
        else if (key === "once") control.value = value;
        else if (control.matches("textarea, select, input:not([type=hidden], [type=file])")) {
          filled = write(control, value) || filled;
        }
      }
    }
    return filled;
  };

  const restore = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      const waiting = form.hasAttribute("data-many") ? null
        : load(`weitblick:outbox:${form.dataset.draft}`);
      const kept = waiting || load(name(form));
      if (!kept) continue;
      const filled = fill(form, kept);
      form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true, detail: kept.values }));
      if (filled && !waiting) document.dispatchEvent(new CustomEvent("outbox:say", { detail: "kept" }));
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    save(form);
    document.dispatchEvent(new CustomEvent("outbox:say", { detail: "" }));
  });
  document.addEventListener("outbox:handed", (event) => localStorage.removeItem(PREFIX + event.detail));
  document.addEventListener("htmx:load", (event) => restore(event.detail.elt));
})();

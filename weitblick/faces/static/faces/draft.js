/* What is typed in a form with data-draft stays in this browser until the server confirmed it. */
(() => {
  const PREFIX = "weitblick:draft:";
  const name = (form) => PREFIX + form.dataset.draft;
  const load = (form) => JSON.parse(localStorage.getItem(name(form)) || "null");

  const say = (kind) => {
    const line = document.querySelector("[data-sent]");
    if (!line) return;
    line.textContent = kind ? line.dataset[kind] : "";
    line.dataset.kind = kind;
  };

  const values = (form, submitter) => [...new FormData(form, submitter || null)]
    .filter(([key, value]) => key !== "csrfmiddlewaretoken" && typeof value === "string");

  const save = (form, pending, submitter) => localStorage.setItem(name(form), JSON.stringify({
    action: form.action,
    pending,
    button: submitter?.name ? [submitter.name, submitter.value] : null,
    values: values(form, submitter),
  }));

  const fill = (form, draft) => {
    let filled = false;
    for (const [key, value] of draft.values) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(key)}"]`)) {
        if (control.type === "radio" || control.type === "checkbox") {
          if (control.value === value) control.checked = true;
        } else if (key === "once") {
          if (draft.pending) control.value = value;
        } else if (control.matches("textarea, select, input:not([type=hidden])") && value && !control.value) {
          control.value = value;
          filled = true;
        }
      }
    }
    return filled;
  };

  const restore = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      const draft = load(form);
      if (draft && fill(form, draft)) say(draft.pending ? "waiting" : "kept");
    }
  };

  const draftOf = (event) => {
    const { elt, verb } = event.detail.requestConfig;
    return verb === "post" && elt.matches("form[data-draft]") ? elt : null;
  };

  // A page that is not a task (a join page after a lost session) confirms nothing.
  const confirmed = (xhr) => xhr.status === 204
    || (xhr.status < 400 && xhr.responseText.includes('id="task"'));

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) { save(form, false); say(""); }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = draftOf(event);
    if (form) { save(form, true, event.detail.requestConfig.triggeringEvent?.submitter); say("sending"); }
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = draftOf(event), xhr = event.detail.xhr;
    if (!form) return;
    if (confirmed(xhr)) { localStorage.removeItem(name(form)); say("done"); }
    else if (xhr.status >= 500) say("waiting");
    else { save(form, false); say(xhr.status === 422 ? "" : "refused"); }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (draftOf(event) && event.detail.xhr.status === 0) say("waiting");
  });
  document.addEventListener("htmx:load", (event) => restore(event.detail.elt));
})();

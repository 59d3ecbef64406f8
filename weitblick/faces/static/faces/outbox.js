/* Sends again what could not be sent: its `once` key makes a second arrival harmless. */
(() => {
  const PREFIX = "weitblick:draft:";
  let busy = false;

  const pending = () => Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => [key, JSON.parse(localStorage.getItem(key))])
    .filter(([, draft]) => draft.pending);

  const formOf = (key) => document.querySelector(`form[data-draft="${CSS.escape(key.slice(PREFIX.length))}"]`);

  const submit = (form, draft) => {
    if (!form.hasAttribute("hx-post") || form.classList.contains("htmx-request")) return;
    const button = draft.button && [...form.querySelectorAll("button[name]")]
      .find((one) => one.name === draft.button[0] && one.value === draft.button[1]);
    form.requestSubmit(button || undefined);
  };

  // The activity of this draft is no longer on the page: send it without showing it.
  const post = async (key, draft) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token) return;
    const body = new URLSearchParams([...draft.values, ["csrfmiddlewaretoken", token]]);
    const answer = await fetch(draft.action, { method: "POST", body });
    if (answer.status >= 500) return;
    const done = answer.status === 204 || (answer.ok && (await answer.text()).includes('id="task"'));
    if (done) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ ...draft, pending: false }));
    const line = document.querySelector("[data-sent]");
    if (!line) return;
    line.dataset.kind = done ? "done" : "refused";
    line.textContent = line.dataset[line.dataset.kind];
  };

  const sendAll = async () => {
    if (busy || navigator.onLine === false) return;
    busy = true;
    try {
      for (const [key, draft] of pending()) {
        const form = formOf(key);
        if (form) submit(form, draft);
        else await post(key, draft);
      }
    } catch (problem) {
      if (!(problem instanceof TypeError)) throw problem; // no network: the next round tries again
    } finally {
      busy = false;
    }
  };

  window.addEventListener("online", sendAll);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt === document.body) sendAll(); });
  setInterval(sendAll, 10000);
})();

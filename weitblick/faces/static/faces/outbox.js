/* Every contribution goes through the outbox: kept before it is sent, sent again until the server
   confirmed it; its `once` key makes a second arrival harmless. No clock is asked: a counter orders. */
(() => {
  const PREFIX = "weitblick:outbox:", COUNT = "weitblick:count";
  const onItsWay = new Set();
  const seat = () => document.querySelector("[data-seat]")?.dataset.seat;
  const read = (key) => JSON.parse(localStorage.getItem(key));
  const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => [key, read(key)])
    .filter(([, entry]) => entry.seat === seat()).sort(([, one], [, other]) => one.n - other.n);
  const keyOf = (form) => PREFIX + (form.hasAttribute("data-many") ? form.elements.once.value : form.dataset.draft);
  const holdsFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const draftOf = ({ requestConfig: { elt, verb } }) => (verb === "post" && elt.matches("form[data-draft]") ? elt : null);
  const put = (form, submitter) => {
    const values = [...new FormData(form, submitter || null)]
      .filter(([key, value]) => key !== "csrfmiddlewaretoken" && typeof value === "string");
    const n = localStorage[COUNT] = Number(localStorage[COUNT] || 0) + 1;
    const typed = [...form.querySelectorAll("textarea, input[type=text]")].map((one) => one.value).find(Boolean);
    const words = typed || document.querySelector("h1").textContent.trim();
    localStorage.setItem(keyOf(form), JSON.stringify({ n, values, words, name: form.dataset.draft, seat: seat(), action: form.action }));
  };
  const done = (key, name) => { localStorage.removeItem(key); announce("outbox:handed", name); };
  const refuse = (key) => { if (read(key)) localStorage.setItem(key, JSON.stringify({ ...read(key), refused: true })); };
  // A page that is not a task (a join page after a lost session) confirms nothing.
  const isTask = (status, text) => status === 204 || (status < 400 && text.includes('id="task"'));
  const goesOn = (status) => status === 0 || status < 400 || status >= 500 || [403, 408, 429].includes(status);
  const wait = (form) => {
    onItsWay.delete(form.outbox);
    announce("outbox:say", "waiting");
    if (holdsFiles(form)) { form.dataset.again = ""; return; }
    if (!form.hasAttribute("data-many")) return;
    announce("outbox:handed", form.dataset.draft);
    form.reset();
    form.elements.once.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  };

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const form = draftOf(detail);
    if (!form) return;
    if (!holdsFiles(form)) put(form, detail.requestConfig.triggeringEvent?.submitter);
    onItsWay.add(form.outbox = keyOf(form));
    announce("outbox:say", "sending");
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    const form = draftOf(detail), { status, responseText: text } = detail.xhr;
    if (!form) return;
    onItsWay.delete(form.outbox);
    if (isTask(status, text)) { done(form.outbox, form.dataset.draft); announce("outbox:say", "done"); }
    else if (status === 422 && text.includes(`data-draft="${form.dataset.draft}"`)) { localStorage.removeItem(form.outbox); announce("outbox:say", ""); }
    else if (goesOn(status)) wait(form);
    else { refuse(form.outbox); announce("outbox:say", "refused"); }
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (draftOf(detail) && detail.xhr.status === 0) wait(draftOf(detail));
  });

  const post = async (key, entry, token) => {
    const body = new URLSearchParams([...entry.values, ["csrfmiddlewaretoken", token]]);
    const answer = await fetch(entry.action, { method: "POST", body });
    if (isTask(answer.status, await answer.text())) { done(key, entry.name); return "done"; }
    if (!goesOn(answer.status)) { refuse(key); return "refused"; }
    return "waiting";
  };
  const typing = () => document.activeElement?.matches("#task textarea, #task input[type=text]");
  document.addEventListener("outbox:deliver", async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    let last = "";
    for (const [key, entry] of token ? all() : []) {
      if (entry.refused || onItsWay.has(key)) continue;
      onItsWay.add(key);
      last = await post(key, entry, token).catch(() => "waiting"); // no network: the next round tries again
      onItsWay.delete(key);
    }
    if (last) announce("outbox:say", last);
    if (last === "done" && !typing()) htmx.ajax("GET", location.href, { target: "#task", select: "#task", swap: "outerHTML" });
    document.querySelectorAll("form[data-again]").forEach((form) => { delete form.dataset.again; form.requestSubmit(); });
  });
  document.addEventListener("outbox:list", (event) => event.detail(all().filter(([key]) => !onItsWay.has(key))));
})();

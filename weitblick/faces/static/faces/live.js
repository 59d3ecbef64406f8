/* A live page catches up when it is shown again, when the network is back, after a broken
   event stream, and by asking every ten seconds while there is none. */
(() => {
  const live = document.querySelector("[data-live]");
  if (!live || !window.htmx) return;
  const pull = live.querySelector("[data-live-pull]");
  const desk = pull.hasAttribute("data-live-idle");
  let source = null, open = false, opened = 0, hiddenAt = 0, missed = false;

  const refresh = () => { if (!document.hidden) htmx.trigger(pull, "refresh"); };

  htmx.createEventSource = (url) => {
    source = new EventSource(url, { withCredentials: true });
    return source;
  };

  // iOS ends the stream of a hidden page without saying so; the extension reconnects on an error.
  const reconnect = () => {
    if (!source) return;
    source.close();
    source.dispatchEvent(new Event("error"));
  };

  const touched = (control) =>
    control.type === "radio" || control.type === "checkbox"
      ? control.checked !== control.defaultChecked
      : control.defaultValue !== undefined && control.value !== control.defaultValue;

  // What has hx-preserve stays as it is when the page around it is replaced, with what was typed.
  const busy = () => {
    const region = document.querySelector("#desk"), fields = "input:not([type=hidden]), textarea, select";
    if (region.querySelector(":active, .htmx-request, details[data-menu][open], dialog[open]")) return true;
    return [...region.querySelectorAll(fields)].some((one) => !one.closest("[hx-preserve]")
      && (one === document.activeElement || (!one.matches("select") && touched(one))));
  };

  live.addEventListener("htmx:sseOpen", () => {
    open = true;
    opened += 1;
    if (opened > 1 || !desk) refresh();
  });
  live.addEventListener("htmx:sseError", () => { open = false; });

  // Asked twice: typing may begin while the answer is on its way.
  const unlessBusy = (event) => { missed = desk && busy(); if (missed) event.preventDefault(); };
  live.addEventListener("htmx:beforeRequest", unlessBusy);
  live.addEventListener("htmx:beforeOnLoad", unlessBusy);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { hiddenAt = Date.now(); return; }
    if (Date.now() - hiddenAt > 2000) reconnect();
    refresh();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { reconnect(); refresh(); } });
  window.addEventListener("online", refresh);
  setInterval(() => { if (!open || missed) refresh(); }, 10000);

  const heading = () => document.querySelector("h1")?.textContent.trim();
  const summaries = (open) => [...document.querySelectorAll(`main details${open} > summary`)];
  let before = heading(), inside = false, unfolded = [], active = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    active = document.activeElement;
    inside = event.detail.target.contains(document.activeElement);
    unfolded = summaries("[open]").map((one) => one.textContent);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const main = document.querySelector("main");
    for (const one of summaries(":not([open])")) {
      if (unfolded.includes(one.textContent)) one.parentElement.open = true;
    }
    if (inside && document.activeElement === document.body) (active.isConnected ? active : main).focus({ preventScroll: true });
    if (heading() === before) return;
    before = heading();
    live.querySelector("[data-live-announce]").textContent = `${live.dataset.new} ${before}`;
  });
})();

/* Says what became of what was handed in: one line, and one entry for each that still waits. */
(() => {
  const show = () => {
    const list = document.querySelector("[data-outbox]");
    if (!list) return;
    document.dispatchEvent(new CustomEvent("outbox:list", {
      detail: (entries) => list.replaceChildren(...entries.map((one) => row(list, ...one))),
    }));
  };

  const row = (list, key, entry) => {
    const one = document.createElement("li"), state = document.createElement("strong");
    const kind = entry.refused ? "refused" : "waiting";
    one.dataset.kind = kind;
    state.textContent = list.dataset[kind];
    one.append(state, ` ${entry.words.slice(0, 200)} `);
    if (entry.refused) one.append(discard(list, key));
    return one;
  };

  const discard = (list, key) => {
    const button = Object.assign(document.createElement("button"),
      { type: "button", className: "link", textContent: list.dataset.discard });
    button.addEventListener("click", () => { localStorage.removeItem(key); show(); });
    return button;
  };

  document.addEventListener("outbox:say", (event) => {
    const line = document.querySelector("[data-sent]");
    if (!line) return;
    line.textContent = event.detail ? line.dataset[event.detail] : "";
    line.dataset.kind = event.detail;
    show();
  });

  const deliver = () => {
    if (navigator.onLine !== false) document.dispatchEvent(new CustomEvent("outbox:deliver"));
  };
  window.addEventListener("online", deliver);
  window.addEventListener("storage", show);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === document.body) { show(); deliver(); }
  });
  setInterval(deliver, 10000);
})();

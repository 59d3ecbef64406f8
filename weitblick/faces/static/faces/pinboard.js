/* Cards are dragged onto groups; ticks outlast a page that renews itself. */
(() => {
  const ticked = new Set();
  let byPointer = false;
  const name = (box) => box.value.split(":")[0];
  const boxes = () => document.querySelectorAll("[data-pinboard] input[name=card][form=sort]");
  const pileOf = (event) => event.target.closest?.("[data-pinboard] [data-pile]");

  // A tick is nothing unfinished: the page may renew itself and gets it back.
  const keep = (box) => { box.defaultChecked = box.checked; ticked[box.checked ? "add" : "delete"](name(box)); };

  document.addEventListener("pointerdown", () => { byPointer = true; });
  document.addEventListener("keydown", () => { byPointer = false; });
  document.addEventListener("change", (event) => {
    if (![...boxes()].includes(event.target)) return;
    keep(event.target);
    if (byPointer) event.target.blur();
  });
  // What was said of a move, and its way back, stay until the next one.
  let said = null;
  document.addEventListener("htmx:afterSettle", () => {
    if (said && !document.querySelector(".pin-said")) {
      document.querySelector("[data-pinboard]")?.prepend(said);
      htmx.process(said);
    }
    for (const box of boxes()) if (ticked.has(name(box))) box.checked = box.defaultChecked = true;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isPress = event.detail.requestConfig.verb === "post";
    said = isPress ? null : document.querySelector(".pin-said");
    if (isPress && event.detail.xhr.status < 400) ticked.clear();
  });

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (card) event.dataTransfer.setData("text/plain", card.dataset.card);
  });
  document.addEventListener("dragover", (event) => {
    const pile = pileOf(event);
    document.querySelectorAll(".is-target").forEach((one) => one.classList.remove("is-target"));
    if (!pile) return;
    event.preventDefault();
    pile.classList.add("is-target");
  });
  document.addEventListener("drop", (event) => {
    const pile = pileOf(event), card = event.dataTransfer.getData("text/plain");
    if (!pile || !card) return;
    event.preventDefault();
    const board = pile.closest("[data-pinboard]");
    htmx.ajax("POST", board.dataset.pinboard, {
      source: board, target: "#desk", select: "#desk", swap: "outerHTML",
      values: {
        do: "move", card, to_group: pile.dataset.pile,
        csrfmiddlewaretoken: board.querySelector("[name=csrfmiddlewaretoken]").value,
      },
    });
  });
})();

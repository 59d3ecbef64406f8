/* An order of preference is moved in the page; only handing it in is sent. */
(() => {
  const settle = (list) => list.querySelectorAll("li").forEach((one, at, all) => {
    one.querySelector('[data-move="-1"]').disabled = at === 0;
    one.querySelector('[data-move="1"]').disabled = at === all.length - 1;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ranking] [data-move]");
    if (!button) return;
    event.preventDefault();
    const one = button.closest("li"), list = one.parentElement;
    if (button.dataset.move === "-1") one.previousElementSibling?.before(one);
    else one.nextElementSibling?.after(one);
    settle(list);
    (button.disabled ? one.querySelector("[data-move]:not(:disabled)") : button).focus();
    const place = [...list.children].indexOf(one) + 1;
    const name = one.querySelector(".ranking-name").textContent.trim();
    document.querySelector("[data-ranking-said]").textContent = `${name}: ${list.dataset.place} ${place}`;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // What is kept in the browser is an order of hidden fields: put the list back into it.
  document.addEventListener("draft:restored", (event) => {
    const list = event.target.querySelector("[data-ranking]");
    for (const [key, value] of list ? event.detail : []) {
      const one = key === "order" && list.querySelector(`input[value="${CSS.escape(value)}"]`);
      if (one) list.append(one.closest("li"));
    }
    if (list) settle(list);
  });
})();

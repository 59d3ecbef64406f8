/* A list with data-sortable="form id" is put in order by dragging its grips; the new order is sent
   with that form. The buttons beside each entry do the same without a mouse. */
(() => {
  let held = null, moved = false;
  const list = (one) => one.closest("[data-sortable]");

  const show = (root) => root.querySelectorAll("[data-grip]").forEach((grip) => { grip.hidden = false; });

  const send = (box) => {
    const form = document.getElementById(box.dataset.sortable);
    form.elements.order.value = [...box.children].map((row) => row.dataset.key).join(",");
    form.requestSubmit();
  };

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    held = grip.closest("[data-key]");
    moved = false;
    held.classList.add("is-held");
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const rows = [...list(held).children].filter((row) => row !== held);
    const after = rows.find((row) => {
      const box = row.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if ((after ?? null) === held.nextElementSibling) return;
    list(held).insertBefore(held, after ?? null);
    moved = true;
  });
  const drop = () => {
    if (!held) return;
    held.classList.remove("is-held");
    if (moved) send(list(held));
    held = null;
  };
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, drop);
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  show(document);
})();

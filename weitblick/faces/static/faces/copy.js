/* <button data-copy="#id" data-copied="Kopiert">: copies a text; on plain http it selects it. */
(() => {
  const select = (element) =>
    element.select ? element.select() : getSelection().selectAllChildren(element);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const element = document.querySelector(button.dataset.copy);
    if (!navigator.clipboard) { select(element); return; }
    await navigator.clipboard.writeText(element.value ?? element.textContent.trim());
    button.textContent = button.dataset.copied || button.textContent;
  });
})();

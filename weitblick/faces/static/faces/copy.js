/* <button data-copy="#id" data-copied="Kopiert">: copies a text; on plain http it selects it. */
(() => {
  const select = (element) => {
    if (element.select) { element.select(); return; }
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const element = document.querySelector(button.dataset.copy);
    if (!navigator.clipboard) { select(element); return; }
    await navigator.clipboard.writeText(element.value ?? element.textContent.trim());
    button.textContent = button.dataset.copied || button.textContent;
  });
})();

// Typing without the mouse: Enter (or Ctrl+Enter in long texts) saves the card.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-typing]");
  if (!form || event.key !== "Enter" || event.isComposing || event.target.tagName !== "TEXTAREA") return;
  const single = "enter" in event.target.dataset && !form.elements.detail;
  if (!event.ctrlKey && !event.metaKey && !(single && !event.shiftKey)) return;
  event.preventDefault();
  form.requestSubmit();
});

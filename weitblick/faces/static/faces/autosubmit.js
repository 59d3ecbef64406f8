/* A form with data-autosubmit is sent when a choice in it changes; its button is then not needed. */
(() => {
  const hide = (root) => root.querySelectorAll("form[data-autosubmit] [data-autosubmit-hide]")
    .forEach((button) => { button.hidden = true; });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input")) form.requestSubmit();
  });
  document.addEventListener("htmx:load", (event) => hide(event.detail.elt));
  hide(document);
})();

/* A form with data-draft is sent without leaving the page: the answer's task replaces this one. */
(() => {
  const enhance = (form) => {
    form.setAttribute("hx-post", form.action);
    form.setAttribute("hx-target", "#task");
    form.setAttribute("hx-select", "#task");
    form.setAttribute("hx-swap", "outerHTML");
    htmx.process(form);
  };

  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll("form[data-draft]:not([hx-post])").forEach(enhance);
  });
})();

/* A form with data-draft is sent without leaving the page: the answer's task replaces this one. */
(() => {
  const enhance = (form) => {
    form.setAttribute("hx-post", form.action);
    form.setAttribute("hx-target", "#task");
    form.setAttribute("hx-select", "#task");
    form.setAttribute("hx-swap", form.getAttribute("hx-swap") || "outerHTML");
    form.setAttribute("hx-sync", "this:drop"); // a double tap is one
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", form.enctype);
    htmx.process(form);
  };

  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll("form[data-draft]:not([hx-sync])").forEach(enhance);
  });
})();

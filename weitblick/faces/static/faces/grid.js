/* The preview of a grid 2 x 2 follows its two questions. */
(() => {
  const show = (grid) => {
    const questions = grid.querySelector("[data-grid-x]");
    const last = Number(grid.dataset.last);
    const chosen = (name) => grid.querySelector(`input[name="${CSS.escape(name)}"]:checked`)?.value;
    const place = (value) => (160 * ((value || (1 + last) / 2) - 1)) / (last - 1);
    const spot = grid.querySelector("[data-grid-spot]");
    spot.setAttribute("cx", 20 + place(chosen(questions.dataset.gridX)));
    spot.setAttribute("cy", 180 - place(chosen(questions.dataset.gridY)));
  };

  document.addEventListener("change", (event) => {
    const grid = event.target.closest("[data-grid]");
    if (grid) show(grid);
  });
  document.addEventListener("draft:restored", (event) => {
    event.target.querySelectorAll("[data-grid]").forEach(show);
  });
})();

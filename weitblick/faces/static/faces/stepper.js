/* Dots: plus and minus beside the number, and what is left of the budget. */
(() => {
  const numbers = (box) => [...box.querySelectorAll("input[type=number]")];

  const count = (box) => {
    const left = Number(box.dataset.budget) - numbers(box).reduce((sum, one) => sum + Number(one.value), 0);
    box.querySelector("[data-budget-left]").textContent = left;
    box.classList.toggle("is-over", left < 0);
    for (const button of box.querySelectorAll("[data-step]")) {
      const { value, max } = button.parentElement.querySelector("input");
      button.disabled = button.dataset.step === "1" ? left <= 0 || Number(value) >= Number(max) : Number(value) <= 0;
    }
  };

  const prepare = (root) => {
    for (const box of root.querySelectorAll("[data-budget]")) {
      box.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });
      count(box);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const input = button.parentElement.querySelector("input");
    input.value = Number(input.value) + Number(button.dataset.step);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-budget]");
    if (box) count(box);
  });
  document.addEventListener("draft:restored", (event) => {
    event.target.querySelectorAll("[data-budget]").forEach(count);
  });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  prepare(document);
})();

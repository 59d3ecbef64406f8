// Drag a person to another table: the same form as with tick and select, sent by the move button.
(() => {
  let person = null;
  const table = (event) => event.target.closest?.("[data-drag] [data-table]");
  const mark = (over) => document.querySelectorAll("[data-table]").forEach(
    (one) => one.classList.toggle("is-over", one === over));
  const ready = () => document.querySelectorAll("[data-drag] [data-person]:has(input)").forEach(
    (one) => { one.draggable = true; });
  document.addEventListener("dragstart", (event) => {
    person = event.target.closest?.("[data-person]");
    event.dataTransfer?.setData("text/plain", person?.textContent.trim() || "");
  });
  document.addEventListener("dragover", (event) => {
    if (!person || !table(event)) return;
    event.preventDefault();
    mark(table(event));
  });
  document.addEventListener("drop", (event) => {
    const to = table(event);
    mark(null);
    if (!person || !to || to.contains(person)) return;
    event.preventDefault();
    const form = to.closest("form");
    form.querySelectorAll("[name=person]").forEach((one) => { one.checked = person.contains(one); });
    form.elements.table.value = to.dataset.table;
    form.requestSubmit(form.querySelector("[value=move]"));
  });
  document.addEventListener("dragend", () => { person = null; mark(null); });
  document.addEventListener("htmx:afterSwap", ready);
  ready();
})();

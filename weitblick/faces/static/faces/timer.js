/* Counts down every <time data-timer datetime data-now>; data-now is the server's clock. */
(() => {
  const offsets = new WeakMap();

  const left = (timer) => {
    if (!offsets.has(timer)) offsets.set(timer, Date.parse(timer.dataset.now) - Date.now());
    return Math.ceil((Date.parse(timer.dateTime) - Date.now() - offsets.get(timer)) / 1000);
  };

  const show = (timer) => {
    const seconds = left(timer);
    const rest = String(Math.max(0, seconds) % 60).padStart(2, "0");
    timer.textContent = seconds > 0 ? `${Math.floor(seconds / 60)}:${rest}` : timer.dataset.over;
    timer.closest(".timer")?.classList.toggle("is-last", seconds <= 60);
  };

  const tick = () => document.querySelectorAll("[data-timer]").forEach(show);
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
})();

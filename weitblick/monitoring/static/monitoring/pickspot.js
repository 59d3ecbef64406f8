// A click on a map with data-pick fills in latitude and longitude of the form that data-pick names.
document.addEventListener("click", (event) => {
  const map = event.target.closest("svg[data-pick]"), form = map && document.querySelector(map.dataset.pick);
  if (!form) return;
  event.preventDefault();
  const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const written = (start, step, at) => (Number(start) + Number(step) * at).toFixed(4).replace(".", ",");
  form.elements.lat.value = written(map.dataset.lat, map.dataset.dlat, spot.y);
  form.elements.lon.value = written(map.dataset.lon, map.dataset.dlon, spot.x);
  form.elements.spot.value = "";
});

// Keeps the filters and the address in step, and loads what narrows the agenda by them once that is wanted: with a
// choice in the address, or when the filters are unfolded. What one chooses while a script is on its way counts.
import { choose, form, keepInAddress } from "./filter-form.js";

const load = () => import("./filtering.js");

if (form) {
  if (location.search) choose(new URLSearchParams(location.search));
  else keepInAddress();

  const unfolds = form.closest("details");
  if (location.search || unfolds.open) load();
  else unfolds.addEventListener("toggle", load, { once: true });

  form.addEventListener("change", keepInAddress);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    choose(new URLSearchParams());
    form.dispatchEvent(new Event("change"));
  });
}

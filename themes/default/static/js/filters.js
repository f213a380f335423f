// Keeps the filters, the address and links to other days in step, and loads what narrows the agenda once that is
// wanted: with a choice in the address, or when the filters are unfolded. What one chooses while it is on its way counts.
import { choose, form, keepInAddress, sendAlong, unoffered } from "./filter-form.js";

const load = () => import("./filtering.js");

if (form) {
  if (location.search) choose(new URLSearchParams(location.search));
  else keepInAddress();
  sendAlong();

  const unfolds = form.closest("details");
  if (location.search || unfolds.open) load();
  else unfolds.addEventListener("toggle", load, { once: true });

  form.addEventListener("change", ({ target }) => {
    if (target.localName === "select") for (const field of unoffered(target.name)) field.remove();
    keepInAddress();
    sendAlong();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    choose(new URLSearchParams());
    form.dispatchEvent(new Event("change"));
  });
}

// A day in parts, and what unfolds from its strip.
if (document.querySelector(".day-parts")) import("./parts.js");

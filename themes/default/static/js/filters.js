// Loads what narrows the agenda once it is wanted: with a choice in the address, or when the filters are unfolded.
const filters = document.querySelector(".filters");
const load = () => import("./filtering.js");

if (location.search.length > 1) load();
else filters?.addEventListener("toggle", load, { once: true });

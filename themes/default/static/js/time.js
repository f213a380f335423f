// Times in the zone and by the clock that the reader chose. The page comes with the conference's own, and what changes
// them (js/own-times.js) is loaded once a reader asks.
import { read, watch } from "./store.js";

const root = document.documentElement;
let own = null;

// Times that a script has put into the page.
export const show = (part) => own?.show(part);

const load = async () => {
  own ??= await import("./own-times.js");
  return own;
};

const apply = async () => {
  if (own || read("zone") || read("clock")) (await load()).showChosen();
  else root.classList.remove("zoned");
};

apply();
for (const key of ["zone", "clock"]) watch(key, apply);

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".zone-switch");
  if (!button) return;
  const [{ ask }, { choose, chosen, conferenceName }] = await Promise.all([import("./zone-dialog.js"), load()]);
  await choose(await ask({ ...chosen(), conference: conferenceName() }));
  button.focus();
});

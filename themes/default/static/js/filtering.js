// Narrows an agenda, a day's or the one of all days, by what is chosen in the filters; says what is left, or where there
// is something if nothing is.
import { stars } from "./choice.js";
import { columnsOf } from "./columns.js";
import { make } from "./dom.js";
import { showChips } from "./filter-chips.js";
import { chosen, form, unoffered } from "./filter-form.js";
import { accepts, narrows } from "./matching.js";
import { sessionsIn } from "./programme.js";
import { said } from "./words.js";

const agenda = document.querySelector(".agenda, .overview");
const status = document.querySelector(".filters-said");
const long = agenda?.matches(".overview--long");

const sessions = (agenda && !long ? sessionsIn(agenda) : []).map((one) => ({
  ...one,
  held: one.element.dataset,
  everybody: one.element.classList.contains("slot--all"),
  interlude: one.element.classList.contains("slot--break"),
  rooms: (one.element.dataset.room ?? "").split(" "),
}));
const starts = agenda?.querySelectorAll(".at, .brief > li") ?? [];
const days = agenda?.querySelectorAll("section[data-day]") ?? [];
const layOut = agenda?.matches(".agenda") ? columnsOf(agenda, sessions) : () => {};

// Rooms that nothing here is in are asked for in vain, whatever is for everybody.
const inVain = (rooms) => rooms.length && !sessions.some((one) => one.rooms.some((room) => rooms.includes(room)));

const narrow = (query, narrowed) => {
  const [now, starred, rooms] = [Date.now(), stars(), query.getAll("room")];
  const none = inVain(rooms);
  for (const one of sessions) one.element.hidden = narrowed && (none || !accepts(one, query, now, starred));
  const counted = sessions.filter((one) => !one.interlude);
  const left = counted.filter(({ element }) => !element.hidden);
  for (const start of starts) {
    const held = [...start.querySelectorAll("[data-id]")];
    start.hidden = held.length > 0 && held.every((element) => element.hidden);
  }
  agenda.classList.toggle("agenda--compact", query.get("view") === "compact");
  layOut(narrowed, rooms);
  return { count: left.length, all: counted.length, some: sessions.some(({ element }) => !element.hidden) };
};

const sayOfDays = (narrowed) => {
  for (const day of days) {
    day.querySelector(".overview-none")?.remove();
    const none = narrowed && !day.querySelector("[data-id]:not([hidden]), .brief-more");
    if (none) day.append(make("p", "overview-none", said("none_that_day")));
  }
};

let asked = 0;
let told = "";

// Only what differs is said, or it would be read out each time the clock is asked.
const tell = (...lines) => {
  const parts = lines.filter(Boolean);
  const text = parts.map((part) => part.textContent).join("\n");
  if (text === told) return;
  told = text;
  status.replaceChildren(...parts);
};

const apply = async () => {
  const turn = (asked += 1);
  const query = chosen();
  const narrowed = narrows(query);
  showChips(query);
  let shown = long ? null : narrow(query, narrowed);
  if (long) {
    try {
      const { narrowOverview } = await import("./narrow-overview.js");
      shown = await narrowOverview(agenda, query, narrowed, () => turn === asked);
    } catch {
      if (turn === asked) tell(said("unreachable"));
      return;
    }
    if (turn !== asked) return;
  }
  sayOfDays(narrowed);
  const count = narrowed && shown.all ? said("shown", shown) : "";
  if (!narrowed || (shown.some && !unoffered().length)) {
    tell(count);
    return;
  }
  try {
    const { elsewhere } = await import("./elsewhere.js");
    const lines = await elsewhere(query, shown.some);
    if (turn !== asked) return;
    showChips(query); // by the names that were learned
    tell(shown.some && count, ...lines);
  } catch {
    if (turn === asked) tell(count);
  }
};

if (form && agenda) {
  const ready = String(chosen()) ? apply() : Promise.resolve();
  const settle = () => document.documentElement.classList.remove("filtered");
  if (long) ready.then(settle);
  else settle();
  form.addEventListener("change", apply);
  const asWanted = (...names) => () => names.some((name) => chosen().has(name)) && apply();
  document.addEventListener("clock", asWanted("now", "upcoming"));
  document.addEventListener("starschange", asWanted("starred"));
}

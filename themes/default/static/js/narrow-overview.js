// Narrows the agenda of all days where it gives numbers only: names the sessions that are left, or counts them by the
// hour while there are too many.
import { stars } from "./choice.js";
import { make, timeOf } from "./dom.js";
import { readDays } from "./elsewhere.js";
import { accepts } from "./matching.js";
import { starButton } from "./stars.js";
import { show } from "./time.js";
import { name, said } from "./words.js";

const MOST = 300; // sessions named on the page
const whole = new Map();

const line = (one) => {
  const link = make("a", "", make("span", ""), make("span", "", make("span", "title", name(one.title, one.lang))));
  link.href = one.href;
  for (const room of one.names) link.lastChild.append(" ", make("small", "", name(...room)));
  const item = make("li", `brief-session${one.cancelled ? " is-cancelled" : ""}${one.interlude ? " slot--break" : ""}`, link);
  item.dataset.id = one.id;
  if (!one.interlude) item.append(starButton(one));
  return item;
};

const count = (sessions, query, { href }) => {
  const link = make("a", "", said("sessions", { count: sessions.length }));
  link.href = `${href}?${query}#at-${sessions[0].start.slice(11, 16).replace(":", "")}`;
  return make("li", "brief-more", link);
};

const timed = (sessions, few, query, day) => {
  const groups = new Map();
  for (const one of sessions) {
    const at = few ? one.start : one.start.slice(0, 13);
    groups.set(at, [...(groups.get(at) ?? []), one]);
  }
  return [...groups.values()].map((held) =>
    make(
      "li",
      "",
      make("p", "brief-time", timeOf(held[0].start)),
      make("ul", "", ...(few ? held.map(line) : [count(held, query, day)])),
    ),
  );
};

// Gives how many are shown, of how many. `current` tells whether that is still what is asked.
export const narrowOverview = async (overview, query, narrowed, current) => {
  const lists = [...overview.querySelectorAll("section[data-day]")].map((section) => [section, section.querySelector(".brief")]);
  for (const [, list] of lists) if (!whole.has(list)) whole.set(list, [...list.children]);
  const files = narrowed ? await readDays() : [];
  if (!current()) return { count: 0, all: 0 };
  const all = files.flatMap(({ sessions }) => sessions.filter((one) => !one.interlude));
  const [now, starred] = [Date.now(), stars()];
  const kept = new Set(all.filter((one) => accepts(one, query, now, starred)));
  for (const [section, list] of lists) {
    const days = files.filter(({ day }) => day === section.dataset.day);
    const items = days.flatMap((day) => timed(day.sessions.filter((one) => kept.has(one)), kept.size <= MOST, query, day));
    list.replaceChildren(...(narrowed ? items : whole.get(list)));
    section.classList.toggle("is-narrowed", narrowed);
    show(list);
  }
  return { count: kept.size, all: all.length, some: kept.size > 0 };
};

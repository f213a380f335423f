// Narrows an agenda, a day's or the one of all days, by what is chosen in the filters.
import { stars } from "./choice.js";
import { columnsOf } from "./columns.js";
import { chosen, form } from "./filter-form.js";
import { sessionsIn } from "./programme.js";
import { said, word } from "./words.js";

const CHOICES = ["track", "format", "language", "topic"];
const SWITCHES = ["now", "upcoming", "starred"];

const agenda = document.querySelector(".agenda, .overview");

const sessions = (agenda ? sessionsIn(agenda) : []).map((one) => ({
  ...one,
  everybody: one.element.classList.contains("slot--all"),
  interlude: one.element.classList.contains("slot--break"),
  rooms: (one.element.dataset.room ?? "").split(" "),
}));
const starts = agenda?.querySelectorAll(".at, .brief > li") ?? [];
const layOut = agenda?.matches(".agenda") ? columnsOf(agenda, sessions) : () => {};

const inTime = (session, query, now) => {
  if (!query.has("now") && !query.has("upcoming")) return true;
  return session.starts > now ? query.has("upcoming") : query.has("now") && now < session.ends;
};

const accepts = (session, query, now, starred) => {
  const { dataset } = session.element;
  const asked = CHOICES.filter((name) => query.get(name));
  const rooms = query.getAll("room");
  if (!inTime(session, query, now)) return false;
  if (query.has("starred") && !(session.id in starred)) return false;
  if (session.interlude) return !asked.length;
  if (rooms.length && !session.everybody && !session.rooms.some((room) => rooms.includes(room))) return false;
  return asked.every((name) => (dataset[name] ?? "").split("|").includes(query.get(name)));
};

const say = (narrowed) => {
  const counted = sessions.filter((one) => !one.interlude);
  const count = counted.filter(({ element }) => !element.hidden).length;
  const status = document.querySelector(".filters-said");
  const fields = { count, all: counted.length };
  const told = narrowed && counted.length;
  if (status.textContent !== (told ? word("shown", fields) : "")) status.replaceChildren(told ? said("shown", fields) : "");
};

const apply = () => {
  const query = chosen();
  const [now, starred, rooms] = [Date.now(), stars(), query.getAll("room")];
  const narrowed = [...CHOICES, ...SWITCHES, "room"].some((name) => query.has(name));
  for (const one of sessions) one.element.hidden = narrowed && !accepts(one, query, now, starred);
  for (const start of starts) {
    const held = [...start.querySelectorAll("[data-id]")];
    start.hidden = held.length > 0 && held.every((element) => element.hidden);
  }
  agenda.classList.toggle("agenda--compact", query.get("view") === "compact");
  layOut(narrowed, rooms);
  say(narrowed);
};

if (form && agenda) {
  if (String(chosen())) apply();
  document.documentElement.classList.remove("filtered");
  form.addEventListener("change", apply);
  const asWanted = (...names) => () => names.some((name) => chosen().has(name)) && apply();
  document.addEventListener("clock", asWanted("now", "upcoming"));
  document.addEventListener("starschange", asWanted("starred"));
}

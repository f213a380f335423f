// Times in the zone that the reader chose. The page comes with the conference's own; days stay the conference's days,
// and a time that falls on another date there says so: 01:15 +1 day. A time that clocks show twice has its offset.
import { canonical, comesTwice, current, dayNumber, onClocks, utc } from "./clock.js";
import { make } from "./dom.js";
import { read, watch, write } from "./store.js";
import { isolated, locale, localeOf, said } from "./words.js";

const CLOCK = /\d\d:\d\d/;
const root = document.documentElement;
const written = new WeakMap(); // the text of each <time>, and of each zone's name, as the page came
const signed = new Intl.NumberFormat(locale, { signDisplay: "always" });
const days = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "short", signDisplay: "always" });

// +1 day. Where the language has a word for one day or two, as Arabic does, that has no sign: the number stands beside it.
const inDays = (shift) => {
  const text = days.format(shift);
  return /\d/.test(text) ? text : `${isolated(signed.format(shift))} ${text}`;
};

const valid = (zone) => (zone && zone !== root.dataset.zone && canonical(zone) ? zone : null);
let chosen = valid(read("zone"));

export const zone = () => chosen ?? root.dataset.zone;

// Without the offset that a time may have come with, which is marked anew.
const original = (element) => {
  if (!written.has(element)) written.set(element, element.firstChild.textContent.trimEnd());
  return written.get(element);
};

const longName = (zone) => {
  try {
    const format = new Intl.DateTimeFormat(localeOf("zone"), { timeZone: zone, timeZoneName: "longGeneric" });
    return format.formatToParts().find((part) => part.type === "timeZoneName").value;
  } catch {
    return zone; // an older browser
  }
};

// A zone in words, with its distance from UTC at each of these instants.
const nameOf = (zone, instants) => {
  const offsets = [...new Set(instants.map((instant) => onClocks(zone, instant).offset))].map(utc);
  return said("zone", { name: longName(zone), zone: isolated(current(zone)), offset: offsets.join(" / ") });
};

const timesIn = (part) => [...part.querySelectorAll('time[datetime*="T"]')];

const shown = (element) => {
  const instant = new Date(element.dateTime);
  const { day, clock, offset } = onClocks(zone(), instant);
  const date = element.closest("[data-day]")?.dataset.day ?? element.dateTime.slice(0, 10);
  return { clock, shift: chosen ? day - dayNumber(date) : 0, offset: comesTwice(zone(), instant) && `(${utc(offset)})` };
};

export const show = (part = document) => {
  const found = new Map(timesIn(part).map((element) => [element, shown(element)]));
  for (const [element, { clock, shift, offset }] of found) {
    const text = original(element);
    // Of a range, only the end carries the mark where it is the same for both.
    const elsewhere = shift && found.get(element.nextElementSibling)?.shift !== shift && inDays(shift);
    element.replaceChildren(chosen ? text.replace(CLOCK, clock) : text);
    for (const mark of [offset, elsewhere]) if (mark) element.append(" ", make("small", "shift", mark));
  }
};

const showNames = () => {
  const names = document.querySelectorAll("[data-zone-name]");
  const instants = timesIn(document).map((element) => new Date(element.dateTime));
  if (!instants.length) instants.push(new Date(root.dataset.opens || Date.now()));
  for (const element of names) {
    const text = original(element);
    element.replaceChildren(chosen ? nameOf(chosen, instants) : text);
  }
  if (names.length) write(`zone-name:${root.lang}`, chosen && names[0].textContent); // for js/first.js, which keeps its place on the next page
};

const showAll = () => {
  show();
  showNames();
  root.classList.remove("zoned");
  document.dispatchEvent(new Event("zonechange"));
};

// The conference's own zone is shown again by null.
export const choose = (name) => {
  chosen = valid(name);
  write("zone", chosen);
  showAll();
};

if (chosen) showAll();
root.classList.remove("zoned");
watch("zone", () => {
  chosen = valid(read("zone"));
  showAll();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".zone-switch");
  if (!button) return;
  const { ask } = await import("./zone-dialog.js");
  const name = [...document.querySelectorAll("[data-zone-name]")].map(original)[0];
  choose(await ask({ chosen, conference: name, described: nameOf }));
  button.focus();
});

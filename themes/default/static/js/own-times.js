// Times in another zone, or on a clock of other hours. Days stay the conference's days, and a time that falls on another
// date there says so: 01:15 +1 day. A time that clocks show twice has its offset.
import { asRead, comesTwice, onClocks, pageClock, utc } from "./clock.js";
import { make } from "./dom.js";
import { read, write } from "./store.js";
import { isolated, locale } from "./words.js";
import { canonical, nameOf } from "./zone-names.js";

const CLOCK = /\d+:\d+(\s\p{L}[\p{L}.]*)?/u;
const DAY = 86_400_000;
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
let [zone, hours] = [null, null]; // null where they are the conference's

export const chosen = () => ({ chosen: zone, hours });

const clockLocale = () => (hours === 12 ? (pageClock ?? root.lang) : hours ? null : pageClock);

// Without the offset that a time may have come with, which is marked anew.
const original = (element) => {
  if (!written.has(element)) written.set(element, element.firstChild.textContent.trimEnd());
  return written.get(element);
};

export const conferenceName = () => [...document.querySelectorAll("[data-zone-name]")].map(original)[0];

const timesIn = (part) => [...part.querySelectorAll('time[datetime*="T"]')];

const shown = (element) => {
  const instant = new Date(element.dateTime);
  const there = zone ?? root.dataset.zone;
  const { day, clock, offset } = onClocks(there, instant);
  const date = element.closest("[data-day]")?.dataset.day ?? element.dateTime.slice(0, 10);
  return {
    clock: asRead(clock, clockLocale()),
    shift: zone ? day - Date.parse(`${date}T00:00Z`) / DAY : 0,
    offset: comesTwice(there, instant) && `(${utc(offset)})`,
  };
};

export const show = (part = document) => {
  const found = new Map(timesIn(part).map((element) => [element, shown(element)]));
  for (const [element, { clock, shift, offset }] of found) {
    const text = original(element);
    // Of a range, only the end carries the mark where it is the same for both.
    const elsewhere = shift && found.get(element.nextElementSibling)?.shift !== shift && inDays(shift);
    const own = asRead(element.dateTime.slice(11, 16));
    element.replaceChildren(zone || hours ? text.replace(text.includes(own) ? own : CLOCK, clock) : text);
    for (const mark of [offset, elsewhere]) if (mark) element.append(" ", make("small", "shift", mark));
  }
};

const showNames = () => {
  const names = document.querySelectorAll("[data-zone-name]");
  const instants = timesIn(document).map((element) => new Date(element.dateTime));
  if (!instants.length) instants.push(new Date(root.dataset.opens || Date.now()));
  for (const element of names) {
    const text = original(element);
    element.replaceChildren(zone ? nameOf(zone, instants) : text);
  }
  if (names.length) write(`zone-name:${root.lang}`, zone && names[0].textContent); // for js/first.js, which keeps its place on the next page
};

const showAll = () => {
  root.classList.toggle("clock-12", hours === 12);
  show();
  showNames();
  root.classList.remove("zoned");
  document.dispatchEvent(new Event("zonechange"));
};

// As the browser has kept it, perhaps for another tab of the site.
export const showChosen = () => {
  zone = valid(read("zone"));
  hours = read("clock");
  showAll();
};

// The conference's own zone is shown again by null, and so are the hours of its clocks.
export const choose = (answer) => {
  zone = valid(answer.zone);
  hours = answer.hours;
  write("zone", zone);
  write("clock", hours);
  showAll();
};

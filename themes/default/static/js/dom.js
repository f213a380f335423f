// Elements made by scripts.
import { asRead, comesTwice, onClocks, utc } from "./clock.js";
import { locale, localeOf } from "./words.js";

export const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const { zone } = document.documentElement.dataset;

// A time as the page has it: written in the conference's own zone, for js/time.js to show in the reader's. As the build
// writes it, with its offset where clocks show a time twice.
export const timeOf = (written, text = asRead(written.slice(11, 16))) => {
  const time = make("time", "", text);
  time.dateTime = written;
  const instant = new Date(written);
  if (comesTwice(zone, instant)) time.append(" ", make("small", "shift", `(${utc(onClocks(zone, instant).offset)})`));
  return time;
};

const date = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: zone,
});

// The same with its date.
export const dated = (written) => {
  const time = timeOf(written, `${date.format(new Date(written))} ${asRead(written.slice(11, 16))}`);
  time.dataset.day = written.slice(0, 10);
  time.lang = document.documentElement.lang;
  return time;
};

// in 12 minutes, as it reads in the sentence of a word
export const inWords = (milliseconds, key) => {
  const relative = new Intl.RelativeTimeFormat(localeOf(key));
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes < 120) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, "hour") : relative.format(Math.round(minutes / 1440), "day");
};

// 12 min
export const lasting = (milliseconds) => {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  const [count, unit] = minutes < 120 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return new Intl.NumberFormat(locale, { style: "unit", unit }).format(count);
};

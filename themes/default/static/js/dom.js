// Elements made by scripts.
import { locale } from "./words.js";

export const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

// A time as the page has it: written in the conference's own zone, for js/time.js to show in the reader's.
export const timeOf = (written, text = written.slice(11, 16)) => {
  const time = make("time", "", text);
  time.dateTime = written;
  return time;
};

const date = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: document.documentElement.dataset.zone,
});

// The same with its date.
export const dated = (written) => {
  const time = timeOf(written, `${date.format(new Date(written))} ${written.slice(11, 16)}`);
  time.dataset.day = written.slice(0, 10);
  time.lang = document.documentElement.lang;
  return time;
};

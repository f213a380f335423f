// The panel of what is on and what comes next, on pages without the agenda around it and on those of rooms.
import { daysOf, sessionsAround } from "./around.js";
import { comesTwice } from "./clock.js";
import { dated, inWords, make, timeOf } from "./dom.js";
import { ownSessions, sessionsIn, stateAt } from "./programme.js";
import { show } from "./time.js";
import { name, said } from "./words.js";

const SOON = 720 * 60_000; // what is further away is told with its date
const MOST = 8; // sessions named at once; of more, their number and the way to them
const root = document.documentElement;

const line = (one, key, written, now) => {
  const title = make(one.href ? "a" : "span", "", name(one.title, one.lang));
  if (one.href) title.href = one.href;
  const time = (Date.parse(written) - now > SOON ? dated : timeOf)(written);
  const facts = make("p", "dotted", make("span", "", said(key, { time })));
  for (const room of one.names) facts.append(" ", make("span", "", name(...room)));
  return make("li", "", make("p", "title", title), facts);
};

const list = (sessions, key, edge, now) =>
  make("ul", "now-list", ...sessions.slice(0, MOST).map((one) => line(one, key, one[edge], now)));

// The way to those that are not named: in the day's agenda.
const more = (sessions, where) => {
  if (sessions.length <= MOST) return "";
  const link = make("a", "", said("more", { count: sessions.length - MOST }));
  link.href = sessions.at(-1).day + where;
  return link;
};

// As the build writes it: with its offset where clocks show a time twice.
const startId = (written) => {
  const twice = comesTwice(root.dataset.zone, new Date(written));
  return `#at-${written.slice(11, twice ? undefined : 16).replaceAll(":", "")}`;
};

// The panel is made anew only when other sessions are on or next; how long it is until then is told every time.
const told = new WeakMap();

export const tell = (part, now, { on, next }) => {
  const state = [...on, {}, ...next].map((one) => one.id ?? one.href).join();
  if (told.get(part) !== state) {
    told.set(part, state);
    part.replaceChildren();
    if (on.length) part.append(make("p", "now-title now-title--on", said("now"), " ", more(on, "?now=1")), list(on, "until", "end", now));
    if (next.length) {
      const when = make("span", "");
      when.dataset.starts = next[0].start;
      part.append(make("p", "now-title", said("next"), " ", when, " ", more(next, startId(next[0].start))), list(next, "from", "start", now));
    }
    show(part);
  }
  for (const when of part.querySelectorAll("[data-starts]")) {
    when.textContent = inWords(Date.parse(when.dataset.starts) - now, "");
  }
};

// Panels of pages without times of their own read the files of the days.
export const updatePanel = async (panel, now) => {
  const part = panel.querySelector(".now-during");
  if (!part) return;
  try {
    const days = daysOf(panel);
    const room = panel.closest("[data-now-of]")?.dataset.nowOf;
    const sessions = days ? ownSessions(await sessionsAround(days, now, room)) : sessionsIn(document);
    tell(part, now, stateAt(now, room ? sessions.map((one) => ({ ...one, names: [] })) : sessions));
  } catch {
    part.replaceChildren(); // not on line, or opened from a folder
    told.delete(part);
  }
};

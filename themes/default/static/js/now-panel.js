// The panel of what is on and what comes next, on pages without the agenda around it and on those of rooms.
import { daysOf, sessionsAround } from "./around.js";
import { comesTwice } from "./clock.js";
import { dated, inWords, lasting, make, timeOf } from "./dom.js";
import { ownSessions, sessionsIn, stateAt } from "./programme.js";
import { starButton } from "./stars.js";
import { read } from "./store.js";
import { show } from "./time.js";
import { name, said } from "./words.js";

const SOON = 720 * 60_000; // what is further away is told with its date
const MOST = 8; // sessions named at once; of more, their number and the way to them
const root = document.documentElement;

// When first, then where and about what, then the title: nothing that has to be moved sideways to be read.
const row = (one, when) => {
  const title = make(one.href ? "a" : "span", "", name(one.title, one.lang));
  if (one.href) title.href = one.href;
  const facts = make("p", "dotted");
  for (const room of one.names) facts.append(make("span", "", name(...room)), " ");
  if (one.about) facts.append(make("span", "", name(...one.about)));
  const said = make("div", "", ...(facts.hasChildNodes() ? [facts] : []), make("p", "title", title));
  const starrable = one.id && !one.interlude && !one.element?.matches(".slot--break");
  return make("li", "", make("p", "now-when", ...when), said, ...(starrable ? [starButton(one)] : []));
};

const untilEnd = (one) => {
  const left = make("strong");
  left.dataset.ends = one.end;
  return [left, " ", make("small", "", said("until", { time: timeOf(one.end) }))];
};

const fromStart = (one, now) => [(one.starts - now > SOON ? dated : timeOf)(one.start)];

const list = (sessions, when) =>
  make("ul", "now-list", ...sessions.slice(0, MOST).map((one) => row(one, when(one))));

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

// One's own first; of what is on, what can still be joined for longest before what is nearly over.
const inOrder = (sessions, starred, ending) =>
  [...sessions].sort((one, other) => (other.id in starred) - (one.id in starred) || (ending ? other.ends - one.ends : 0));

// The panel is made anew only when other sessions are on or next; how long it is until then is told every time.
const told = new WeakMap();

export const tell = (part, now, state) => {
  const starred = read("stars", {});
  const [on, next] = [inOrder(state.on, starred, true), inOrder(state.next, starred)];
  // a star that is pressed here moves nothing under the finger: it counts from the next change on
  const shown = [...state.on, {}, ...state.next].map((one) => one.id ?? one.href).join();
  if (told.get(part) !== shown) {
    told.set(part, shown);
    const heading = part.closest(".channel") ? "h3" : "h2";
    const head = (...children) => make("div", "now-head", ...children);
    part.replaceChildren();
    if (on.length) part.append(make("div", "", head(make(heading, "now-title now-title--on", said("now")), more(on, "?now=1")), list(on, untilEnd)));
    if (next.length) {
      const when = make("span", "");
      when.dataset.starts = next[0].start;
      const title = make(heading, "now-title", said("next"), " ", when);
      part.append(make("div", "", head(title, more(next, startId(next[0].start))), list(next, (one) => fromStart(one, now))));
    }
    show(part);
  }
  for (const when of part.querySelectorAll("[data-starts]")) when.textContent = inWords(Date.parse(when.dataset.starts) - now, "");
  for (const left of part.querySelectorAll("[data-ends]")) left.textContent = lasting(Date.parse(left.dataset.ends) - now);
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
  root.classList.add("told");
};

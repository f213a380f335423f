// What is on, what comes next and when, and where in the agenda we are. Asks the clock every few seconds; changes
// texts, and nothing that would move the page.
import { daysOf, sessionsAround } from "./around.js";
import { comesTwice } from "./clock.js";
import { dated, make, timeOf } from "./dom.js";
import { lineIn } from "./now-line.js";
import { ownSessions, sessionsIn, stateAt } from "./programme.js";
import { show } from "./time.js";
import { localeOf, name, said } from "./words.js";

const EVERY = 15_000;
const MINUTE = 60_000;
const SOON = 720 * MINUTE; // what is further away is told with its date
const MOST = 8; // sessions named at once; of more, their number and the way to them
const root = document.documentElement;
const [opens, closes] = [Date.parse(root.dataset.opens), Date.parse(root.dataset.closes)];

// in 12 minutes, as it reads in the sentence of a word
const inWords = (milliseconds, key) => {
  const relative = new Intl.RelativeTimeFormat(localeOf(key));
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  if (minutes < 120) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, "hour") : relative.format(Math.round(minutes / 1440), "day");
};

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

const countDown = (now) => {
  for (const line of document.querySelectorAll(".now-before span")) {
    line.replaceChildren(said("begins", { when: inWords(opens - now, "begins") }));
  }
};

const setPhase = (now) => {
  root.classList.remove("before", "during", "after");
  root.classList.add(now < opens ? "before" : now < closes ? "during" : "after");
};

// Panels of pages without times of their own read the files of the days.
const updatePanel = async (panel, now) => {
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

const markSession = ({ element, starts, ends, cancelled }, now) => {
  const on = !cancelled && starts <= now && now < ends;
  if (element.classList.toggle("is-now", on) === Boolean(element.querySelector(".now-said"))) return;
  if (on) element.prepend(make("span", "said now-said", said("now_said")));
  else element.querySelector(".now-said").remove();
};

// One line of words above the grid, with a link to where we are in it.
const sayLine = (line, now, sessions) => {
  const { on, next } = stateAt(now, sessions);
  const today = sessions.some((one) => one.starts <= now) && sessions.some((one) => one.ends > now);
  line.hidden = !today;
  if (!today) return;
  const words = on.length ? [said("on_now", { count: on.length }), " "] : [];
  if (next.length) words.push(said("next_in", { when: inWords(next[0].starts - now, "next_in") }));
  const link = line.querySelector("a");
  const at = (on.at(-1) ?? next[0])?.element.closest(".at, .brief > li")?.querySelector(".at-time, .brief-time");
  if (at) link.hash = at.id;
  link.replaceChildren(...words);
};

const sessions = sessionsIn(document);
const drawLine = lineIn(document, sessions);

const update = () => {
  const now = Date.now();
  setPhase(now);
  countDown(now);
  for (const one of sessions) markSession(one, now);
  for (const panel of document.querySelectorAll("[data-now]")) updatePanel(panel, now);
  drawLine(now);
  for (const line of document.querySelectorAll(".now-line")) sayLine(line, now, sessions);
  document.dispatchEvent(new CustomEvent("clock", { detail: now }));
};

if (opens) {
  update();
  setInterval(update, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

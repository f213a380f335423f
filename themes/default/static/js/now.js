// What is on, what comes next and when, and where in the day's grid we are. Asks the clock every few seconds; changes
// texts, and nothing that would move the page.
import { dated, make, timeOf } from "./dom.js";
import { fetchDay, sessionsIn, stateAt } from "./programme.js";
import { show } from "./time.js";
import { isolated, locale, phrase, word } from "./words.js";

const EVERY = 15_000;
const MINUTE = 60_000;
const SOON = 720 * MINUTE; // what is further away is told with its date
const MOST = 8; // sessions named at once; of more, the number is given
const root = document.documentElement;
const relative = new Intl.RelativeTimeFormat(locale);
const [opens, closes] = [Date.parse(root.dataset.opens), Date.parse(root.dataset.closes)];

// in 12 minutes
const inWords = (milliseconds) => {
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  if (minutes < 120) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, "hour") : relative.format(Math.floor(minutes / 1440), "day");
};

const line = (one, key, written, now) => {
  const title = make(one.href ? "a" : "span", "", one.title);
  if (one.href) title.href = one.href;
  const facts = make("p", "dotted", make("span", "", phrase(key, { time: (Date.parse(written) - now > SOON ? dated : timeOf)(written) })));
  if (one.room) facts.append(" ", make("span", "", isolated(one.room)));
  return make("li", "", make("p", "title", title), facts);
};

const list = (sessions, key, edge, now) => {
  const lines = sessions.slice(0, MOST).map((one) => line(one, key, one[edge], now));
  if (sessions.length > MOST) lines.push(make("li", "", word("more", { count: sessions.length - MOST })));
  return make("ul", "now-list", ...lines);
};

// The panel is made anew only when other sessions are on or next; how long it is until then is told every time.
const told = new WeakMap();

export const tell = (part, now, { on, next }) => {
  const state = [...on, {}, ...next].map((one) => one.id ?? one.href).join();
  if (told.get(part) !== state) {
    told.set(part, state);
    part.replaceChildren();
    if (on.length) part.append(make("p", "now-title", word("now")), list(on, "until", "end", now));
    if (next.length) {
      const when = make("span", "");
      when.dataset.starts = next[0].start;
      part.append(make("p", "now-title", word("next"), " ", when), list(next, "from", "start", now));
    }
    show(part);
  }
  for (const when of part.querySelectorAll("[data-starts]")) {
    when.textContent = inWords(Date.parse(when.dataset.starts) - now);
  }
};

const countDown = (now) => {
  for (const line of document.querySelectorAll(".now-before")) {
    line.textContent = word("begins", { when: inWords(opens - now) });
  }
};

const setPhase = (now) => {
  root.classList.remove("before", "during", "after");
  root.classList.add(now < opens ? "before" : now < closes ? "during" : "after");
};

// Panels of pages without times of their own read the day that is on, and the next one once that is over.
const fetched = new Map();

const sessionsAround = async (days, now) => {
  const [today, tomorrow] = days.filter(([, , ends]) => Date.parse(ends) > now);
  if (!today) return [];
  const of = ([file]) => {
    if (!fetched.has(file)) fetched.set(file, fetchDay(file));
    return fetched.get(file);
  };
  const { sessions } = await of(today);
  if (stateAt(now, sessions).next.length || !tomorrow) return sessions;
  return [...sessions, ...(await of(tomorrow)).sessions];
};

const updatePanel = async (panel, now) => {
  const part = panel.querySelector(".now-during");
  if (!part) return;
  try {
    const days = JSON.parse(panel.dataset.days ?? "null");
    const sessions = days ? await sessionsAround(days, now) : sessionsIn(panel.closest("[data-now-of]") ?? document);
    tell(part, now, stateAt(now, sessions));
  } catch {
    part.replaceChildren(); // not on line, or opened from a folder
    told.delete(part);
  }
};

const said = word("now_said");

const markSession = ({ element, starts, ends, cancelled }, now) => {
  const on = !cancelled && starts <= now && now < ends;
  if (element.classList.toggle("is-now", on) === Boolean(element.querySelector(".now-said"))) return;
  if (on) element.prepend(make("span", "said now-said", said));
  else element.querySelector(".now-said").remove();
};

// The line in the grid: between the two grid lines whose times are around now.
const grid = document.querySelector(".agenda");
const mark = make("div", "now-mark");
mark.setAttribute("aria-hidden", "true");

const timesOfLines = (sessions) => {
  const times = new Map();
  for (const { element, starts, ends } of sessions) {
    times.set(+element.style.getPropertyValue("--start"), starts);
    times.set(+element.style.getPropertyValue("--end"), ends);
  }
  return [...times].sort(([one], [other]) => one - other);
};

const drawLine = (lines, now) => {
  const before = lines.findLastIndex(([, time]) => time <= now);
  const [row, from] = lines[before] ?? [];
  const [nextRow, to] = lines[before + 1] ?? [];
  mark.remove();
  if (!row || !nextRow) return;
  mark.style.setProperty("grid-row", `${row} / ${nextRow}`);
  mark.style.setProperty("--at", `${((now - from) / (to - from)) * 100}%`);
  grid.append(mark);
};

// One line of words above the grid, with a link to where we are in it.
const sayLine = (line, now, sessions) => {
  const { on, next } = stateAt(now, sessions);
  const today = sessions.some((one) => one.starts <= now) && sessions.some((one) => one.ends > now);
  line.hidden = !today;
  if (!today) return;
  const words = [on.length ? word("on_now", { count: on.length }) : ""];
  if (next.length) words.push(word("next_in", { when: inWords(next[0].starts - now) }));
  const link = line.querySelector("a");
  const at = (on.at(-1) ?? next[0])?.element.closest(".at")?.querySelector(".at-time");
  if (at) link.hash = at.id;
  link.textContent = words.filter(Boolean).join(" ");
};

const sessions = sessionsIn(document);
const lines = grid ? timesOfLines(sessions) : [];

const update = () => {
  const now = Date.now();
  setPhase(now);
  countDown(now);
  for (const one of sessions) markSession(one, now);
  for (const panel of document.querySelectorAll("[data-now]")) updatePanel(panel, now);
  if (grid) drawLine(lines, now);
  for (const line of document.querySelectorAll(".now-line")) sayLine(line, now, sessions);
  document.dispatchEvent(new CustomEvent("clock", { detail: now }));
};

if (opens) {
  update();
  setInterval(update, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

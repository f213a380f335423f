// What is on among the sessions that a page lists, and where in the agenda we are.
import { inWords, lasting, make } from "./dom.js";
import { sessionsIn, stateAt } from "./programme.js";
import { said } from "./words.js";

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
  const short = make("span", "in-short now-title--on", said("now"));
  link.replaceChildren(short, make("span", "at-length", ...words));
};

// On a session's own page: that it is on, and how long still, or how long until it begins.
const sayState = (line, now) => {
  const [starts, ends] = [Date.parse(line.dataset.start), Date.parse(line.dataset.end)];
  const on = starts <= now && now < ends;
  line.classList.toggle("now-title--on", on);
  line.replaceChildren(...(on ? [said("now"), ", ", lasting(ends - now)] : starts > now ? [inWords(starts - now, "")] : []));
};

const sessions = sessionsIn(document);
const drawn = document.querySelector(".agenda, .brief")
  ? import("./now-line.js").then(({ lineIn }) => lineIn(document, sessions), () => null)
  : null;

export const mark = (now) => {
  for (const one of sessions) markSession(one, now);
  for (const line of document.querySelectorAll(".now-state")) sayState(line, now);
  for (const line of document.querySelectorAll(".now-line")) sayLine(line, now, sessions);
  drawn?.then((draw) => draw?.(now));
};

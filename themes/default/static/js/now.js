// What is on, what comes next and when, and where in the agenda we are. Asks the clock every few seconds; changes
// texts, and nothing that would move the page.
import { inWords, make } from "./dom.js";
import { sessionsIn, stateAt } from "./programme.js";
import { said } from "./words.js";

const EVERY = 15_000;
const root = document.documentElement;
const [opens, closes] = [Date.parse(root.dataset.opens), Date.parse(root.dataset.closes)];

const countDown = (now) => {
  for (const line of document.querySelectorAll(".now-before span")) {
    line.replaceChildren(said("begins", { when: inWords(opens - now, "begins") }));
  }
};

const setPhase = (now) => {
  root.classList.remove("before", "during", "after");
  root.classList.add(now < opens ? "before" : now < closes ? "during" : "after");
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
const panels = document.querySelectorAll("[data-now]");

// What only some pages need comes when they do.
const nothing = () => {};
const drawn = document.querySelector(".agenda, .brief")
  ? import("./now-line.js").then(({ lineIn }) => lineIn(document, sessions), () => nothing)
  : null;
const told = panels.length ? import("./now-panel.js").then(({ updatePanel }) => updatePanel, () => nothing) : null;

const update = () => {
  const now = Date.now();
  setPhase(now);
  countDown(now);
  for (const one of sessions) markSession(one, now);
  told?.then((updatePanel) => panels.forEach((panel) => updatePanel(panel, now)));
  drawn?.then((drawLine) => drawLine(now));
  for (const line of document.querySelectorAll(".now-line")) sayLine(line, now, sessions);
  document.dispatchEvent(new CustomEvent("clock", { detail: now }));
};

if (opens) {
  update();
  setInterval(update, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

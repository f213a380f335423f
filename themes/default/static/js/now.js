// Asks the clock every few seconds, and tells those parts of the page that say what is on; that changes texts, and
// nothing that would move the page.
import { inWords } from "./dom.js";
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

const panels = document.querySelectorAll("[data-now]");
const nothing = () => {};

// What only some pages need, or only while the conference is on, comes when they do.
const told = panels.length ? import("./now-panel.js").then(({ updatePanel }) => updatePanel, () => nothing) : null;
const lists = document.querySelector(".agenda, .brief, .lines, .now-state");
let marked = null;

const update = () => {
  const now = Date.now();
  setPhase(now);
  countDown(now);
  told?.then((updatePanel) => panels.forEach((panel) => updatePanel(panel, now)));
  if (lists && root.classList.contains("during")) marked ??= import("./now-marks.js").then(({ mark }) => mark, () => nothing);
  marked?.then((mark) => mark(now));
  document.dispatchEvent(new CustomEvent("clock", { detail: now }));
};

if (opens) {
  update();
  setInterval(update, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

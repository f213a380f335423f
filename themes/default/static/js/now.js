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
const lists = document.querySelector(".agenda, .brief, .lines, .now-state");

// What is only needed while the conference is on comes then.
const nothing = () => {};
let [told, marked] = [null, null];
const tellWhatIsOn = (now) => {
  if (panels.length) told ??= import("./now-panel.js").then(({ updatePanel }) => updatePanel, () => nothing);
  if (lists) marked ??= import("./now-marks.js").then(({ mark }) => mark, () => nothing);
  told?.then((updatePanel) => panels.forEach((panel) => updatePanel(panel, now)));
  marked?.then((mark) => mark(now));
};

const update = () => {
  const now = Date.now();
  setPhase(now);
  countDown(now);
  if (root.classList.contains("during") || told) tellWhatIsOn(now);
  document.dispatchEvent(new CustomEvent("clock", { detail: now }));
};

if (opens) {
  update();
  setInterval(update, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

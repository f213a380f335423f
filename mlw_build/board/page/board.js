// The programme board: what is pressed and clicked, and what is asked again when a file changes.
import { activity, ask } from "./api.js";
import { by, make, say } from "./dom.js";
import { drawDay, neighbour } from "./day-view.js";
import { draw, focusOn, key as keyWhileHeld, take, toTray, turnTo } from "./holding.js";
import { clickedWhileHeld, listenToPointers } from "./pointer.js";
import { openSession, openNew, redrawPanel } from "./panel.js";
import { openHelp, openProblems, openSubscribers, openSummary } from "./lists.js";
import { failed, perform, redraw, refresh, sessionOf, store, whenChanged } from "./store.js";

const LOOK = 1500;

function drawAll() {
  const { state } = store;
  const bad = state.problems.filter((problem) => problem.severity !== "note").length;
  document.title = `${bad ? `(${bad}) ` : ""}${state.title} – programme board`;
  by("title").textContent = state.title;
  by("zone").textContent = `Times of ${state.zone}`;
  by("problems-button").replaceChildren("Problems", bad ? make("span", { class: "count" }, String(bad)) : "");
  for (const [id, word] of [["undo", "Undo"], ["redo", "Redo"]]) {
    by(id).disabled = !state[id];
    by(id).title = state[id] ? `${word}: ${state[id]}` : "";
  }
  fill(by("room"), (state.day?.columns ?? []).filter((column) => column.room).map((column) => [column.room, column.name]));
  const tracks = new Set([...(state.day?.sessions ?? []), ...state.tray].map((session) => session.track).filter(Boolean));
  fill(by("track"), [...tracks].sort().map((track) => [track, track]));
  drawDay();
  draw();
  redrawPanel();
}

function fill(select, options) {
  const chosen = select.value;
  select.replaceChildren(make("option", { value: "" }, "all"), ...options.map(([value, text]) => {
    const option = make("option", {}, text);
    option.value = value;
    return option;
  }));
  select.value = options.some(([value]) => value === chosen) ? chosen : "";
}

function choose(id) {
  if (store.selected.has(id)) store.selected.delete(id);
  else store.selected.add(id);
  redraw();
  say(`${store.selected.size} selected. Alt with the up and down arrows moves them all by a step.`);
}

document.addEventListener("click", (event) => {
  if (clickedWhileHeld(event)) return;
  const tab = event.target.closest("[data-day]");
  if (tab) {
    turnTo(tab.dataset.day).catch(failed);
    return;
  }
  const box = event.target.closest(".session");
  if (!box) return;
  store.current = box.dataset.session;
  if (event.ctrlKey || event.metaKey || event.shiftKey) choose(box.dataset.session);
  else openSession(box.dataset.session);
});

const writing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (command && !writing(event.target) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    perform(event.shiftKey ? "redo" : "undo");
  } else if (command && !writing(event.target) && event.key.toLowerCase() === "y") {
    event.preventDefault();
    perform("redo");
  } else if (!command && store.held && !store.held.pointer && !writing(event.target)) {
    keyWhileHeld(event);
  } else if (event.key === "Escape" && store.held) {
    keyWhileHeld(event);
  } else if (!command && !writing(event.target)) {
    keyOnBoard(event);
  }
});

function keyOnBoard(event) {
  const tab = event.target.closest("[role=tab]");
  if (tab && ["ArrowLeft", "ArrowRight"].includes(event.key)) return keyOnTabs(event, tab);
  if (event.key === "/") {
    event.preventDefault();
    by("search").focus();
    return;
  }
  const box = event.target.closest(".session");
  if (!box) return;
  const id = box.dataset.session;
  const session = sessionOf(id);
  const step = store.state.day.step;
  const signs = { ArrowUp: -1, ArrowDown: 1 };
  if (event.shiftKey && signs[event.key] && session.start !== undefined) {
    event.preventDefault();
    perform("resize", { session: id, end: session.end + signs[event.key] * step * 60 });
  } else if (event.altKey && signs[event.key] && session.start !== undefined) {
    event.preventDefault();
    const sessions = store.selected.size ? [...store.selected] : [id];
    perform("shift", { sessions, minutes: signs[event.key] * step });
  } else if (event.key.startsWith("Arrow") && session.start !== undefined) {
    event.preventDefault();
    const next = neighbour(box, event.key);
    if (next) {
      box.tabIndex = -1;
      focusOn(next.dataset.session);
    }
  } else if (event.key === "m" || event.key === " ") {
    event.preventDefault();
    take(id);
  } else if (event.key === "x") {
    choose(id);
  } else if (event.key === "t") {
    toTray(store.selected.size ? [...store.selected] : [id]);
  }
}

function keyOnTabs(event, tab) {
  event.preventDefault();
  const days = store.state.days.map((day) => day.id);
  const next = days[days.indexOf(tab.dataset.day) + (event.key === "ArrowRight" ? 1 : -1)];
  if (next) turnTo(next).then(() => document.querySelector(`[data-day="${next}"]`)?.focus());
}

for (const id of ["room", "track", "only-problems"]) by(id).addEventListener("change", redraw);
by("search").addEventListener("input", redraw);
by("filters").addEventListener("submit", (event) => event.preventDefault());
by("undo").addEventListener("click", () => perform("undo"));
by("redo").addEventListener("click", () => perform("redo"));
by("new").addEventListener("click", openNew);
by("problems-button").addEventListener("click", openProblems);
by("subscribers").addEventListener("click", openSubscribers);
by("summary").addEventListener("click", openSummary);
by("help").addEventListener("click", openHelp);
window.addEventListener("resize", () => store.state && redraw());

/** Look whether somebody changed a file, and take it in. */
async function look() {
  try {
    const { version } = await ask("version");
    if (store.state && version > Math.max(store.state.version, activity.version) && !store.held && !activity.running) {
      await refresh();
      say("The files were changed outside of the board; here is how they are now.");
    }
  } catch {
    say("The board cannot be reached. Is it still running in the terminal?", true);
  } finally {
    setTimeout(look, LOOK);
  }
}

whenChanged(drawAll);
listenToPointers();
refresh().then(() => { say("Ready. Press Keys to see what the keyboard does."); setTimeout(look, LOOK); }).catch(failed);

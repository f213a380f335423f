// A session that is held: by the pointer, by touch or by the keyboard. Every place says what it would cost there.
import { ask } from "./api.js";
import { by, make, say } from "./dom.js";
import { geometry, roomNames, topOf } from "./day-view.js";
import { failed, perform, redraw, refresh, sessionOf, store } from "./store.js";

/** Take a session up. `offset` is where in it (in seconds) the pointer holds it; with the keyboard it is 0. */
export async function take(id, { pointer = false, offset = 0, element = null } = {}) {
  const session = sessionOf(id);
  if (!session) return;
  if (!store.state.day || !geometry.columns.length) {
    say("There is no place for it yet: a day is made under New, a room in content/rooms.yaml.", true);
    return;
  }
  store.held = {
    id, session, pointer, offset, element, costs: null, from: session.start, home: session.day ?? null,
    length: session.start === undefined ? session.minutes * 60 : session.end - session.start,
    column: Math.max(0, geometry.columns.findIndex((column) => column.room === session.rooms[0])),
    at: session.start ?? store.state.day.ticks[0].at,
  };
  document.body.classList.add("holding-session");
  redraw();
  await price();
  if (store.held?.id === id && !pointer) {
    say(`${session.title} is held. Arrows move it, Enter puts it down, Escape lets it go, N goes to the next good place, T puts it in the tray. ${words()}`);
    focusHeld();
  }
}

/** Ask what each place of the shown day would cost, and show it. */
export async function price() {
  const held = store.held;
  if (!held) return;
  try {
    const costs = await ask("costs", { session: held.id, day: store.state.day.id });
    if (store.held !== held) return;
    held.costs = costs;
    held.costs.day = store.state.day.id;
    draw();
  } catch (fault) {
    await failed(fault);
  }
}

const fixedRooms = (session) => session.everywhere && session.plenary;

/** Draw the costs, the best places and where the session would be. */
export function draw() {
  for (const old of document.querySelectorAll(".cost, .best, .ghost")) old.remove();
  const held = store.held;
  const day = store.state.day;
  if (!held || !day) return;
  const body = by("body");
  if (held.costs?.day === day.id) {
    geometry.columns.forEach((column, number) => drawCosts(body, day, held.costs.levels[column.index], number));
    held.costs.best.forEach((place, number) => drawBest(body, day, place, number));
  }
  const ghost = make("div", { class: "ghost", style: ghostPlace(held) }, `${label(held.at)} ${held.session.title}`);
  body.append(ghost);
}

function drawCosts(body, day, levels, number) {
  let begins = 0;
  for (let index = 1; index <= levels.length; index += 1) {
    if (index < levels.length && levels[index] === levels[begins]) continue;
    const top = topOf(day.ticks[begins].at);
    const end = index < day.ticks.length ? topOf(day.ticks[index].at) : topOf(day.last);
    body.append(make("div", {
      class: `cost level-${levels[begins]}`,
      style: { left: `${geometry.lefts[number]}px`, width: `${geometry.widths[number]}px`, top: `${top}px`, height: `${end - top}px` },
    }));
    begins = index;
  }
}

function drawBest(body, day, place, rank) {
  const number = geometry.columns.findIndex((column) => column.room === place.rooms[0]);
  if (place.day !== day.id || number < 0) return;
  body.append(make("button", {
    type: "button", class: "best", tabindex: "-1", "data-best": String(rank),
    "aria-label": `Good place ${rank + 1}: ${label(place.start)} ${roomNames(place.rooms)}`,
    style: { left: `${geometry.lefts[number] + geometry.widths[number] - 28}px`, top: `${topOf(place.start) + 2}px` },
  }, String(rank + 1)));
}

function ghostPlace(held) {
  const top = topOf(held.at);
  const height = `${(held.length / 60) * geometry.minute}px`;
  if (fixedRooms(held.session)) {
    return { left: `${geometry.lefts[0]}px`, width: `${geometry.total - geometry.lefts[0]}px`, top: `${top}px`, height };
  }
  return { left: `${geometry.lefts[held.column]}px`, width: `${geometry.widths[held.column]}px`, top: `${top}px`, height };
}

const label = (at) => store.state.day.ticks.find((tick) => tick.at === at)?.label ?? "";

/** What the place under the held session would cost, in words. */
export function words() {
  const held = store.held;
  const column = geometry.columns[held.column];
  const where = `${label(held.at)}${fixedRooms(held.session) ? "" : `, ${column.name}`}`;
  const index = store.state.day.ticks.findIndex((tick) => tick.at === held.at);
  if (held.costs?.day !== store.state.day.id || index < 0) return `${where}.`;
  const sentence = held.costs.sentences[held.costs.words[column.index][index]];
  return sentence ? `${where}: ${sentence}.` : `${where}: free.`;
}

/** Bring the held session to a column and a time of the shown day. */
export function bring(column, at) {
  const held = store.held;
  const ticks = store.state.day.ticks;
  held.column = Math.min(geometry.columns.length - 1, Math.max(0, column));
  held.at = Math.min(ticks.at(-1).at, Math.max(ticks[0].at, at));
  const ghost = document.querySelector(".ghost");
  if (!ghost) return;
  for (const [property, value] of Object.entries(ghostPlace(held))) ghost.style.setProperty(property, value);
  ghost.textContent = `${label(held.at)} ${held.session.title}`;
  const spoken = words();
  if (held.spoken !== spoken) say(spoken);
  held.spoken = spoken;
}

/** Show another day while something is held. */
export async function turnTo(day) {
  const held = store.held;
  const clock = held ? label(held.at) : "";
  await refresh(day);
  if (!held) return;
  const ticks = store.state.day.ticks;
  held.at = (ticks.find((tick) => tick.label === clock) ?? ticks[0]).at;
  draw();
  await price();
  say(`${store.state.day.label}. ${words()}`);
  if (!held.pointer) focusHeld();
}

function focusHeld() {
  by("board").focus({ preventScroll: true });
  document.querySelector(".ghost")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Where the held session would be put: what the server is asked for. */
function placed() {
  const { session, column, at, from } = store.held;
  const room = geometry.columns[column].room;
  let rooms = session.rooms;
  if (!fixedRooms(session) && room === null) rooms = session.rooms;
  else if (!fixedRooms(session) && !rooms.includes(room)) rooms = [room, ...rooms.slice(1)];
  const move = { session: session.id, start: at, rooms, day: store.state.day.id };
  return from === undefined ? move : { ...move, from };
}

/** Put the held session down where it is. */
export async function drop() {
  const held = store.held;
  if (!held) return;
  const move = placed();
  letGo(false);
  const same = move.start === held.from && move.day === held.home && move.rooms.join() === held.session.rooms.join();
  if (same) {
    redraw();
    say(`${held.session.title} stays where it was.`);
  } else {
    showAt(held.session, move, held.length);
    await perform("move", { moves: [move] });
  }
  focusOn(held.id);
}

/** Show a session where it was put, before the server has written and checked it. */
function showAt(session, move, length) {
  const { day, tray } = store.state;
  const column = day.columns.findIndex((one) => one.room === move.rooms[0]);
  const moved = { ...session, ...move, id: session.id, end: move.start + length, time: session.time ?? label(move.start), column,
    everywhere: session.everywhere && session.plenary, lane: 0, lanes: 1 };
  day.sessions = [...day.sessions.filter((one) => one.id !== session.id), moved];
  store.state.tray = tray.filter((one) => one.id !== session.id);
  redraw();
}

/** Put the held session, or a selection, in the tray. */
export async function toTray(ids) {
  const held = store.held;
  letGo(false);
  const scheduled = ids.filter((id) => sessionOf(id)?.start !== undefined);
  if (scheduled.length) await perform("unschedule", { sessions: scheduled });
  else redraw();
  if (held) focusOn(held.id);
}

/** Let the held session go: it stays where it was. */
export function letGo(tell = true) {
  const held = store.held;
  if (!held) return;
  store.held = null;
  document.body.classList.remove("holding-session");
  by("holding").replaceChildren();
  by("tray").classList.remove("target");
  for (const old of document.querySelectorAll(".cost, .best, .ghost")) old.remove();
  if (tell) {
    redraw();
    say(`${held.session.title} stays where it was.`);
    focusOn(held.id);
  }
}

export function focusOn(id) {
  const button = document.querySelector(`[data-session="${CSS.escape(id)}"]`);
  store.current = id;
  if (button) button.tabIndex = 0;
  button?.focus({ preventScroll: false });
}

/** The next of the best places, also on another day. */
async function nextBest() {
  const held = store.held;
  if (!held.costs?.best.length) return say("No place is free for it at the times that the programme uses.");
  held.rank = ((held.rank ?? -1) + 1) % held.costs.best.length;
  await goTo(held.costs.best[held.rank]);
}

/** Bring what is held to one of its best places. */
export async function goTo(place) {
  if (place.day !== store.state.day.id) await turnTo(place.day);
  bring(geometry.columns.findIndex((column) => column.room === place.rooms[0]), place.start);
  document.querySelector(".ghost")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** A key while something is held by the keyboard; whether it meant something. */
export function key(event) {
  const held = store.held;
  const step = store.state.day.step * 60;
  const days = store.state.days.map((day) => day.id);
  const here = days.indexOf(store.state.day.id);
  const moves = {
    ArrowUp: () => bring(held.column, held.at - step), ArrowDown: () => bring(held.column, held.at + step),
    ArrowLeft: () => bring(held.column - 1, held.at), ArrowRight: () => bring(held.column + 1, held.at),
    PageUp: () => here > 0 && turnTo(days[here - 1]), PageDown: () => here + 1 < days.length && turnTo(days[here + 1]),
    Enter: drop, " ": drop, Escape: () => letGo(), n: nextBest, t: () => toTray([held.id]),
  };
  const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!move) return false;
  event.preventDefault();
  move();
  document.querySelector(".ghost")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

// Holding and stretching sessions with a mouse, a pen or a finger. A finger has to rest on a session first, so that it can scroll.
import { by, say } from "./dom.js";
import { geometry, topOf } from "./day-view.js";
import { bring, drop, goTo, letGo, take, toTray, turnTo } from "./holding.js";
import { perform, sessionOf, store } from "./store.js";

const FAR = 5;
const REST = 350;
const TURN = 600;
const EDGE = 40;
let pressed = null;
let stretched = null;
let turning = null;

/** Listen to pointers, for as long as the page is open. */
export function listenToPointers() {
  document.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", cancelled);
  document.addEventListener("touchmove", (event) => { if (store.held?.pointer || stretched) event.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (event) => { if (store.held?.pointer || pressed?.touch) event.preventDefault(); });
}

function down(event) {
  if (event.button !== 0 || store.held) return;
  const grip = event.target.closest("[data-resize]");
  if (grip) {
    const session = sessionOf(grip.dataset.resize);
    stretched = { session, box: grip.closest(".session"), end: session.end };
    event.preventDefault();
    return;
  }
  const box = event.target.closest(".session");
  if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  pressed = { id: box.dataset.session, element: box, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse" };
  if (pressed.touch) pressed.timer = setTimeout(() => pressed && begin(pressed), REST);
}

function begin(press) {
  const session = sessionOf(press.id);
  const inside = session.start === undefined ? 0 : ((press.y - press.element.getBoundingClientRect().top) / geometry.minute) * 60;
  press.begun = true;
  take(press.id, { pointer: true, offset: inside, element: press.element }).then(() => store.held && at(press.x, press.y));
}

function moved(event) {
  if (stretched) return stretch(event);
  if (!pressed) {
    if (store.held && !store.held.pointer && event.pointerType === "mouse" && event.target.closest?.("#body")) at(event.clientX, event.clientY);
    return;
  }
  const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > FAR;
  if (!pressed.begun && far) {
    if (pressed.touch) return forget();
    begin(pressed);
  }
  if (pressed.begun) {
    [pressed.x, pressed.y] = [event.clientX, event.clientY];
    if (store.held) at(event.clientX, event.clientY);
  }
}

/** What is held is over these coordinates: of the board, a tab or the tray. */
function at(x, y) {
  const held = store.held;
  const under = document.elementFromPoint(x, y);
  by("tray").classList.toggle("target", Boolean(under?.closest("#tray")));
  const tab = under?.closest("[data-day]");
  if (tab?.dataset.day !== turning?.day) {
    clearTimeout(turning?.timer);
    turning = tab && tab.dataset.day !== store.state.day.id
      ? { day: tab.dataset.day, timer: setTimeout(() => store.held && turnTo(tab.dataset.day), TURN) } : null;
  }
  const board = by("board");
  const frame = board.getBoundingClientRect();
  if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return;
  if (y > frame.bottom - EDGE) board.scrollTop += 12;
  if (y < frame.top + EDGE + by("heads").clientHeight) board.scrollTop -= 12;
  if (x > frame.right - EDGE) board.scrollLeft += 12;
  if (x < frame.left + EDGE + geometry.lefts[0]) board.scrollLeft -= 12;
  const [left, top] = within(x, y);
  const column = geometry.lefts.findLastIndex((edge) => edge <= left);
  const seconds = store.state.day.first + (top / geometry.minute) * 60 - (held.pointer ? held.offset : 0);
  const ticks = store.state.day.ticks;
  const near = ticks.reduce((best, tick) => (Math.abs(tick.at - seconds) < Math.abs(best.at - seconds) ? tick : best));
  bring(Math.max(0, column), near.at);
}

function within(x, y) {
  const body = by("body").getBoundingClientRect();
  return [x - body.left, y - body.top];
}

function stretch(event) {
  const { session, box } = stretched;
  const [, top] = within(event.clientX, event.clientY);
  const seconds = store.state.day.first + (top / geometry.minute) * 60;
  const ticks = store.state.day.ticks.filter((tick) => tick.at > session.start);
  const near = ticks.reduce((best, tick) => (Math.abs(tick.at - seconds) < Math.abs(best.at - seconds) ? tick : best));
  stretched.end = near.at;
  box.style.setProperty("height", `${topOf(near.at) - topOf(session.start) - 2}px`);
  say(`${session.title} until ${near.label}.`);
}

async function up(event) {
  if (stretched) {
    const { session, end } = stretched;
    stretched = null;
    if (end !== session.end) await perform("resize", { session: session.id, end });
    suppressClick();
    return;
  }
  const press = pressed;
  forget();
  if (press?.begun && store.held) {
    suppressClick();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    if (under?.closest("#tray")) await toTray([press.id]);
    else if (under?.closest("#board")) await drop();
    else letGo();
  }
}

/** A click on the board while something is held without a pressed button puts it there. Whether it did. */
export function clickedWhileHeld(event) {
  if (!store.held || store.held.pointer) return false;
  const best = event.target.closest(".best");
  if (best) {
    goTo(store.held.costs.best[Number(best.dataset.best)]).then(drop);
    return true;
  }
  if (event.target.closest("#tray")) {
    toTray([store.held.id]);
    return true;
  }
  if (!event.target.closest("#body")) return false;
  at(event.clientX, event.clientY);
  drop();
  return true;
}

function suppressClick() {
  document.addEventListener("click", (event) => { event.stopPropagation(); event.preventDefault(); }, { capture: true, once: true });
  setTimeout(() => document.dispatchEvent(new MouseEvent("click")), 0);
}

function forget() {
  clearTimeout(pressed?.timer);
  clearTimeout(turning?.timer);
  pressed = null;
  turning = null;
}

function cancelled() {
  forget();
  stretched = null;
  if (store.held?.pointer) letGo();
}

// The day: rooms against time. Positions are set through the style object, since the page's policy allows no style attributes.
import { by, make } from "./dom.js";
import { sessions, sessionOf, store } from "./store.js";

const TRACKS = ["#2b6cb0", "#b7791f", "#2f855a", "#805ad5", "#c53030", "#319795", "#97266d", "#4a5568"];
export const geometry = { columns: [], minute: 1.7, lefts: [], widths: [], total: 0 };

const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
const variable = (name) => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name));

/** Draw the day, the tabs and the tray, and keep the focus and the scrolling. */
export function drawDay() {
  const focused = document.activeElement?.dataset?.session;
  const day = store.state.day;
  drawTabs();
  drawTray();
  const body = by("body");
  const held = store.held?.element;
  if (held && body.contains(held)) by("holding").append(held);
  if (!day) {
    body.replaceChildren(make("p", {}, "There is no day yet. Press New to make one."));
    return;
  }
  measure(day);
  drawHeads(day);
  const height = minutes(day.last - day.first) * geometry.minute;
  body.style.setProperty("height", `${height}px`);
  body.style.setProperty("width", `${geometry.total}px`);
  const lines = [];
  const axis = make("div", { class: "axis", "aria-hidden": "true" });
  for (const tick of day.ticks) {
    const top = `${topOf(tick.at)}px`;
    if (tick.label.endsWith(":00") || tick.label.endsWith(":30")) {
      axis.append(make("span", { class: "tick", style: { top } }, tick.label));
      lines.push(make("div", { class: "hour", style: { top } }));
    }
  }
  const divides = geometry.lefts.map((left) => make("div", { class: "divide", style: { left: `${left}px` } }));
  body.replaceChildren(axis, ...lines, ...divides, ...sessions().filter(shown).map(box));
  makeOneReachable();
  if (focused) document.querySelector(`[data-session="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  if (focused && document.activeElement === document.body) by("board").focus({ preventScroll: true });
}

const minutes = (seconds) => seconds / 60;
export const topOf = (at) => minutes(at - store.state.day.first) * geometry.minute;

function measure(day) {
  const lengths = day.sessions.map((session) => minutes(session.end - session.start)).sort((a, b) => a - b);
  const short = lengths[Math.floor(lengths.length / 4)] ?? 30;
  geometry.minute = Math.min(4, Math.max(1.4, 44 / short));
  const room = by("room").value;
  const axis = variable("--axis") * rem();
  const column = variable("--column") * rem();
  geometry.columns = day.columns.map((one, index) => ({ ...one, index })).filter((one) => !room || one.room === room);
  const wide = (by("board").clientWidth - axis) / Math.max(1, geometry.columns.length);
  geometry.lefts = [];
  geometry.widths = [];
  let left = axis;
  for (const one of geometry.columns) {
    geometry.lefts.push(left);
    geometry.widths.push(Math.max(wide, column * (one.lanes > 1 ? Math.min(one.lanes, 6) * 0.75 : 1)));
    left += geometry.widths.at(-1);
  }
  geometry.total = Math.floor(left);
}

function drawHeads() {
  const heads = geometry.columns.map((column, number) =>
    make("div", { class: "head", style: { width: `${geometry.widths[number]}px` } }, column.name,
      column.capacity ? make("small", {}, `${column.capacity} people`) : "", column.shared ? make("small", {}, "shared") : ""));
  by("heads").replaceChildren(make("div", { class: "corner" }), ...heads);
}

function drawTabs() {
  const tabs = store.state.days.map((day) => {
    const selected = day.id === store.state.day?.id;
    return make("button", {
      type: "button", role: "tab", "aria-selected": String(selected), "data-day": day.id, tabindex: selected ? "0" : "-1",
      title: day.title, "aria-controls": "board",
    }, day.label, day.problems ? make("span", { class: "count", "aria-label": `${day.problems} problems` }, String(day.problems)) : "");
  });
  by("days").replaceChildren(...tabs);
}

function drawTray() {
  const found = store.state.tray.filter(shown);
  by("tray-title").textContent = `Without a time (${store.state.tray.length})`;
  by("tray-list").replaceChildren(...(found.length ? found.map(card) : [make("p", {}, "Nothing here. What is put here has no time and is not published.")]));
}

/** Whether a session is in what is looked for; what is not is faded on the board, and left out of the tray. */
export function matches(session) {
  const words = by("search").value.trim().toLowerCase();
  const text = [session.title, session.id, ...session.people].join(" ").toLowerCase();
  const track = by("track").value;
  return (!words || text.includes(words)) && (!track || session.track === track)
    && (!by("only-problems").checked || Boolean(store.state.counts[session.id]));
}

function shown(session) {
  if (session.start === undefined) return matches(session);
  const room = by("room").value;
  return !room || session.everywhere || session.rooms.includes(room);
}

/** What a screen reader says of a session. */
export function described(session) {
  const problems = store.state.counts[session.id];
  return [session.title, session.time ?? `no time, ${session.minutes} minutes`, roomNames(session.rooms), session.people.join(", "),
    session.status === "confirmed" ? "" : session.status, problems ? `${problems} ${problems === 1 ? "problem" : "problems"}` : ""]
    .filter(Boolean).join(", ");
}

export const roomNames = (rooms) =>
  rooms.map((id) => store.state.day?.columns.find((column) => column.room === id)?.name ?? id).join(" and ");

function common(session) {
  const classes = ["session", session.interlude ? "interlude" : "", session.status, store.state.counts[session.id] ? "problem" : "",
    matches(session) ? "" : "faded", store.held?.id === session.id ? "is-held" : ""];
  return {
    type: "button", class: classes.filter(Boolean).join(" "), "data-session": session.id, "aria-label": described(session),
    "aria-pressed": store.selected.has(session.id) ? "true" : null,
  };
}

const coloured = (session) => (session.track_number === null ? {} : { "--track": TRACKS[session.track_number % TRACKS.length] });

function inside(session) {
  const problems = store.state.counts[session.id];
  return [
    make("b", {}, problems ? make("span", { class: "mark" }, "! ") : "", session.title),
    make("small", {}, [session.time ?? `${session.minutes} min`, session.people.join(", ")].filter(Boolean).join(" · ")),
    ...(session.parts ?? []).slice(0, 12).map((part) => make("small", {}, `${part.time} ${part.title}`)),
  ];
}

const card = (session) => make("button", { ...common(session), style: coloured(session) }, ...inside(session));

/** Where a session stands: left and width. */
function across(session) {
  const last = geometry.lefts.length - 1;
  if (session.everywhere || last < 0) return [geometry.lefts[0] ?? 0, geometry.total - (geometry.lefts[0] ?? 0)];
  let number = geometry.columns.findIndex((column) => column.index === session.column);
  if (number < 0) number = geometry.columns.findIndex((column) => session.rooms.includes(column.room));
  const lanes = geometry.columns[number].lanes;
  const lane = geometry.widths[number] / lanes;
  if (session.lanes > lanes) {
    const until = Math.min(last, number + session.rooms.length - 1);
    return [geometry.lefts[number], geometry.lefts[until] + geometry.widths[until] - geometry.lefts[number]];
  }
  return [geometry.lefts[number] + lane * session.lane, lane * session.lanes];
}

function box(session) {
  const [left, width] = across(session);
  const nested = session.part_of && sessionOf(session.part_of) ? 14 : 0;
  const top = topOf(session.start);
  const height = Math.max(14, topOf(session.end) - top);
  const button = make("button", {
    ...common(session),
    style: { ...coloured(session), left: `${left + 2 + nested}px`, width: `${width - 4 - nested}px`, top: `${top + 1}px`, height: `${height - 2}px`,
      "z-index": nested ? "3" : "2" },
  }, ...inside(session), make("span", { class: "resize", "data-resize": session.id }));
  return button;
}

/** Of all sessions only one is reached by Tab; the arrows lead to the others. */
function makeOneReachable() {
  const boxes = [...document.querySelectorAll("#body .session")];
  const one = boxes.find((button) => button.dataset.session === store.current) ?? boxes[0];
  for (const button of boxes) button.tabIndex = button === one ? 0 : -1;
}

/** The session next to one in a direction (up, down, left, right), by where they stand. */
export function neighbour(button, key) {
  const here = button.getBoundingClientRect();
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(here);
  let best = null;
  let least = Infinity;
  for (const other of document.querySelectorAll("#body .session")) {
    if (other === button) continue;
    const [left, top] = middle(other.getBoundingClientRect());
    const [along, aside] = key === "ArrowDown" ? [top - y, left - x] : key === "ArrowUp" ? [y - top, left - x]
      : key === "ArrowRight" ? [left - x, top - y] : [x - left, top - y];
    const distance = along + 3 * Math.abs(aside);
    if (along > 2 && distance < least) [best, least] = [other, distance];
  }
  return best;
}

// The panel of a session: what can be done with it, its problems, and its fields as the schema has them.
import { ask, send, Refusal } from "./api.js";
import { by, make, say } from "./dom.js";
import { editor } from "./fields.js";
import { problemItem } from "./lists.js";
import { take, toTray } from "./holding.js";
import { failed, perform, refresh, sessionOf, store } from "./store.js";

let open = null;
let form = null;

/** Show something else in the panel. `again` draws it anew after each change. */
export function show(title, children, again = null) {
  open = again ? { again } : null;
  const side = by("side");
  side.hidden = false;
  side.replaceChildren(make("div", { class: "row" }, make("h2", {}, title),
    make("button", { type: "button", on: { click: close }, "aria-label": "Close" }, "Close")), ...children);
  side.focus({ preventScroll: true });
}

export function close() {
  open = null;
  by("side").hidden = true;
  by("side").replaceChildren();
  const box = store.current && document.querySelector(`[data-session="${CSS.escape(store.current)}"]`);
  (box || by("board")).focus();
}

/** After a change: the problems and buttons of what is open are drawn anew, its fields keep what is being written. */
export function redrawPanel() {
  if (open?.again) open.again();
  if (!open?.id) return;
  const session = sessionOf(open.id);
  by("session-problems")?.replaceChildren(...problemsOf(open.id));
  if (session) by("session-time")?.replaceChildren(timeWords(session));
}

const timeWords = (session) => (session.time ? `${store.state.day.label}, ${session.time}` : "Without a time: not published.");

const problemsOf = (id) => store.state.problems.filter((problem) => problem.sessions.includes(id)).map((problem) => problemItem(problem, id));

/** Open the panel of a session. */
export async function openSession(id) {
  try {
    form ??= await ask("form");
    const [session, choices] = await Promise.all([ask("session", { id }), ask("choices")]);
    const known = sessionOf(id);
    const fields = form.fields.filter((field) => !["date", "start", "end"].includes(field.key));
    const first = fields.filter((field, number) => number < 9 || session.values[field.key] !== undefined);
    const more = fields.filter((field) => !first.includes(field));
    show(known?.title ?? id, [
      make("p", { id: "session-time" }, known ? timeWords(known) : "On another day."),
      make("p", {}, make("small", {}, session.file)),
      actions(id, session, choices),
      make("div", { id: "session-problems" }, ...problemsOf(id)),
      make("h3", {}, "Content"),
      ...first.map((field) => fieldset(id, session, field, choices)),
      make("details", {}, make("summary", {}, "More fields"), ...more.map((field) => fieldset(id, session, field, choices))),
    ]);
    open = { id };
  } catch (fault) {
    await failed(fault);
  }
}

function button(text, click, more = {}) {
  return make("button", { type: "button", on: { click }, ...more }, text);
}

function actions(id, session, choices) {
  const scheduled = session.scheduled;
  const others = choices.sessions.filter((other) => other.id !== id && other.day === store.state.day?.id);
  const swap = make("select", { "aria-label": "Swap with" }, make("option", { value: "" }, "Swap with…"),
    ...others.map((other) => make("option", { value: other.id }, other.name)));
  for (const [number, option] of [...swap.options].entries()) option.value = number ? others[number - 1].id : "";
  swap.addEventListener("change", () => swap.value && perform("swap", { session: id, other: swap.value }));
  return make("div", {},
    make("div", { class: "row" },
      button("Move", () => take(id)),
      scheduled ? button("Put in the tray", () => toTray([id])) : "",
      button("Where could it go?", () => ways(id))),
    make("div", { id: "ways" }),
    scheduled ? make("div", { class: "row" }, swap) : "",
    scheduled ? placeForm(id) : "",
    scheduled ? shifting(id) : "",
    scheduled ? cancelling(id, session) : "");
}

/** Moving without dragging: day, time and room from lists (WCAG 2.2, 2.5.7). */
function placeForm(id) {
  const session = sessionOf(id);
  const day = store.state.day;
  if (!session || !day) return "";
  const list = (name, options, chosen) => {
    const select = make("select", { "aria-label": name });
    for (const [value, text] of options) {
      const option = make("option", {}, text);
      option.value = value;
      select.append(option);
    }
    select.value = chosen;
    return select;
  };
  const time = list("Time", day.ticks.map((tick) => [String(tick.at), tick.label]), String(session.start));
  const room = list("Room", day.columns.filter((column) => column.room).map((column) => [column.room, column.name]), session.rooms[0] ?? "");
  const end = list("End", day.ticks.filter((tick) => tick.at > session.start).map((tick) => [String(tick.at), `until ${tick.label}`]), String(session.end));
  end.addEventListener("change", () => perform("resize", { session: id, end: Number(end.value) }));
  const put = () => perform("move", {
    moves: [{ session: id, start: Number(time.value), day: day.id, from: session.start,
      rooms: !room.value || session.rooms.includes(room.value) ? session.rooms : [room.value, ...session.rooms.slice(1)] }],
  });
  return make("div", { class: "row" }, time, room, button("Put there", put), end);
}

/** Moving this session and all that begin with it or later on its day: in all rooms, or in its own. */
function shifting(id) {
  const by_minutes = make("select", { "aria-label": "By how much" });
  for (const minutes of [5, 10, 15, 30, 60]) {
    const option = make("option", {}, `${minutes} minutes`);
    option.value = String(minutes);
    by_minutes.append(option);
  }
  by_minutes.value = "15";
  const room = make("input", { type: "checkbox", id: "one-room" });
  const shift = (sign) => perform("shift", { from: id, minutes: sign * Number(by_minutes.value), one_room: room.checked });
  return make("details", {}, make("summary", {}, "From here on, all …"),
    make("div", { class: "row" }, by_minutes, button("Earlier", () => shift(-1)), button("Later", () => shift(1)),
      make("label", {}, room, "only in this room")));
}

async function ways(id) {
  const { ways: found } = await ask("ways-out", { session: id }).catch(() => ({ ways: [] }));
  const list = found.map((way) => button(way.words, () => perform("move", { moves: way.moves })));
  by("ways")?.replaceChildren(...(list.length ? list : [make("p", {}, "Hold it with Move: the good places are marked.")]));
  by("ways")?.querySelector("button")?.focus();
}

function cancelling(id, session) {
  const reason = make("input", { "aria-label": "Why it is cancelled", placeholder: "reason, shown to readers" });
  const told = session.published ? "Subscribers know this session: cancel it, so that they are told. In the tray it would just vanish."
    : "It keeps its page, and readers see why.";
  return make("details", {}, make("summary", {}, "Cancel it"), make("p", {}, told),
    make("div", { class: "row" }, reason, button("Cancel the session", () => perform("cancel", { session: id, reason: reason.value }).then((done) => done && openSession(id)))));
}

/** A field with its description; what is wrong is said at it, in the words that `check` uses. */
function fieldset(id, session, field, choices) {
  const error = make("p", { class: "error", id: `error-${field.key}`, role: "alert" });
  const one = { id, was: session.values[field.key] ?? null };
  const save = async (value, anyway = false) => {
    error.replaceChildren();
    if (JSON.stringify(value ?? null) === JSON.stringify(one.was)) return;
    try {
      const done = await send("set", { session: id, key: field.key, value, was: one.was, anyway });
      one.was = value ?? null;
      say([done.said, ...done.new.slice(0, 2)].join(" "), done.new.length > 0);
      if (field.key === "id") store.current = done.session;
      await refresh();
      if (field.key === "id") await openSession(done.session);
    } catch (fault) {
      if (!(fault instanceof Refusal)) return failed(fault);
      await showFault(fault, error, () => save(value, true), () => openSession(id));
    }
  };
  const context = { languages: form.languages, choices, newSpeaker, describedBy: `about-${field.key} error-${field.key}` };
  return make("fieldset", { class: "field", "data-field": field.key }, make("legend", {}, field.key.replaceAll("_", " "), field.must ? " (must)" : ""),
    make("p", { id: `about-${field.key}` }, field.description), editor(field, one.was, save, context), error);
}

async function showFault(fault, error, mine, theirs) {
  const text = (value) => (value === null || value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));
  if (fault.status === 409) {
    error.replaceChildren(`${fault.message} In the file now: ${text(fault.answer.found)}. You wrote: ${text(fault.answer.wanted)}. `,
      make("button", { type: "button", on: { click: mine } }, "Write mine"), make("button", { type: "button", on: { click: theirs } }, "Keep the file’s"));
    return;
  }
  const found = fault.answer.problems ?? [];
  error.replaceChildren(found.length ? found.slice(0, 3).map((problem) => `${problem.message} ${problem.hint}`).join(" ") : fault.message);
}

/** Make a speaker; gives the id, or null. */
async function newSpeaker(name) {
  const done = await perform("new-speaker", { name });
  return done?.speaker ?? null;
}

/** Ask for the title of a new session. */
export function openNew() {
  const title = make("input", { id: "new-title", required: true });
  const submit = async (event) => {
    event.preventDefault();
    const done = await perform("new-session", { title: title.value });
    if (done) await openSession(done.session);
  };
  const day = make("input", { id: "new-day", type: "date", required: true });
  const submitDay = async (event) => {
    event.preventDefault();
    const done = await perform("new-day", { day: day.value });
    if (done) await refresh(done.day);
  };
  show("New session", [make("form", { on: { submit } }, make("div", { class: "field" }, make("label", { for: "new-title" }, "Title"), title),
    make("button", { type: "submit" }, "Add to the tray")), make("h2", {}, "New day"),
  make("form", { on: { submit: submitDay } }, make("div", { class: "field" }, make("label", { for: "new-day" }, "Date"), day),
    make("button", { type: "submit" }, "Add the day"))]);
  title.focus();
}

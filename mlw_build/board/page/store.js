// What the board knows: the state of the day that is shown, what is held, selected and looked for.
import { ask, send, Refusal } from "./api.js";
import { say } from "./dom.js";

export const store = { state: null, held: null, selected: new Set(), current: null, listeners: [] };

/** Tell `listener` after each change of the state. */
export const whenChanged = (listener) => store.listeners.push(listener);

export function redraw() {
  for (const listener of store.listeners) listener();
}

/** Ask for the state of a day (the one that is shown), and draw it. */
export async function refresh(day = store.state?.day?.id ?? "") {
  store.state = await ask("state", { day });
  const there = new Set([...sessions(), ...store.state.tray].map((session) => session.id));
  for (const id of store.selected) if (!there.has(id)) store.selected.delete(id);
  redraw();
}

export const sessions = () => store.state?.day?.sessions ?? [];

/** The session with this id, on the day that is shown or in the tray. */
export const sessionOf = (id) => [...sessions(), ...(store.state?.tray ?? [])].find((session) => session.id === id);

/** Do something, show what came of it and say it; gives the answer, or null where it was refused. */
export async function perform(action, values = {}, day = undefined) {
  try {
    const done = await send(action, values);
    await refresh(day);
    const more = [
      ...(done.new.length ? [`New: ${done.new.slice(0, 3).join(" ")}${done.new.length > 3 ? ` (and ${done.new.length - 3} more)` : ""}`] : []),
      ...(done.gone.length ? [`Gone: ${done.gone.length} ${done.gone.length === 1 ? "problem" : "problems"}.`] : []),
    ];
    say([done.said, ...more].join(" "), done.new.length > 0);
    return done;
  } catch (fault) {
    await failed(fault);
    return null;
  }
}

/** Say why something was not done; where somebody changed the same meanwhile, both are shown. */
export async function failed(fault) {
  if (!(fault instanceof Refusal)) {
    say("The board cannot be reached. Is it still running in the terminal?", true);
    return;
  }
  if (fault.status === 409) {
    await refresh();
    const show = (value) => (typeof value === "string" ? value.trim() : JSON.stringify(value));
    say(`${fault.message} There now: ${show(fault.answer.found)}. You wanted: ${show(fault.answer.wanted)}. Nothing was written.`, true);
    return;
  }
  const hints = (fault.answer.problems ?? []).map((problem) => problem.hint).filter(Boolean);
  say([fault.message, ...hints.slice(0, 2)].join(" "), true);
}

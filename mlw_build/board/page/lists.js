// Lists in the panel: all problems with their ways out, what subscribers will see, a summary, the keys.
import { ask } from "./api.js";
import { make, say } from "./dom.js";
import { show, openSession } from "./panel.js";
import { turnTo, focusOn } from "./holding.js";
import { failed, perform, sessionOf, store } from "./store.js";

const MOST = 200;

/** A problem with its ways out as buttons. */
export function problemItem(problem, here = "") {
  const buttons = make("div", { class: "row" });
  const ways = make("div", {});
  const add = (text, click) => buttons.append(make("button", { type: "button", on: { click } }, text));
  for (const id of problem.sessions) if (id !== here) add(`Show ${sessionOf(id)?.title ?? id}`, () => showSession(id));
  if (problem.fix) add(`Mend it: ${problem.fix}`, () => perform("fix", { key: problem.key }));
  if (problem.can_move) add("Ways out", () => waysOut(problem, ways));
  if (problem.can_allow) add("It is all right", () => allowing(problem, here || problem.sessions[0], ways));
  return make("div", { class: `problem-item ${problem.severity}`, "data-code": problem.code },
    make("p", {}, make("strong", {}, `${problem.severity}: `), problem.message), problem.hint ? make("p", {}, problem.hint) : "",
    make("p", {}, make("small", {}, `${problem.place} [${problem.code}]`)), buttons, ways);
}

async function waysOut(problem, place) {
  try {
    const { ways } = await ask("ways-out", { session: problem.sessions.slice(0, 2) });
    place.replaceChildren(...(ways.length ? ways.map((way) => make("button", {
      type: "button", on: { click: () => perform("move", { moves: way.moves }) },
    }, `Move ${way.words}`)) : [make("p", {}, "No other place is free at the times that the programme uses.")]));
    place.querySelector("button")?.focus();
  } catch (fault) {
    await failed(fault);
  }
}

function allowing(problem, session, place) {
  const reason = make("input", { "aria-label": "Why it is all right", placeholder: "why it is all right" });
  const submit = (event) => {
    event.preventDefault();
    perform("allow", { session, code: problem.code, reason: reason.value });
  };
  place.replaceChildren(make("form", { class: "row", on: { submit } }, reason, make("button", { type: "submit" }, "Allow it")));
  reason.focus();
}

async function showSession(id) {
  if (!sessionOf(id)) {
    const { sessions } = await ask("choices");
    const day = sessions.find((session) => session.id === id)?.day;
    if (day) await turnTo(day);
  }
  focusOn(id);
  document.querySelector(`[data-session="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center", inline: "center" });
  await openSession(id);
}

/** All problems, errors first. */
export function openProblems() {
  const rank = { error: 0, warning: 1, note: 2 };
  const found = [...store.state.problems].sort((one, other) => rank[one.severity] - rank[other.severity]);
  const more = found.length > MOST ? [make("p", {}, `And ${found.length - MOST} more.`)] : [];
  show(`Problems (${found.length})`, [...(found.length ? found.slice(0, MOST).map((problem) => problemItem(problem)) : [make("p", {}, "None.")]), ...more]);
}

async function text(title, what, about) {
  try {
    const answer = await ask(what);
    const copy = () => navigator.clipboard.writeText(answer.text).then(() => say("Copied."), () => say("Select the text and copy it.", true));
    show(title, [make("p", {}, about), make("pre", { tabindex: "0" }, answer.text), make("button", { type: "button", on: { click: copy } }, "Copy")]);
  } catch (fault) {
    await failed(fault);
  }
}

export const openSubscribers = () =>
  text("What subscribers will see", "subscribers", "What changes in the calendars of those who subscribed, once you publish.");

export const openSummary = () => text("Summary", "summary", "What changed since the board was opened, for a commit message or a pull request.");

/** What the keyboard does. */
export function openHelp() {
  const keys = [
    ["arrows", "go to the session beside"], ["Enter", "open a session"], ["M or space", "take it up; then arrows move it, Page Up and Page Down change the day, N goes to the next good place, Enter puts it down, T puts it in the tray, Escape lets it go"],
    ["Shift and up or down", "shorter or longer"], ["Alt and up or down", "earlier or later, all that are selected"], ["X, or Ctrl and click", "select"],
    ["T", "put in the tray"], ["Ctrl Z, Ctrl Shift Z", "undo, redo"], ["/", "search"],
  ];
  show("Keys", [make("dl", {}, ...keys.flatMap(([key, about]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, about)])),
    make("p", {}, "With a finger: rest on a session until it is held, then move it. Or open it, press Move, and touch the place.")]);
}

// The columns of a day's grid while it is narrowed: those that show nothing are left out, the others move together.
const FIRST = 2; // the first grid line of rooms
const [SOME, MANY] = [6, 8]; // with more columns than these the grid moves sideways
const number = (element, name) => +element.style.getPropertyValue(name);

const places = (element) => ({ element, line: number(element, "--col"), span: number(element, "--span") });

// Gives what lays a grid out anew. `sessions` are as filtering.js has them.
export const columnsOf = (agenda, sessions) => {
  const slots = sessions.map(({ element: session, everybody }) => {
    const element = session.closest(".shared") ?? session; // what has the place
    return { session, ...places(element), everybody, row: number(element, "--start"), endRow: number(element, "--end") };
  });
  const columns = [...agenda.querySelectorAll(".agenda-rooms > li")].map(places);
  const rows = agenda.style.getPropertyValue("--rows").match(/minmax\(calc\([^)]+\)\),\s*auto\)/g) ?? [];
  const frame = agenda.parentElement;
  const scrolls = frame.matches("[tabindex]");

  return (narrowed, rooms) => {
    const shown = slots.filter(({ session }) => !session.hidden);
    const covers = (slot, line) => !slot.everybody && slot.line <= line && line < slot.line + slot.span;
    const kept = new Map();
    for (const { element, line, span } of columns) {
      const lines = Array.from({ length: span }, (_, index) => line + index);
      const used = lines.some((one) => shown.some((slot) => covers(slot, one)));
      element.hidden = narrowed && (!used || (rooms.length > 0 && !rooms.includes(element.dataset.room)));
      if (element.hidden) continue;
      element.style.setProperty("--col", FIRST + kept.size);
      for (const one of lines) kept.set(one, FIRST + kept.size);
    }
    const width = Math.max(1, kept.size);
    for (const slot of shown) {
      const lines = Array.from({ length: slot.span }, (_, index) => kept.get(slot.line + index)).filter(Boolean);
      const everywhere = slot.everybody || !lines.length;
      slot.element.style.setProperty("--col", everywhere ? FIRST : lines[0]);
      slot.element.style.setProperty("--span", everywhere ? width : lines.length);
    }
    agenda.style.setProperty("--rooms", width);
    if (scrolls) {
      frame.classList.toggle("agenda-scroll--many", width > MANY);
      frame.classList.toggle("agenda-scroll--some", width > SOME && width <= MANY);
    }
    const used = new Set();
    for (const { row, endRow } of shown) for (let one = row; one < endRow; one += 1) used.add(one);
    agenda.style.setProperty("--rows", rows.map((size, index) => (used.has(index + FIRST) ? size : "0")).join(" "));
  };
};

// The line at the current time: in a day's grid between two of its lines, in a list by start below what has begun.
import { onClocks } from "./clock.js";
import { make, timeOf } from "./dom.js";
import { show } from "./time.js";

const { zone } = document.documentElement.dataset;

const timesOf = (sessions) => {
  const times = new Map();
  for (const { element, starts, ends } of sessions) {
    times.set(+element.style.getPropertyValue("--start"), starts);
    times.set(+element.style.getPropertyValue("--end"), ends);
  }
  return [...times].sort(([one], [other]) => one - other);
};

const inGrid = (grid, sessions) => {
  const lines = timesOf(sessions);
  const mark = make("div", "now-mark");
  mark.setAttribute("aria-hidden", "true");
  return (now) => {
    const before = lines.findLastIndex(([, time]) => time <= now);
    const [row, from] = lines[before] ?? [];
    const [nextRow, to] = lines[before + 1] ?? [];
    mark.remove();
    if (!row || !nextRow) return;
    mark.style.setProperty("grid-row", `${row} / ${nextRow}`);
    mark.style.setProperty("--at", `${((now - from) / (to - from)) * 100}%`);
    const clock = timeOf(new Date(now).toISOString(), onClocks(zone, new Date(now)).clock);
    mark.replaceChildren(clock);
    grid.append(mark);
    show(mark);
    const { top, bottom } = clock.getBoundingClientRect();
    for (const { element, starts, ends } of sessions) {
      if (starts > now || now >= ends) continue;
      element.style.setProperty("--now", `${Math.round((top + bottom) / 2 - element.getBoundingClientRect().top)}px`);
    }
  };
};

const inList = (list) => {
  const end = Date.parse(list.dataset.end);
  const starts = [...list.children].map((item) => [item, Date.parse(item.querySelector("time").dateTime)]);
  return (now) => {
    const last = now < end ? starts.findLast(([item, time]) => time <= now && !item.hidden) : null;
    for (const [item] of starts) item.classList.toggle("is-until-now", item === last?.[0]);
  };
};

// Gives what draws the lines of a page at a time.
export const lineIn = (page, sessions) => {
  const grid = page.querySelector(".agenda");
  const drawn = [...page.querySelectorAll(".brief")].map(inList);
  if (grid) drawn.push(inGrid(grid, sessions));
  return (now) => drawn.forEach((draw) => draw(now));
};

// The sessions around now, from the files of the days: of the day that is on, and of the next one once that is over.
import { fetchDay, ownSessions, stateAt } from "./programme.js";

const fetched = new Map();

export const fetchOnce = (file) => {
  if (!fetched.has(file)) {
    fetched.set(
      file,
      fetchDay(file).catch((error) => {
        fetched.delete(file); // asks again
        throw error;
      }),
    );
  }
  return fetched.get(file);
};

// What a page says in data-days: of each file its address, first start, last end and day; a long day has several.
// Null where it says nothing.
export const daysOf = (element) => JSON.parse(element.closest("[data-days]")?.dataset.days ?? "null");

const inRoom = (sessions, room) => (room ? sessions.filter((one) => one.rooms?.includes(room)) : sessions);

// The day that is on or comes next; after the conference the last one.
export const dayAround = async (days, now) => {
  const [, , , today] = days.find(([, , ends]) => Date.parse(ends) > now) ?? days.at(-1);
  const files = await Promise.all(days.filter(([, , , day]) => day === today).map(([file]) => fetchOnce(file)));
  return { ...files[0], sessions: files.flatMap((file) => file.sessions) };
};

// What is on, and of that day and the one after it as much as is needed to tell what comes next.
// `room` is the id of a room, or nothing for all.
export const sessionsAround = async (days, now, room) => {
  const ahead = days.filter(([, , ends]) => Date.parse(ends) > now);
  const near = [...new Set(ahead.map(([, , , day]) => day))].slice(0, 2);
  const sessions = [];
  for (const [file, starts, , day] of ahead) {
    if (Date.parse(starts) > now && (stateAt(now, ownSessions(sessions)).next.length || !near.includes(day))) break;
    sessions.push(...inRoom((await fetchOnce(file)).sessions, room));
  }
  return sessions;
};

// The sessions around now, from the files of the days: of the day that is on, and of the next one once that is over.
import { fetchDay, stateAt } from "./programme.js";

const fetched = new Map();

const fetchOnce = (file) => {
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

// What a page says in data-days: each day's file, first start and last end. Null where it says nothing.
export const daysOf = (element) => JSON.parse(element.closest("[data-days]")?.dataset.days ?? "null");

const inRoom = (sessions, room) => (room ? sessions.filter((one) => one.rooms?.includes(room)) : sessions);

// The day that is on or comes next; after the conference the last one.
export const dayAround = ([...days], now) =>
  fetchOnce((days.find(([, , ends]) => Date.parse(ends) > now) ?? days.at(-1))[0]);

// `room` is the id of a room, or nothing for all.
export const sessionsAround = async (days, now, room) => {
  const [today, tomorrow] = days.filter(([, , ends]) => Date.parse(ends) > now);
  if (!today) return [];
  const sessions = inRoom((await fetchOnce(today[0])).sessions, room);
  if (stateAt(now, sessions).next.length || !tomorrow) return sessions;
  return [...sessions, ...inRoom((await fetchOnce(tomorrow[0])).sessions, room)];
};

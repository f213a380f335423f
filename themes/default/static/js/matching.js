// Which sessions a choice of the filters shows: on a page, and in the files of the days.
export const CHOICES = ["track", "format", "language", "topic"];
export const SWITCHES = ["now", "upcoming", "starred"];

export const narrows = (query) => [...CHOICES, ...SWITCHES, "room"].some((name) => query.has(name));

const inTime = ({ starts, ends }, query, now) => {
  if (!query.has("now") && !query.has("upcoming")) return true;
  return starts > now ? query.has("upcoming") : query.has("now") && now < ends;
};

// `held` has what a session can be chosen by: texts with | between several values; `rooms` are ids.
export const accepts = (session, query, now, starred) => {
  const { held, rooms, everybody, interlude } = session;
  const asked = CHOICES.filter((name) => query.has(name));
  const wanted = query.getAll("room");
  if (!inTime(session, query, now)) return false;
  if (query.has("starred") && !(session.id in starred)) return false;
  if (interlude) return !asked.length;
  if (wanted.length && !everybody && !rooms.some((room) => wanted.includes(room))) return false;
  return asked.every((name) => (held[name] ?? "").split("|").some((value) => query.getAll(name).includes(value)));
};

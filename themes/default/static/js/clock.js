// An instant on the clocks of a zone. Only what the browser's own zone data say: no arithmetic with offsets, which
// is wrong on the days on which clocks change.
const DAY = 86_400_000;
const formats = new Map();

const formatOf = (zone) => {
  if (!formats.has(zone)) {
    formats.set(
      zone,
      new Intl.DateTimeFormat("en-GB", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
      }),
    );
  }
  return formats.get(zone);
};

// `clock` as people read it (09:30), `day` the days since 1970, `offset` the minutes ahead of UTC.
export const onClocks = (zone, instant) => {
  const part = Object.fromEntries(formatOf(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
  const midnight = Date.UTC(part.year, part.month - 1, part.day);
  const local = midnight + (part.hour * 60 + +part.minute) * 60_000;
  return {
    clock: `${part.hour}:${part.minute}`,
    day: midnight / DAY,
    offset: Math.round((local - Math.floor(instant / 60_000) * 60_000) / 60_000),
  };
};

// Whether clocks are put back over a time, so that they show it twice: at the offset of some hours before or after too.
export const comesTwice = (zone, instant) => {
  const at = (minutes) => onClocks(zone, new Date(+instant + minutes * 60_000)).offset;
  const offset = at(0);
  const other = at(-360) + at(360) - offset;
  return other !== offset && at(offset - other) === other;
};

export const dayNumber = (date) => Date.parse(`${date}T00:00Z`) / DAY;

// Names that some browsers still give in their form of old.
const RENAMED = {
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
};

export const current = (zone) => RENAMED[zone] ?? zone;

// A zone by any of its names, in any letters, as it is called today; null where there is none of that name.
export const canonical = (zone) => {
  try {
    return current(formatOf(zone).resolvedOptions().timeZone);
  } catch {
    return null;
  }
};

// UTC+2, UTC+5:45, UTC
export const utc = (offset) => {
  const [size, rest] = [Math.abs(offset), Math.abs(offset) % 60];
  if (!size) return "UTC";
  return `UTC${offset < 0 ? "-" : "+"}${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
};

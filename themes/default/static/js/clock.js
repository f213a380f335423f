// An instant on the clocks of a zone. Only what the browser's own zone data say: no arithmetic with offsets, which
// is wrong on the days on which clocks change.
const DAY = 86_400_000;
const formats = new Map();

export const formatOf = (zone) => {
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

// The locale of the page's clocks where these have 12 hours.
export const pageClock = document.documentElement.dataset.clock;

// 13:00 as it is read: 1:00 PM on a clock of 12 hours, whose locale is given. As the build writes it.
export const asRead = (clock, locale = pageClock) => {
  if (!locale) return clock;
  const twelve = { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "UTC", numberingSystem: "latn" };
  return new Intl.DateTimeFormat(locale, twelve).format(new Date(`2000-01-01T${clock}Z`)).replace(/\s/g, "\u00a0");
};

// Whether clocks are put back over a time, so that they show it twice: at the offset of some hours before or after too.
export const comesTwice = (zone, instant) => {
  const at = (minutes) => onClocks(zone, new Date(+instant + minutes * 60_000)).offset;
  const offset = at(0);
  const other = at(-360) + at(360) - offset;
  return other !== offset && at(offset - other) === other;
};

// UTC+2, UTC+5:45, UTC
export const utc = (offset) => {
  const [size, rest] = [Math.abs(offset), Math.abs(offset) % 60];
  if (!size) return "UTC";
  return `UTC${offset < 0 ? "-" : "+"}${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
};

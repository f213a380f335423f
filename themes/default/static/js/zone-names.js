// Zones by their names, and in words. Loaded once a reader has chosen a zone, or is about to.
import { formatOf, onClocks, utc } from "./clock.js";
import { isolated, localeOf, said } from "./words.js";

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

const longName = (zone) => {
  try {
    const format = new Intl.DateTimeFormat(localeOf("zone"), { timeZone: zone, timeZoneName: "longGeneric" });
    return format.formatToParts().find((part) => part.type === "timeZoneName").value;
  } catch {
    return zone; // an older browser
  }
};

// A zone in words, with its distance from UTC at each of these instants.
export const nameOf = (zone, instants) => {
  const offsets = [...new Set(instants.map((instant) => onClocks(zone, instant).offset))].map(utc);
  return said("zone", { name: longName(zone), zone: isolated(current(zone)), offset: offsets.join(" / ") });
};

// Zones by what readers type: a zone's name, its city, or a country, in the page's language or in English, in any letters.
import { onClocks } from "./clock.js";
import { locale } from "./words.js";
import { canonical, current } from "./zone-names.js";

const REGIONS = ["", "Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

// São Paulo, sao_paulo and Sao-Paulo are one.
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}/+]+/gu, "_").replace(/^_|_$/g, "");

const countryOf = (typed) => {
  const names = [locale, "en"].map((language) => new Intl.DisplayNames(language, { type: "region", fallback: "none" }));
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return codes.find((code) => names.some((name) => plain(name.of(code) ?? "") === typed));
};

const zonesIn = (country) => {
  const region = new Intl.Locale(`und-${country}`);
  return (region.getTimeZones?.() ?? region.timeZones ?? []).map(current);
};

// Zones whose clocks agree in both halves of the year are one.
const distinct = (zones) => {
  const found = new Map();
  for (const zone of zones) {
    const key = [0, 6].map((month) => onClocks(zone, new Date(new Date().getFullYear(), month, 15)).offset).join();
    if (!found.has(key)) found.set(key, zone);
  }
  return [...found.values()];
};

// The zones that a text may mean, of `all` that there are: none, one, or those of a country that has several.
export const zonesOf = (text, all) => {
  const typed = plain(text);
  if (!typed) return [];
  const named = all.find((zone) => plain(zone) === typed || plain(zone).endsWith(`/${typed}`));
  const known = named ?? REGIONS.map((region) => canonical(region + typed)).find(Boolean);
  if (known) return [known];
  const country = countryOf(typed);
  return country ? distinct(zonesIn(country)) : [];
};

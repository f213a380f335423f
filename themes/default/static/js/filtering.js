// Narrows a day's agenda. The choice stands in the address, so that it can be shared and goes along to other days.
import { stars } from "./choice.js";
import { word } from "./words.js";

const CHOICES = ["track", "format", "language", "topic"];
const SWITCHES = ["upcoming", "starred"];
const FIRST = 2; // the first grid line of rooms
const [SOME, MANY] = [6, 8]; // with more columns than these the grid moves sideways

const form = document.querySelector(".filters-form");
const agenda = document.querySelector(".agenda");
const frame = agenda?.parentElement;
const number = (element, name) => +element.style.getPropertyValue(name);

const slots = [...(agenda?.querySelectorAll(".slot") ?? [])].map((element) => ({
  element,
  starts: Date.parse(element.querySelector("time").dateTime),
  everybody: element.classList.contains("slot--all"),
  interlude: element.classList.contains("slot--break"),
  rooms: (element.dataset.room ?? "").split(" "),
  line: number(element, "--col"),
  span: number(element, "--span"),
  row: number(element, "--start"),
  endRow: number(element, "--end"),
}));
const columns = [...(agenda?.querySelectorAll(".agenda-rooms > li") ?? [])].map((element) => ({
  element,
  room: element.dataset.room,
  line: number(element, "--col"),
  span: number(element, "--span"),
}));
const rows = agenda?.style.getPropertyValue("--rows").match(/minmax\(calc\([^)]+\)\),\s*auto\)/g) ?? [];
const scrolls = frame?.matches("[tabindex]");

// The choice as it stands in the address: only what differs from showing everything.
const chosen = () => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  return query;
};

const accepts = (slot, query, now, starred) => {
  const { dataset } = slot.element;
  const asked = CHOICES.filter((name) => query.get(name));
  const rooms = query.getAll("room");
  if (query.has("upcoming") && slot.starts <= now) return false;
  if (query.has("starred") && !(dataset.id in starred)) return false;
  if (slot.interlude) return !asked.length;
  if (rooms.length && !slot.everybody && !slot.rooms.some((room) => rooms.includes(room))) return false;
  return asked.every((name) => (dataset[name] ?? "").split("|").includes(query.get(name)));
};

// Columns that show nothing are left out, and the others move together.
const layOut = (narrowed, rooms) => {
  const shown = slots.filter(({ element }) => !element.hidden);
  const covers = (slot, line) => !slot.everybody && slot.line <= line && line < slot.line + slot.span;
  const places = new Map();
  for (const { element, room, line, span } of columns) {
    const lines = Array.from({ length: span }, (_, index) => line + index);
    const used = lines.some((one) => shown.some((slot) => covers(slot, one)));
    element.hidden = narrowed && (!used || (rooms.length > 0 && !rooms.includes(room)));
    if (element.hidden) continue;
    element.style.setProperty("--col", FIRST + places.size);
    for (const one of lines) places.set(one, FIRST + places.size);
  }
  const width = Math.max(1, places.size);
  for (const slot of shown) {
    const lines = Array.from({ length: slot.span }, (_, index) => places.get(slot.line + index)).filter(Boolean);
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

const tabs = [...document.querySelectorAll(".day-tabs a")].map((link) => [link, link.href]);

const apply = () => {
  const query = chosen();
  const [now, starred, rooms] = [Date.now(), stars(), query.getAll("room")];
  const narrowed = [...CHOICES, ...SWITCHES, "room"].some((name) => query.has(name));
  for (const slot of slots) slot.element.hidden = narrowed && !accepts(slot, query, now, starred);
  for (const section of agenda.querySelectorAll(".at")) {
    section.hidden = ![...section.querySelectorAll(".slot")].some((slot) => !slot.hidden);
  }
  agenda.classList.toggle("agenda--compact", query.get("view") === "compact");
  layOut(narrowed, rooms);
  const sessions = slots.filter((slot) => !slot.interlude);
  const count = sessions.filter(({ element }) => !element.hidden).length;
  const said = document.querySelector(".filters-said");
  const text = narrowed ? word("shown", { count, all: sessions.length }) : "";
  if (said.textContent !== text) said.textContent = text;
  for (const [link, href] of tabs) link.href = `${href}${String(query) && `?${query}`}`;
};

const keepInAddress = () => {
  const query = String(chosen());
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
};

const restore = () => {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
    else if (field.localName === "select") {
      const value = query.get(field.name) ?? "";
      field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
  }
};

if (form && agenda) {
  if (location.search) restore();
  else keepInAddress(); // what was chosen before this script had arrived
  if (String(chosen())) apply();
  document.documentElement.classList.remove("filtered");
  form.addEventListener("change", () => {
    keepInAddress();
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.localName === "select") field.value = "";
    }
    keepInAddress();
    apply();
  });
  const unless = (name) => () => chosen().has(name) && apply();
  document.addEventListener("clock", unless("upcoming"));
  document.addEventListener("starschange", unless("starred"));
}

// What the agenda is narrowed by, as chips that are taken off one by one; and the way to pass the view on.
import { make } from "./dom.js";
import { choose, chosen, form } from "./filter-form.js";
import { CHOICES, narrows, SWITCHES } from "./matching.js";
import { locale, name, said } from "./words.js";

const place = document.querySelector(".filters-chosen");
const summary = form.closest("details").querySelector("summary");
const learned = new Map();
let drawn = "";

// The names of what this page does not offer, from the files of the days.
export const learn = (files) => {
  for (const file of files) {
    for (const [kind, known] of Object.entries(file.names ?? {})) {
      for (const [value, text] of Object.entries(known)) learned.set(`${kind} ${value}`, [text].flat());
    }
  }
};

const languageName = (code) => {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code);
  } catch {
    return code; // none
  }
};

// What a choice is called, in its own language.
export const nameOf = (kind, value) => {
  for (const field of form.elements) {
    if (field.name !== kind || field.type === "hidden") continue;
    const option = [...(field.options ?? [])].find((one) => one.value === value);
    if (option) return name(option.textContent, option.lang || undefined);
    const label = field.type === "checkbox" && field.value === value && field.closest("label");
    if (label) return name(label.textContent.trim(), label.querySelector("[lang]")?.lang);
  }
  if (kind === "language") return name(languageName(value));
  return name(...(learned.get(`${kind} ${value}`) ?? [value]));
};

export const choices = (query) => [...query].filter(([kind]) => [...CHOICES, ...SWITCHES, "room"].includes(kind));

const takeOff = (index) => {
  const query = new URLSearchParams([...chosen()].filter((one, place) => place !== index));
  choose(query);
  form.dispatchEvent(new Event("change"));
};

const chip = ([kind, value], index) => {
  const button = make("button", "chip", nameOf(kind, value), make("span", "said", " \u2013 ", said("take_off")));
  button.type = "button";
  button.addEventListener("click", () => {
    const at = [...place.querySelectorAll(".chip")].indexOf(button);
    takeOff(index);
    const left = place.querySelectorAll(".chip");
    (left[at] ?? left[at - 1] ?? summary).focus();
  });
  return make("li", "", button);
};

const pass = async (button) => {
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: location.href });
    else {
      await navigator.clipboard.writeText(location.href);
      button.replaceChildren(said("link_copied"));
    }
  } catch (error) {
    if (error.name !== "AbortError") button.replaceChildren(said("link_not_copied"));
  }
};

const passing = () => {
  if (!navigator.share && !navigator.clipboard) return "";
  const button = make("button", "filters-pass", said(navigator.share ? "share" : "copy_link"));
  button.type = "button";
  button.setAttribute("aria-live", "polite"); // says what came of it
  button.addEventListener("click", () => pass(button));
  return button;
};

export const showChips = (query) => {
  const pairs = [...query].map((pair, index) => [pair, index]).filter(([pair]) => choices([pair]).length);
  const state = `${query} ${learned.size}`;
  if (state === drawn) return;
  drawn = state;
  place.replaceChildren(...(narrows(query) ? [make("ul", "chips", ...pairs.map(([pair, index]) => chip(pair, index))), passing()] : []));
};

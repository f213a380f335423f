// Editors of values by how the schema says that they are written: words, texts in several languages, ids, lists, YAML.
import { send } from "./api.js";
import { make } from "./dom.js";

/** The editor of a field: `save` is told the new value once it is finished; null takes it out. */
export function editor(field, value, save, context) {
  const about = { "aria-describedby": context.describedBy };
  if (field.how === "text") return texts(field, value, save, context, about);
  if (field.how === "choice") return choice(field, value, save, about);
  if (field.how === "ids") return ids(field, value, save, context, about);
  if (field.how === "id") return oneId(field, value, save, context, about);
  const long = field.how === "yaml";
  const shown = Array.isArray(value) ? value.join(", ") : value ?? "";
  const input = make(long ? "textarea" : "input", { ...about, "aria-label": field.key, inputmode: field.number ? "numeric" : null, spellcheck: "false" });
  input.value = shown;
  input.addEventListener("change", () => {
    const text = long ? input.value : input.value.trim();
    if (field.how === "list") save(text ? text.split(",").map((one) => one.trim()).filter(Boolean) : null);
    else save(text.trim() ? text : null);
  });
  return input;
}

/** A text, or one for each language; where all but the first are empty it stays one text. */
function texts(field, value, save, context, about) {
  const split = value !== null && typeof value === "object";
  const values = split ? { ...value } : { [context.languages[0]]: value ?? "" };
  const inputs = context.languages.map((language) => {
    const input = make(field.long ? "textarea" : "input", { ...about, "aria-label": `${field.key}, ${language}`, lang: language, dir: "auto" });
    input.value = values[language] ?? "";
    input.addEventListener("change", () => {
      const written = { ...values };
      inputs.forEach(([name, one]) => { if (one.value.trim()) written[name] = one.value; else delete written[name]; });
      const names = Object.keys(written);
      if (!names.length) save(null);
      else if (!split && names.length === 1 && names[0] === context.languages[0]) save(written[names[0]]);
      else save(written);
    });
    return [language, input];
  });
  const rows = inputs.flatMap(([language, input]) => [context.languages.length > 1 ? make("small", {}, language) : "", input]);
  return make("div", {}, ...rows, field.long ? preview(inputs) : "");
}

function preview(inputs) {
  const frame = make("iframe", { title: "Preview", hidden: true, src: "about:blank" });
  const look = async () => {
    await send("preview", { text: inputs.map(([, input]) => input.value).find(Boolean) ?? "" }, "preview");
    frame.hidden = false;
    frame.src = `preview?${Date.now()}`;
  };
  return make("div", {}, make("button", { type: "button", on: { click: look } }, "Preview"), frame);
}

function choice(field, value, save, about) {
  const select = make("select", { ...about, "aria-label": field.key });
  for (const one of ["", ...field.choices]) {
    const option = make("option", {}, one || "(not said)");
    option.value = one;
    select.append(option);
  }
  select.value = value ?? "";
  select.addEventListener("change", () => save(select.value || null));
  return select;
}

const listed = (value) => (value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]);
const idOf = (entry) => (typeof entry === "object" ? entry.id : entry);

function suggestions(key, named) {
  const list = make("datalist", { id: `known-${key}` });
  for (const one of named) {
    const option = make("option", {}, one.id);
    option.value = one.name;
    list.append(option);
  }
  return list;
}

function find(text, named) {
  const wanted = text.trim().toLowerCase();
  return named.find((one) => one.id.toLowerCase() === wanted) ?? named.find((one) => one.name.toLowerCase() === wanted);
}

function oneId(field, value, save, context, about) {
  const named = context.choices[field.of];
  const input = make("input", { ...about, "aria-label": field.key, list: `known-${field.key}`, autocomplete: "off" });
  input.value = named.find((one) => one.id === value)?.name ?? value ?? "";
  input.addEventListener("change", () => save(input.value.trim() ? find(input.value, named)?.id ?? input.value.trim() : null));
  return make("div", {}, input, suggestions(field.key, named));
}

/** Several ids as chips, with a field that finds more by name; a speaker that there is not can be made. */
function ids(field, value, save, context, about) {
  const named = context.choices[field.of];
  const single = value !== null && !Array.isArray(value);
  let entries = listed(value);
  const chips = make("ul", { class: "chips" });
  const store = () => save(entries.length === 0 ? null : single && entries.length === 1 ? entries[0] : entries);
  const draw = () => chips.replaceChildren(...entries.map((entry, number) => {
    const name = named.find((one) => one.id === idOf(entry))?.name ?? idOf(entry);
    const remove = () => { entries = entries.filter((_, other) => other !== number); draw(); store(); };
    return make("li", {}, name, entry.role ? ` (${entry.role})` : "",
      make("button", { type: "button", "aria-label": `Take out ${name}`, on: { click: remove } }, "×"));
  }));
  const input = make("input", { ...about, "aria-label": `Add to ${field.key}`, list: `known-${field.key}`, autocomplete: "off", placeholder: "find by name" });
  const create = make("button", { type: "button", hidden: true });
  const add = (id) => { entries = [...entries, id]; input.value = ""; create.hidden = true; draw(); store(); };
  const wanted = () => {
    const text = input.value.trim();
    const found = text && find(text, named);
    create.hidden = !text || Boolean(found) || field.of !== "speakers";
    create.textContent = `Make a new speaker “${text}”`;
    if (found) add(found.id);
    else if (text && field.of !== "speakers") add(text);
  };
  input.addEventListener("change", wanted);
  create.addEventListener("click", async () => {
    const name = input.value.trim();
    const id = await context.newSpeaker(name);
    if (!id) return;
    named.push({ id, name });
    add(id);
  });
  draw();
  return make("div", {}, chips, input, suggestions(field.key, named), create);
}

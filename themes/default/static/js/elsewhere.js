// Where a choice has sessions, if it has none here; and what of it is nowhere in the programme.
import { fetchOnce } from "./around.js";
import { stars } from "./choice.js";
import { make } from "./dom.js";
import { choices, learn, nameOf } from "./filter-chips.js";
import { form, unoffered } from "./filter-form.js";
import { accepts } from "./matching.js";
import { ownSessions } from "./programme.js";
import { locale, name, said } from "./words.js";

// The days with their sessions as the filters know them.
export const readDays = async () => {
  const files = await Promise.all(JSON.parse(form.dataset.files).map(fetchOnce));
  learn(files);
  return files.map((file) => ({
    ...file,
    sessions: ownSessions(file.sessions).map((one) => ({ ...one, held: one, rooms: one.rooms ?? [] })),
  }));
};

const pageOf = (href) => new URL(href).pathname.replace(/index\.html$/, "");

const known = (files, { name: kind, value }) =>
  files.some(({ sessions }) =>
    sessions.some((one) => (kind === "room" ? one.rooms : (one[kind] ?? "").split("|")).includes(value)),
  );

const listed = (names) => {
  const pieces = new Intl.ListFormat(locale).formatToParts(names.map(String));
  let next = 0;
  return pieces.map(({ type, value }) => (type === "element" ? names[next++] : value));
};

const ways = (files, query) => {
  const found = new Map();
  for (const file of files) {
    const count = file.sessions.filter((one) => !one.interlude && accepts(one, query, Date.now(), stars())).length;
    const before = found.get(file.day);
    if (count) found.set(file.day, { ...file, href: before?.href ?? file.href, count: count + (before?.count ?? 0) });
  }
  return [...found.values()].map(({ name: day, href, count }) => {
    const link = make("a", "", name(day));
    link.href = `${href}?${query}`;
    return make("li", "", link, " ", make("small", "", said("sessions", { count })));
  });
};

// The lines to say; `some` is whether there is something here.
export const elsewhere = async (query, some) => {
  const files = await readDays();
  const here = files.find(({ href }) => pageOf(href) === pageOf(location.href));
  const unknown = unoffered().filter((field) => !known(files, field));
  const asked = choices(query);
  const lines = [];
  if (!some && asked.length > unknown.length) {
    const fields = { choice: listed(asked.map((pair) => nameOf(...pair))), day: name(here?.name ?? "") };
    lines.push(make("p", "", said(here ? "none" : "nowhere", fields)));
    const others = here ? ways(files.filter((file) => file !== here), query) : [];
    if (others.length) lines.push(make("ul", "filters-ways", ...others));
    else if (here) lines.push(make("p", "", said("nowhere_else")));
  }
  if (unknown.length) {
    lines.push(make("p", "", said("unknown", { values: listed(unknown.map((field) => name(field.value))) })));
  }
  return lines;
};

// The reader's own agenda: the starred sessions by day, what changed in them since, what clashes, and ways to take them along.
import { drop, keep, stars } from "./choice.js";
import { dated, make, timeOf } from "./dom.js";
import { fetchDay } from "./programme.js";
import { starButton } from "./stars.js";
import { show } from "./time.js";
import { locale, name, said } from "./words.js";

const MOST_GIVEN = 1000; // ids taken from a link
const page = document.querySelector("[data-my]");
const part = (name) => page.querySelector(`.my-${name}`);

// Titles as a list in a sentence.
const listed = (elements) =>
  new Intl.ListFormat(locale)
    .formatToParts(elements.map((_, index) => `${index}`))
    .map(({ type, value }) => (type === "element" ? elements[value] : value));

// A session that got another id since is the same one.
const underNewIds = (chosen, sessions) => {
  const former = new Map(sessions.flatMap((one) => (one.was ?? []).map((id) => [id, one])));
  const moved = Object.keys(chosen).filter((id) => former.has(id));
  if (!moved.length) return;
  keep(moved.map((id) => ({ ...former.get(id), ...chosen[id], id: former.get(id).id })));
  drop(moved);
};

const note = (className, ...content) => make("p", className, ...content);

const changesOf = (session, noted) => {
  const found = [];
  if (session.cancelled && noted.status !== "cancelled") found.push(note("reason my-change", said("now_cancelled")));
  else if (session.start !== noted.start) {
    found.push(note("reason my-change", said("moved", { time: dated(noted.start) })));
  } else if (session.end !== noted.end) {
    found.push(note("reason my-change", said("other_end", { time: dated(noted.end) })));
  }
  return found;
};

const clashesOf = (session, held) => {
  const against = held.filter(
    (one) => one !== session && one.starts < session.ends && session.starts < one.ends && !one.cancelled,
  );
  if (session.cancelled || !against.length) return [];
  const titles = listed(against.map((one) => name(one.title, one.lang)));
  const mark = make("summary", "", make("span", "badge", said("clashes", { count: against.length })));
  return [make("details", "my-clash", mark, make("p", "", said("clash", { titles })))];
};

const seen = (session) => {
  const button = make("button", "copy", said("seen"), make("span", "said", ": ", name(session.title, session.lang)));
  button.type = "button";
  button.addEventListener("click", () => {
    keep([session]);
    part("status").focus();
  });
  return button;
};

const line = (session, chosen, held) => {
  const until = make("small", "", said("until", { time: timeOf(session.end) }));
  const link = make("a", "", name(session.title, session.lang));
  link.href = session.href;
  const facts = make("p", "dotted");
  if (session.status) facts.append(make("span", `badge badge--${session.status}`, said(session.status)), " ");
  for (const room of session.names) facts.append(make("span", "", name(...room)), " ");
  if (session.about) facts.append(make("span", "", name(...session.about)));
  const noted = chosen[session.id];
  const changes = noted ? changesOf(session, noted) : [];
  const text = make("div", "", make("h3", "title", link), facts, ...changes, ...(noted ? clashesOf(session, held) : []));
  if (changes.length) text.append(seen(session));
  const item = make("li", session.cancelled ? "is-cancelled" : "", make("p", "time", timeOf(session.start), until), text);
  item.dataset.id = session.id;
  item.append(starButton(session));
  return item;
};

const dayOf = (day, chosen, held) => {
  const link = make("a", "", day.name);
  link.href = day.href;
  const section = make("section", `day-${((day.number - 1) % 7) + 1}`, make("h2", "lines-day", link));
  section.dataset.day = day.day;
  section.append(make("ul", "lines", ...day.sessions.map((one) => line(one, chosen, held))));
  return section;
};

const lost = (id, noted) => {
  const button = make("button", "copy", said("forget"), make("span", "said", ": ", name(noted.title, noted.lang ?? "")));
  button.type = "button";
  button.addEventListener("click", () => {
    drop([id]);
    part("status").focus();
  });
  return make("p", "reason", said("gone", { title: make("b", "", name(noted.title, noted.lang ?? "")), time: dated(noted.start) }), " ", button);
};

// Everything starred since the page was opened stays in view, so that a star can be given back.
const inView = new Set();

const draw = (days) => {
  const focused = document.activeElement?.dataset?.star;
  const chosen = stars();
  for (const id of Object.keys(chosen)) inView.add(id);
  const all = days.flatMap((day) => day.sessions);
  const known = new Set(all.map((one) => one.id));
  const held = all.filter((one) => one.id in chosen);
  const shown = days
    .map((day) => ({ ...day, sessions: day.sessions.filter((one) => inView.has(one.id)) }))
    .filter((day) => day.sessions.length);
  const missing = Object.entries(chosen).filter(([id]) => !known.has(id));
  part("days").replaceChildren(
    ...missing.map(([id, noted]) => lost(id, noted)),
    ...shown.map((day) => dayOf(day, chosen, held)),
  );
  part("status").replaceChildren(held.length ? said("chosen", { count: held.length }) : said("none"));
  part("tools").hidden = !held.length;
  const link = part("link");
  link.href = `?s=${held.map((one) => encodeURIComponent(one.id)).join(",")}`;
  show(part("days"));
  if (focused) page.querySelector(`[data-star="${CSS.escape(focused)}"]`)?.focus();
};

// The octets that the build wrote for each session, joined into one calendar.
const calendarOf = async (sessions) => {
  const files = await Promise.all(
    sessions.map(async ({ feed }) => {
      const response = await fetch(feed);
      if (!response.ok) throw new Error(response.statusText);
      return response.text();
    }),
  );
  const cut = (text) => [text.indexOf("BEGIN:VEVENT"), text.lastIndexOf("END:VCALENDAR")];
  const [head, tail] = cut(files[0]);
  return [files[0].slice(0, head), ...files.map((text) => text.slice(...cut(text))), files[0].slice(tail)].join("");
};

const download = async (sessions) => {
  const address = URL.createObjectURL(new Blob([await calendarOf(sessions)], { type: "text/calendar;charset=utf-8" }));
  const link = make("a", "");
  link.href = address;
  link.download = `${document.documentElement.dataset.conference}-my.ics`;
  link.click();
  URL.revokeObjectURL(address);
};

// Sessions that a link brought from another device: offered, not taken without asking.
const offer = (all) => {
  const given = new URLSearchParams(location.search).get("s");
  if (!given) return;
  const ids = new Set(given.split(",").slice(0, MOST_GIVEN));
  const chosen = stars();
  const sessions = all.filter((one) => (ids.has(one.id) || one.was?.some((id) => ids.has(id))) && !(one.id in chosen));
  if (!sessions.length) return;
  part("offer").hidden = false;
  const titles = listed(sessions.map((one) => name(one.title, one.lang)));
  part("offered").replaceChildren(said("offered", { count: sessions.length, titles }));
  part("take").addEventListener("click", () => {
    keep(sessions);
    part("offer").hidden = true;
    history.replaceState(history.state, "", location.pathname);
    part("status").focus();
  });
};

// A long day comes in several files.
const whole = (files) => {
  const days = new Map();
  for (const file of files) {
    const known = days.get(file.day);
    if (known) known.sessions.push(...file.sessions);
    else days.set(file.day, file);
  }
  return [...days.values()];
};

const start = async () => {
  let days;
  try {
    days = whole(await Promise.all(JSON.parse(page.dataset.my).map(fetchDay)));
  } catch {
    part("status").replaceChildren(said("unreachable"));
    return;
  }
  const all = days.flatMap((day) => day.sessions);
  const chosen = () => all.filter((one) => one.id in stars());
  underNewIds(stars(), all);
  offer(all);
  draw(days);
  document.addEventListener("starschange", () => draw(days));
  part("download").addEventListener("click", () =>
    download(chosen()).catch(() => part("status").replaceChildren(said("unreachable"))),
  );
  part("print").addEventListener("click", () => print());
  part("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(part("link").href);
      part("told").replaceChildren(said("link_copied"));
    } catch {
      part("told").replaceChildren(said("link_not_copied"));
    }
  });
};

start();

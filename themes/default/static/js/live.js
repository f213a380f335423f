// The wall of rooms: one that is chosen grows, only one plays at a time, and what is on stands beside it with its text
// and where to ask. When the next session starts it takes over, with its own stream where it has one. What is on in a
// room today is listed once somebody wants to know.
import { dayAround, daysOf, sessionsAround } from "./around.js";
import { make, timeOf } from "./dom.js";
import { stateAt } from "./programme.js";
import { show } from "./time.js";
import { name, said } from "./words.js";

const pages = new Map();
let chosen = null; // the room that plays: { channel, link, player }

// The browser reads it as a document, in which nothing runs: no text of ours becomes HTML (Trusted Types).
const fetchPage = (href) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onloadend = () => (request.status === 200 ? resolve(request.response) : reject());
    request.open("GET", href);
    request.responseType = "document";
    request.send();
  });

const pageOf = (href) => {
  if (!pages.has(href)) pages.set(href, fetchPage(href));
  return pages.get(href);
};

// A part of another page, with its links leading where they led there.
const taken = (page, selector, href) => {
  const found = page.querySelector(selector);
  if (!found) return null;
  const part = document.importNode(found, true);
  for (const link of part.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), href).href;
  for (const named of part.querySelectorAll("[id]")) named.removeAttribute("id");
  return part;
};

const stop = () => {
  chosen?.player.replaceWith(chosen.link);
  chosen?.channel.classList.remove("is-chosen");
  chosen?.channel.querySelector(".channel-about").replaceChildren();
  chosen = null;
};

const showAbout = (channel, page, href) => {
  const about = channel.querySelector(".channel-about");
  const asked = taken(page, "[data-questions]", href);
  const text = taken(page, "article .beside > .prose", href);
  about.replaceChildren();
  if (asked) about.append(make("p", "", asked));
  if (text) about.append(text);
  const more = make("a", "", said("about_session"));
  more.href = href;
  about.append(make("p", "", more));
};

// The session's own stream takes the room's place; what plays already goes on where it is the same.
const showStream = (channel, page, href) => {
  const figure = channel.querySelector("figure.stream");
  const next = taken(page, "figure.stream", href);
  const link = next?.querySelector("a.stream-play[data-embed]");
  if (!link || link.dataset.embed === chosen.link.dataset.embed) return;
  figure.replaceWith(next);
  link.click();
};

const roomOf = (channel) => channel.dataset.nowOf;

const follow = async (now) => {
  const { channel } = chosen;
  try {
    const [session] = stateAt(now, await sessionsAround(daysOf(channel), now, roomOf(channel))).on;
    if (chosen?.channel !== channel || channel.dataset.session === (session?.id ?? "")) return;
    channel.dataset.session = session?.id ?? "";
    channel.querySelector(".channel-about").replaceChildren();
    if (!session) return;
    const page = await pageOf(session.href);
    if (chosen?.channel !== channel || channel.dataset.session !== session.id) return;
    showAbout(channel, page, session.href);
    showStream(channel, page, session.href);
  } catch {
    channel.dataset.session = "?"; // not on line: asks again
  }
};

const lineOf = (session, now) => {
  const title = make("a", "", name(session.title, session.lang));
  title.href = session.href;
  const on = session.starts <= now && now < session.ends;
  const states = [session.cancelled && "is-cancelled", on && !session.cancelled && "is-now"].filter(Boolean);
  const item = make("li", states.join(" "), make("p", "time", timeOf(session.start)), make("p", "title", title));
  if (states.includes("is-now")) item.prepend(make("span", "said", said("now_said")));
  return item;
};

const fillToday = async (channel, now = Date.now()) => {
  const today = channel.querySelector(".channel-today");
  if (!today.open) return;
  try {
    const day = await dayAround(daysOf(channel), now);
    const held = day.sessions.filter((one) => one.rooms?.includes(roomOf(channel)));
    const state = [day.day, ...stateAt(now, held).on.map((one) => one.id)].join();
    if (today.dataset.state === state) return;
    today.dataset.state = state;
    const list = make("ul", "lines", ...held.map((one) => lineOf(one, now)));
    const part = make("div", "", make("h3", "", day.name), list);
    part.dataset.day = day.day;
    today.querySelector("div").replaceWith(part);
    show(part);
  } catch {
    today.open = false; // not on line
  }
};

for (const today of document.querySelectorAll(".channel-today")) {
  today.addEventListener("toggle", () => fillToday(today.closest(".channel")));
}

document.addEventListener("streamplay", ({ target, detail }) => {
  const channel = target.closest(".channel");
  if (!channel) return;
  const again = chosen?.channel === channel;
  if (chosen && !again) stop();
  chosen = { channel, player: target, link: detail };
  channel.classList.add("is-chosen");
  if (!again) {
    delete channel.dataset.session;
    channel.scrollIntoView({ block: "nearest" });
    channel.querySelector(".channel-today").open = true;
  }
  follow(Date.now());
});

document.addEventListener("clock", ({ detail }) => {
  if (!chosen) return;
  follow(detail);
  fillToday(chosen.channel, detail);
});

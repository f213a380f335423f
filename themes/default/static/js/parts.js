// A day in parts: a link to a time that is in another part goes on to there, and the part that is on says so.
import { make } from "./dom.js";
import { said } from "./words.js";

const parts = [...document.querySelectorAll(".day-parts li")].map((element) => ({
  element,
  link: element.querySelector("a"),
  starts: Date.parse(element.dataset.start),
  ends: Date.parse(element.dataset.end),
}));

const goOn = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const part = id && parts.find(({ element }) => element.querySelector(`#${CSS.escape(id)}`));
  if (!part) return;
  const there = new URL(part.link.href);
  there.search = location.search;
  there.hash = id;
  location.replace(there);
};

const mark = (now) => {
  const on = parts.findLast((part) => part.starts <= now && now < part.ends);
  for (const { element, link } of parts) {
    const badge = link.querySelector(".badge");
    if (element === on?.element) badge ?? link.append(" ", make("span", "badge", said("now")));
    else badge?.remove();
  }
};

if (parts.length) {
  goOn();
  addEventListener("hashchange", goOn);
  document.addEventListener("clock", ({ detail }) => mark(detail));
  mark(Date.now());
}

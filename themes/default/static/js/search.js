// Search as one types. The index and what reads it are only loaded at the first question.
import { dated, make } from "./dom.js";
import { show } from "./time.js";
import { inLanguage, name, said } from "./words.js";

const PAUSE = 150; // milliseconds without a key before an answer
const MOST = 60;
const form = document.querySelector(".search");
const field = form.elements.q;
const status = form.querySelector(".search-said");
const list = document.querySelector(".results");
const home = new URL(".", document.querySelector(".brand").href);
let engine = null;

const line = ({ kind, title, lang, page, start, room, people, ...one }) => {
  const link = make("a", "", title);
  if (lang) inLanguage(link, lang);
  link.href = new URL(page, home).href;
  const facts = make("p", "dotted", make("span", "", said(kind)));
  if (one.status) facts.append(" ", make("span", "badge", said(one.status)));
  if (start) facts.append(" ", make("span", "", dated(start)));
  for (const named of [one.names ?? [[room]], one.who ?? [[people]]].flat()) {
    if (named[0]) facts.append(" ", make("span", "", name(...named)));
  }
  return make("li", "", make("h2", "title", link), facts);
};

// Answers with what has arrived; says so while more is on its way.
const answer = () => {
  const question = field.value.trim();
  const found = question && engine ? engine.find(question) : [];
  list.replaceChildren(...found.slice(0, MOST).map(line));
  show(list);
  if (!question) status.textContent = "";
  else if (engine?.complete) status.replaceChildren(said("found", { count: found.length }));
  else status.replaceChildren(found.length ? said("so_far", { count: found.length }) : said("loading"));
};

const load = async () => {
  const { Engine } = await import("./search-engine.js");
  engine ??= new Engine();
  await engine.read(JSON.parse(form.dataset.files), answer);
};

let loading = null;
const ready = () => {
  loading ??= load().catch(() => {
    loading = null; // tries again at the next question
    status.replaceChildren(said("unreachable"));
  });
};

let waiting = 0;
const ask = () => {
  ready();
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const question = field.value.trim();
    history.replaceState(history.state, "", question ? `?q=${encodeURIComponent(question)}` : location.pathname);
    answer();
  }, PAUSE);
};

field.value ||= new URLSearchParams(location.search).get("q") ?? ""; // or what was written before this script had arrived
if (field.value) {
  ready();
  answer();
}
field.addEventListener("input", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

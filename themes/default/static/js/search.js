// Search as one types. The index and what reads it are only loaded at the first question.
import { dated, make } from "./dom.js";
import { show } from "./time.js";
import { isolated, word } from "./words.js";

const PAUSE = 150; // milliseconds without a key before an answer
const MOST = 60;
const form = document.querySelector(".search");
const field = form.elements.q;
const said = form.querySelector(".search-said");
const list = document.querySelector(".results");
const home = new URL(".", document.querySelector(".brand").href);
let engine = null;

const line = ({ kind, title, lang, page, start, room, people, status }) => {
  const link = make("a", "", title);
  if (lang) Object.assign(link, { lang, dir: "auto" });
  link.href = new URL(page, home).href;
  const facts = make("p", "dotted", make("span", "", word(kind)));
  if (status) facts.append(" ", make("span", "badge", word(status)));
  if (start) facts.append(" ", make("span", "", dated(start)));
  for (const text of [room, people]) if (text) facts.append(" ", make("span", "", isolated(text)));
  return make("li", "", make("h2", "title", link), facts);
};

// Answers with what has arrived; says so while more is on its way.
const answer = () => {
  const question = field.value.trim();
  const found = question && engine ? engine.find(question) : [];
  list.replaceChildren(...found.slice(0, MOST).map(line));
  show(list);
  if (!question) said.textContent = "";
  else if (engine?.complete) said.textContent = word("found", { count: found.length });
  else said.textContent = found.length ? word("so_far", { count: found.length }) : word("loading");
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
    said.textContent = word("unreachable");
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

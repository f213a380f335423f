// A star at every session, which puts it into the reader's own agenda. It is kept in this browser and nowhere else.
import { drop, keep, stars } from "./choice.js";
import { make } from "./dom.js";
import { sessionsIn } from "./programme.js";
import { name, said, word } from "./words.js";

const paint = (button) => button.setAttribute("aria-pressed", String(button.dataset.star in stars()));

const answer = (button, session) => {
  button.addEventListener("click", () => {
    if (session.id in stars()) drop([session.id]);
    else if (!keep([session])) button.title = word("not_kept");
  });
  paint(button);
  return button;
};

export const starButton = (session) => {
  const button = make("button", "star");
  button.type = "button";
  button.dataset.star = session.id;
  button.append(make("span", "said", said("star", { title: name(session.title, session.lang) })));
  return answer(button, session);
};

for (const session of sessionsIn(document)) {
  if (!session.element.matches(".slot--break")) session.element.append(starButton(session));
}
for (const button of document.querySelectorAll(".star-button")) {
  const { star, start, end, title, lang, status } = button.dataset;
  answer(button, { id: star, start, end, title, lang, cancelled: status === "cancelled" });
}
document.addEventListener("starschange", () => document.querySelectorAll("[data-star]").forEach(paint));

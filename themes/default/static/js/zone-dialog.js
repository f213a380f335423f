// Asks in which zone to show times: the conference's, the reader's own, or any other.
import { asRead, pageClock } from "./clock.js";
import { locale, said } from "./words.js";
import { current, nameOf } from "./zone-names.js";
import { zonesOf } from "./zone-search.js";

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const all = () => (Intl.supportedValuesOf?.("timeZone") ?? []).map(current);

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const choice = (value, text, start, name = "zone") => {
  const input = make("input", { type: "radio", name, value, checked: value === start });
  return make("p", {}, make("label", {}, input, " ", text));
};

// How the clocks go: half past nine in the evening, each way. The browser has the word for it.
const clocks = (start) => {
  const title = new Intl.DisplayNames(locale, { type: "dateTimeField" }).of("hour");
  const twelve = asRead("21:30", pageClock ?? document.documentElement.lang);
  return make("fieldset", { className: "clocks" }, make("legend", {}, title), choice("12", twelve, start, "hours"), choice("24", "21:30", start, "hours"));
};

const field = (typed) => {
  const list = make("datalist", { id: "zones" }, ...all().map((value) => make("option", { value })));
  const input = make("input", { name: "other", value: typed, autocomplete: "off", dir: "ltr" });
  input.setAttribute("list", "zones");
  input.setAttribute("aria-labelledby", "zone-other");
  input.setAttribute("aria-describedby", "zone-unknown");
  return [input, list];
};

// Gives the chosen zone and hours, each null for the conference's; the current ones where the reader leaves it.
export const ask = ({ chosen, hours, conference }) => {
  const pageHours = pageClock ? 12 : 24;
  const meant = (text) => zonesOf(text, all());
  const elsewhere = Boolean(chosen) && chosen !== own;
  const start = elsewhere ? "other" : "own"; // who asks for another zone mostly means this one
  const [input, list] = field(elsewhere ? chosen : "");
  const wrong = make("p", { id: "zone-unknown", className: "reason", role: "alert" });
  const other = choice("other", said("zone_other"), start);
  other.firstChild.id = "zone-other";
  const title = make("h2", { id: "zone-title" }, said("zone_title"));
  const form = make(
    "form",
    { method: "dialog" },
    title,
    choice("conference", said("zone_conference", { zone: conference }), start),
    choice("own", said("zone_own", { zone: nameOf(own, [new Date()]) }), start),
    other,
    make("p", {}, input, list),
    wrong,
    clocks(String(hours ?? pageHours)),
    make(
      "p",
      { className: "buttons" },
      make("button", { className: "button button--first", value: "show" }, said("zone_show")),
      make("button", { className: "button", value: "", formNoValidate: true }, said("cancel")),
    ),
  );
  const dialog = make("dialog", { className: "dialog" }, form);
  dialog.setAttribute("aria-labelledby", title.id);
  input.addEventListener("input", () => {
    other.querySelector("input").checked = true;
    wrong.textContent = "";
  });

  const answer = () => {
    const value = form.elements.zone.value;
    const wanted = Number(form.elements.hours.value);
    return {
      zone: value === "other" ? meant(input.value)[0] : value === "own" ? own : null,
      hours: wanted === pageHours ? null : wanted,
    };
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "show" || form.elements.zone.value !== "other") return;
    const found = meant(input.value);
    if (found.length === 1) return;
    event.preventDefault();
    wrong.replaceChildren(found.length ? found.join(", ") : said("zone_unknown"));
    input.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "show" ? answer() : { zone: chosen, hours });
      dialog.remove();
    });
  });
};

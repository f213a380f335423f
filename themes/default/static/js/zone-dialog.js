// Asks in which zone to show times: the conference's, the reader's own, or any other.
import { canonical, current } from "./clock.js";
import { said } from "./words.js";

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const all = () => (Intl.supportedValuesOf?.("timeZone") ?? []).map(current);
const REGIONS = ["", "Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const choice = (value, text, start) => {
  const input = make("input", { type: "radio", name: "zone", value, checked: value === start });
  return make("p", {}, make("label", {}, input, " ", text));
};

const field = (typed) => {
  const list = make("datalist", { id: "zones" }, ...all().map((value) => make("option", { value })));
  const input = make("input", { name: "other", value: typed, autocomplete: "off", dir: "ltr" });
  input.setAttribute("list", "zones");
  input.setAttribute("aria-labelledby", "zone-other");
  input.setAttribute("aria-describedby", "zone-unknown");
  return [input, list];
};

// Zones by the last part of their name too, in any letters: kathmandu, new york.
// One that browsers know and do not list, such as Asia/Calcutta, is given as it is called today.
const meant = (text) => {
  const typed = text.trim().toLowerCase().replaceAll(" ", "_");
  if (!typed) return null;
  const found = all().find((zone) => zone.toLowerCase() === typed || zone.toLowerCase().endsWith(`/${typed}`));
  return found ?? REGIONS.map((region) => canonical(region + typed)).find(Boolean) ?? null;
};

// Gives the chosen zone, or null for the conference's; the current one where the reader leaves it.
export const ask = ({ chosen, conference, described }) => {
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
    choice("own", said("zone_own", { zone: described(own, [new Date()]) }), start),
    other,
    make("p", {}, input, list),
    wrong,
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
    return value === "other" ? meant(input.value) : value === "own" ? own : null;
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "show" && form.elements.zone.value === "other" && !meant(input.value)) {
      event.preventDefault();
      wrong.replaceChildren(said("zone_unknown"));
      input.focus();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "show" ? answer() : chosen);
      dialog.remove();
    });
  });
};

// The theme's words for scripts, in the page's language: texts with {fields}, or texts by plural category of {count}.
// What the theme lacks is in English, and says so in the page.
const words = JSON.parse(document.getElementById("words").textContent);
const root = document.documentElement;
const LENDER = "en";

const borrowed = (key) => words.borrowed?.includes(key);

// How dates and numbers are written; in the sentence of a borrowed word as in English.
export const { locale } = words;
export const localeOf = (key) => (borrowed(key) ? LENDER : locale);

const form = (key, { count }) => {
  const found = words[key] ?? key;
  return typeof found === "string" ? found : (found[new Intl.PluralRules(localeOf(key)).select(count)] ?? found.other);
};

export const word = (key, fields = {}) => form(key, fields).replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);

// The same for a page: with texts, elements or lists of these in the fields' places, and with its language.
export const said = (key, fields = {}) => {
  const part = borrowed(key) ? inLanguage(document.createElement("span"), LENDER) : document.createDocumentFragment();
  for (const [index, piece] of form(key, fields).split(/\{(\w+)\}/).entries()) {
    part.append(...(index % 2 ? [fields[piece]].flat() : [piece]));
  }
  return part;
};

export const inLanguage = (element, lang) => Object.assign(element, { lang, dir: "auto" });

// A name or title in its own language, which is the page's unless another is given; it keeps its own direction inside a sentence of another one.
export const name = (text, lang) => {
  const element = document.createElement("bdi");
  element.lang = lang ?? root.lang;
  element.textContent = text;
  return element;
};

// The same for texts (Unicode's FIRST STRONG ISOLATE).
export const isolated = (text) => `\u2068${text}\u2069`;

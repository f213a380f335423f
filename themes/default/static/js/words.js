// The theme's words for scripts, in the page's language: texts with {fields}, or texts by plural category of {count}.
const words = JSON.parse(document.getElementById("words").textContent);

// How dates and numbers are written.
export const { locale } = words;

const plural = new Intl.PluralRules(locale);
const pluralOf = (key) => (words.borrowed?.includes(key) ? new Intl.PluralRules("en") : plural);

export const word = (key, fields = {}) => {
  const found = words[key] ?? key;
  const text = typeof found === "string" ? found : (found[pluralOf(key).select(fields.count)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
};

// The same with elements in the fields' places.
export const phrase = (key, elements) => {
  const part = document.createDocumentFragment();
  for (const [index, piece] of word(key).split(/\{(\w+)\}/).entries()) part.append(index % 2 ? elements[piece] : piece);
  return part;
};

// Names keep their own direction inside a sentence of another one (Unicode's FIRST STRONG ISOLATE).
export const isolated = (text) => `\u2068${text}\u2069`;

export const listed = (texts) => new Intl.ListFormat(locale).format(texts);

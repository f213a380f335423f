// Finds what was meant: in any script, with typing errors, by the beginnings of words.
import MiniSearch from "./vendor/minisearch.js";

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const MARKS = /[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g; // accents; in Arabic, vowel signs, hamza and tatweel
const ARTICLE = /^(?:[وفبك]?ال|لل)(?=.{3})/; // with what is written together with it: and, so, by, like, for
const PART = 3; // letters that are looked for inside of words too
const CHUNK = 100; // documents between two breaths for the page

// Scripts that put no space between words are read in pairs of characters. The last one stands alone too, so that each
// character of a text begins a pair; a question has no use for that, since the text may go on where it ends.
const pairs = (text, asked) => {
  const characters = [...text];
  const found = characters.map((one, index) => one + (characters[index + 1] ?? ""));
  return asked && found.length > 1 ? found.slice(0, -1) : found;
};

export const tokens = (text, asked = false) =>
  (text.normalize("NFKC").match(WORD) ?? []).flatMap((word) => [
    ...(word.match(UNSPACED) ?? []).flatMap((run) => pairs(run, asked)),
    ...word.split(UNSPACED).filter(Boolean),
  ]);

// One form for what people write alike: no case, no accents; in Arabic one alef, yeh and heh, and no article.
export const plain = (token) => {
  const folded = token.toLowerCase().normalize("NFKD").replace(MARKS, "").normalize("NFC");
  const alike = folded.replace(/[ٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
  return alike.replace(ARTICLE, "");
};

const unspaced = (term) => term.search(UNSPACED) >= 0;
const distance = (term) => (term.length > 3 && !unspaced(term) ? 0.25 : false);
const beginning = (term) => term.length > 1 || unspaced(term);

export class Engine {
  complete = false;
  #documents = [];
  #read = 0;
  #index = new MiniSearch({
    fields: ["title", "people", "about", "text"],
    tokenize: (text) => tokens(text),
    processTerm: plain,
    searchOptions: {
      boost: { title: 4, people: 2 },
      tokenize: (question) => tokens(question, true),
      prefix: beginning,
      fuzzy: distance,
      weights: { prefix: 0.6, fuzzy: 0.3 },
    },
  });

  // Reads the files one after the other; `told` is called after each. Goes on where an earlier attempt failed.
  async read(files, told) {
    while (this.#read < files.length) {
      const response = await fetch(files[this.#read]);
      if (!response.ok) throw new Error(response.statusText);
      const from = this.#documents.length;
      const found = (await response.json()).map((one, index) => ({ ...one, id: from + index }));
      this.#documents.push(...found);
      await this.#index.addAllAsync(found, { chunkSize: CHUNK });
      this.#read += 1;
      this.complete = this.#read === files.length;
      told();
    }
  }

  // What a document is called, as one text to look for parts of words in.
  #named(document) {
    document.named ??= tokens([document.title, document.people, document.about].join(" ")).map(plain).join(" ");
    return document.named;
  }

  // What has all the words; if there is nothing, what has any. What has them as they were written, be it as parts of
  // longer words, comes before what only has words of similar letters.
  find(question) {
    const asked = tokens(question, true).map(plain).filter(Boolean);
    const written = (document) => asked.every((term) => this.#named(document).includes(term));
    const all = this.#index.search(question, { combineWith: "AND" });
    const found = (all.length ? all : this.#index.search(question)).map(({ id }) => this.#documents[id]);
    const inside = asked.some((term) => term.length < PART) ? [] : this.#documents.filter(written);
    return [...new Set([...found.filter(written), ...inside, ...found])];
  }
}

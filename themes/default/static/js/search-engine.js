// Finds what was meant: in any script, with typing errors, by the beginnings of words.
import MiniSearch from "./vendor/minisearch.js";

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]+/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const MARKS = /[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g; // accents; in Arabic, vowel signs, hamza and tatweel
const CHUNK = 100; // documents between two breaths for the page

// Scripts that put no space between words are read in pairs of characters.
const pairs = (text) => {
  const characters = [...text];
  return characters.map((one, index) => one + (characters[index + 1] ?? ""));
};

export const tokens = (text) =>
  (text.normalize("NFKC").match(WORD) ?? []).flatMap((word) => [
    ...(word.match(UNSPACED) ?? []).flatMap(pairs),
    ...word.split(UNSPACED).filter(Boolean),
  ]);

// One form for what people write alike: no case, no accents; in Arabic one alef, yeh and heh, and no article.
export const plain = (token) => {
  const folded = token.toLowerCase().normalize("NFKD").replace(MARKS, "").normalize("NFC");
  const alike = folded.replace(/[ٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
  return alike.length > 4 && alike.startsWith("ال") ? alike.slice(2) : alike;
};

const distance = (term) => (term.length > 3 && term.search(UNSPACED) < 0 ? 0.25 : false);

export class Engine {
  complete = false;
  #documents = [];
  #read = 0;
  #index = new MiniSearch({
    fields: ["title", "people", "about", "text"],
    tokenize: tokens,
    processTerm: plain,
    searchOptions: { boost: { title: 4, people: 2 }, prefix: (term) => term.length > 1, fuzzy: distance },
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

  // What has all the words; if there is nothing, what has any.
  find(question) {
    const all = this.#index.search(question, { combineWith: "AND" });
    return (all.length ? all : this.#index.search(question)).map(({ id }) => this.#documents[id]);
  }
}

// The sessions that the reader starred: their ids, each with what was known of it then, so that a change can be told.
import { read, watch, write } from "./store.js";

const NAME = "stars";
const changed = () => document.dispatchEvent(new Event("starschange"));

// By id: { start, end, title, lang, status? }
export const stars = () => read(NAME, {});

const noted = ({ start, end, title, lang, cancelled }) => ({
  start,
  end,
  title,
  lang: lang || document.documentElement.lang,
  ...(cancelled && { status: "cancelled" }),
});

export const keep = (sessions) => {
  const entries = sessions.map((one) => [one.id, noted(one)]);
  const kept = write(NAME, { ...stars(), ...Object.fromEntries(entries) });
  changed();
  return kept;
};

export const drop = (ids) => {
  write(NAME, Object.fromEntries(Object.entries(stars()).filter(([id]) => !ids.includes(id))));
  changed();
};

watch(NAME, changed);

// What this browser keeps for the reader, under the conference's name; nothing where storage is switched off.
const key = (name) => `${document.documentElement.dataset.conference}:${name}`;

export const read = (name, otherwise = null) => {
  try {
    return JSON.parse(localStorage.getItem(key(name))) ?? otherwise;
  } catch {
    return otherwise;
  }
};

// Whether it is kept; null forgets it.
export const write = (name, value) => {
  try {
    if (value === null) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

// Calls back when another tab of this site changes it.
export const watch = (name, changed) => {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === key(name)) changed();
  });
};

// Elements made from names, properties and texts: no HTML is ever parsed.

/** An element with properties (`class`, `on` for listeners, `style` for custom properties, attributes) and children. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key === "style") for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The element with an id. */
export const by = (id) => document.getElementById(id);

/** Say something: it is shown in the status line, and spoken by screen readers. */
export function say(text, bad = false) {
  const status = by("status");
  status.classList.toggle("bad", bad);
  if (status.textContent === text) status.textContent = "";
  status.textContent = text;
}

// The choice in the filters' form, in the address, where it can be shared, and in links to other days, where it goes
// along: only what differs from showing everything.
export const form = document.querySelector(".filters-form");

const ASKED = ["track", "format", "language", "topic", "room"];

export const chosen = () => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  return query;
};

export const keepInAddress = () => {
  const query = String(chosen());
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
};

export const sendAlong = () => {
  const query = chosen();
  for (const link of document.querySelectorAll("[data-along]")) {
    const there = new URL(link.href);
    there.search = query;
    link.href = there.href;
  }
};

// What is asked for and not offered here is chosen all the same, or the page would show what nobody asked for.
export const unoffered = (name) => [...form.querySelectorAll("[type=hidden]")].filter((field) => !name || field.name === name);

const demand = (name, value) => {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name });
  field.setAttribute("value", value);
  form.append(field);
};

export const choose = (query) => {
  for (const field of unoffered()) field.remove();
  for (const field of form.elements) {
    const asked = query.getAll(field.name);
    if (field.type === "checkbox") field.checked = asked.includes(field.value);
    else if (field.localName === "select") {
      field.value = asked.find((value) => [...field.options].some((option) => option.value === value)) ?? "";
    }
  }
  for (const name of ASKED) {
    const held = chosen().getAll(name);
    for (const value of new Set(query.getAll(name))) if (value && !held.includes(value)) demand(name, value);
  }
};

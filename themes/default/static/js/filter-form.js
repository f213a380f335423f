// The choice in the filters' form, in the address, where it can be shared, and in links to other days, where it goes
// along: only what differs from showing everything.
export const form = document.querySelector(".filters-form");

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

export const choose = (query) => {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
    else if (field.localName === "select") {
      const value = query.get(field.name) ?? "";
      field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
  }
};

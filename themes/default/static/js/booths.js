// Filters of the exhibition: words and the day of a live demonstration, kept in the address so that they can be shared.
const form = document.querySelector("[data-booth-filter]");

if (form) {
  const booths = [...document.querySelectorAll("[data-days]")];
  const said = document.querySelector("[data-found]");
  const { q, day } = form.elements;
  // Accents and case make no difference: "ecole" finds "École".
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(booths.map((booth) => [booth, plain(booth.textContent)]));
  const query = new URLSearchParams(location.search);

  const filter = () => {
    const words = plain(q.value).split(/\s+/);
    let found = 0;
    for (const [booth, text] of texts) {
      const fits = words.every((word) => text.includes(word)) && (!day?.value || booth.dataset.days.split(" ").includes(day.value));
      booth.hidden = !fits;
      found += fits;
    }
    return found;
  };

  const others = [...document.querySelectorAll("[data-along]")]; // pages of the same list

  const share = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    for (const link of others) link.search = chosen;
    history.replaceState(history.state, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}${location.hash}`);
  };

  const change = () => {
    const found = filter();
    said.textContent = found ? said.dataset.found.replace("{count}", found) : said.dataset.none;
    if (location.protocol.startsWith("http")) share();
  };

  form.dataset.ready = "";
  q.value = query.get("q") ?? "";
  if (day && [...day.options].some(({ value }) => value === query.get("day"))) day.value = query.get("day");
  for (const link of others) link.search = location.search;
  if (q.value || day?.value) filter();
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
}

// The languages of the site: a switch keeps what is in the address (filters, a question, the place on the page), and the
// folded list of many languages is out of the way again once it has served.
const list = document.querySelector(".languages");
const menu = list?.closest("details");
const versions = [...(list?.querySelectorAll("a") ?? [])].map((link) => [link, new URL(link.href)]);

const keepAddress = () => {
  for (const [link, address] of versions) {
    const there = new URL(address);
    there.search = location.search;
    there.hash = location.hash;
    link.href = there.href;
  }
};
// As late as can be: scripts change the address without telling.
for (const kind of ["pointerenter", "focusin", "click"]) list?.addEventListener(kind, keepAddress);

const close = (event) => menu?.contains(event.target) || (menu.open = false);

if (menu) {
  document.addEventListener("click", close);
  addEventListener("pagehide", close); // who comes back finds the page as it was before
  menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && close({ target: relatedTarget }));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
}

// A place that this language's page does not have, such as a heading's, does not stay in the address.
const page = (address) => address.split(/[?#]/)[0].replace(/index\.html$/, "");
const switched = versions.some(([, { href }]) => page(href) === page(document.referrer));
if (switched && location.hash && !document.getElementById(decodeURIComponent(location.hash.slice(1)))) {
  history.replaceState(history.state, "", location.pathname + location.search);
}

// The languages of the site: a switch keeps what is in the address (filters, a question, the place on the page), and the
// folded list of many languages is out of the way again once it has served.
import { fold } from "./folding.js";

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

for (const one of [menu, ...document.querySelectorAll(".strip details")]) if (one) fold(one);

// The menu of a telephone is no lid over what has the focus.
const more = document.getElementById("menu");
more?.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !more.contains(relatedTarget) && more.matches(":popover-open")) more.hidePopover();
});

// A place that this language's page does not have, such as a heading's, does not stay in the address.
const page = (address) => address.split(/[?#]/)[0].replace(/index\.html$/, "");
const switched = versions.some(([, { href }]) => page(href) === page(document.referrer));
if (switched && location.hash && !document.getElementById(decodeURIComponent(location.hash.slice(1)))) {
  history.replaceState(history.state, "", location.pathname + location.search);
}

// On the page that stands in for one that this device does not have: lists those that it has, and asks for the one that
// was wanted once the site answers again.
const site = new URL("../", import.meta.url);
const root = document.documentElement;
const list = document.querySelector("[data-kept-pages]");

// A title as text. It was written by the build, which escapes these five and no more.
const SIGNS = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
const plain = (html) => html.replace(/&(amp|lt|gt|#3[49]);/g, (_, sign) => SIGNS[sign]);

const listKept = async () => {
  const ours = (await caches.keys()).filter((name) => name.startsWith(`mlw ${site} `));
  const names = ours.filter((name) => !/ (shell .*|assets)$/.test(name));
  const titles = new Map();
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!/html/.test(response.headers.get("content-type"))) continue;
      const page = await response.text();
      const [, lang] = page.match(/<html[^>]* lang="([^"]*)/) ?? [];
      const [, title] = page.match(/<title>([^<]*)/) ?? [];
      if (lang === root.lang && title && !page.includes(" data-kept-pages>")) titles.set(request.url, plain(title));
    }
  }
  for (const [url, title] of [...titles].sort(([, one], [, other]) => one.localeCompare(other, root.lang))) {
    const item = list.appendChild(document.createElement("li"));
    Object.assign(item.appendChild(document.createElement("a")), { href: url, textContent: title });
  }
};

if (location.protocol.startsWith("http")) {
  if ("caches" in window) listKept();
  // Browsers say "online" of any network; only an answer from the site ends the wait.
  const answers = () => fetch(location.href, { method: "HEAD", cache: "no-store" });
  addEventListener("online", () => answers().then(() => location.reload(), () => undefined));
}

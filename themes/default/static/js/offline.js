// Registers the service worker, and says of a page that was kept when it is from.
// Other scripts ask for pages to be kept with navigator.serviceWorker.ready and a message {type: "keep", name, urls}.
import { locale } from "./words.js";

const site = new URL("../", import.meta.url);
const root = document.documentElement;
const banner = document.querySelector("[data-as-of]");
const kept = root.dataset.kept ? new Date(root.dataset.kept) : null;
const loaded = kept ?? new Date();

const clock = (lang) => {
  const today = loaded.toDateString() === new Date().toDateString();
  const day = today ? {} : { weekday: "long", day: "numeric", month: "long" };
  const time = { hour: root.dataset.clock ? "numeric" : "2-digit", minute: "2-digit", hourCycle: root.dataset.clock ? "h12" : "h23" };
  return new Intl.DateTimeFormat(lang || locale, { ...day, ...time }).format(loaded);
};

const show = () => {
  const { asOf, slow } = banner.dataset;
  const said = banner.querySelector("span");
  said.textContent = (navigator.onLine ? slow : asOf).replace("{time}", clock(said.lang));
  banner.hidden = false;
};

const offerCurrent = () => {
  const link = banner.querySelector("a");
  link.href = location.href;
  link.hidden = false;
};

// The reader's own agenda, and the files of the days that it reads.
const ownAgenda = async (folder) => {
  const address = new URL("my/index.html", folder);
  const [, days] = (await (await fetch(address)).text()).match(/ data-my='([^']+)/);
  return [address.href, ...JSON.parse(days).map((day) => new URL(day, address).href)];
};

// Pages of the sessions that the reader starred, in the language of this page, are kept too, and their list.
const keepStars = async ({ active }, changed) => {
  const ids = Object.keys(JSON.parse(localStorage.getItem(`${root.dataset.conference}:stars`)) ?? {});
  const said = `${root.lang} ${ids}`;
  if (!changed && (!ids.length || sessionStorage.getItem("stars kept") === said)) return;
  const folder = new URL(".", document.querySelector("link[rel=manifest]").href);
  const { sessions } = await (await fetch(new URL("calendar/events.json", folder))).json();
  const pages = ids.map((id) => sessions[id]?.page).filter(Boolean);
  const urls = [...(await ownAgenda(folder)), ...pages.map((page) => new URL(page, folder).href)];
  active.postMessage({ type: "keep", name: "stars", urls });
  sessionStorage.setItem("stars kept", said);
};

if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  const { serviceWorker } = navigator;
  const createScriptURL = () => `${site}sw.js`;
  const worker = window.trustedTypes?.createPolicy("mlw-worker", { createScriptURL }).createScriptURL("") ?? createScriptURL();
  serviceWorker.register(worker, { scope: site, updateViaCache: "none" }).catch(() => undefined);
  serviceWorker.ready.then((registration) => {
    registration.active.postMessage({ type: "visited" });
    const keep = (changed) => keepStars(registration, changed).catch(() => undefined);
    keep(false);
    document.addEventListener("starschange", () => keep(true));
  });
  serviceWorker.addEventListener("message", ({ data }) => data.type === "fresh" && banner && offerCurrent());
  if (banner && !document.querySelector("[data-kept-pages]")) {
    if (kept) show();
    addEventListener("offline", show);
    addEventListener("online", () => (kept ? offerCurrent() : (banner.hidden = true)));
  }
}

// The service worker: what a visitor has seen, the agenda and what is starred can be opened without a connection.
// Pages come from the network first, so that a kept one is never taken for the programme of now; only files whose
// name says what is in them come from what is kept. The build puts SITE in front: version, shell (paths of files),
// offline (the page for "not kept" by folder of a language) and agenda (paths to keep, likewise).

const SCOPE = self.registration.scope;
const OURS = `mlw ${SCOPE} `;
const SHELL = `${OURS}shell ${SITE.version}`;
const ASSETS = `${OURS}assets`;
const PAGES = `${OURS}pages`;
const DATA = `${OURS}data`;
const KEPT = `${OURS}kept `;

const PATIENCE = 4000; // milliseconds that a page may take before a kept one is shown, with when it is from
const RENEW = 600000; // milliseconds after which a kept page is fetched again
const MOST_PAGES = 60;
const MOST_KEPT = 200;
const MOST_ASSETS = 300;
const HASHED = /\.[0-9a-f]{10}(-\d+)?\.(css|js|json|svg|png|jpe?g|webp|avif|gif|woff2)$/;

const keyOf = (address) => {
  const url = new URL(address, SCOPE);
  url.hash = url.search = "";
  url.pathname = url.pathname.replace(/index\.html$/, "");
  return url.href;
};

const folderOf = (key) => Object.keys(SITE.offline).find((folder) => folder && key.startsWith(SCOPE + folder)) ?? "";

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

const dated = async (response) =>
  new Response(await response.blob(), {
    headers: {
      "content-type": response.headers.get("content-type") ?? "text/html",
      "x-kept": new Date().toISOString(),
    },
  });

// A worker that another has replaced may still be at work. It keeps nothing any more: the other may have taken all away.
const replaced = () => self.serviceWorker?.state === "redundant";

const put = async (name, key, response, most) => {
  if (replaced()) return;
  const cache = await caches.open(name);
  await cache.delete(key); // so that it comes last, and what has not been used for long comes first
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((one) => cache.delete(one)));
};

const find = async (key) => {
  const names = (await ours()).filter((name) => name !== ASSETS);
  const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match(key)));
  const date = (one) => one.headers.get("x-kept") ?? "";
  return found.filter(Boolean).sort((one, other) => date(other).localeCompare(date(one)))[0];
};

const leave = async () => {
  await Promise.all((await ours()).map((name) => caches.delete(name)));
  await self.registration.unregister();
};

// A host that has this site no more, or has it elsewhere, has no worker here either.
const leaveIfWithdrawn = async () => {
  const answer = await fetch(new URL("sw.js", SCOPE), { cache: "no-store" });
  if (answer.status === 404 || answer.status === 410) await leave();
};

const remember = async (key, response) => {
  if (response.status === 404 || response.status === 410) {
    for (const name of await ours()) await (await caches.open(name)).delete(key);
    await leaveIfWithdrawn();
  } else if (response.ok && !response.redirected && /html/.test(response.headers.get("content-type") ?? "")) {
    await put(PAGES, key, await dated(response), MOST_PAGES);
  }
};

const keep = async (name, addresses) => {
  if (replaced()) return;
  const cache = await caches.open(KEPT + name);
  const wanted = new Set(addresses.map(keyOf).filter((key) => key.startsWith(SCOPE)).slice(0, MOST_KEPT));
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  for (const key of wanted) {
    const kept = await cache.match(key);
    if (kept && Date.now() - Date.parse(kept.headers.get("x-kept")) < RENEW) continue;
    const response = await fetch(key, { cache: "no-cache" });
    const copy = response.ok && (await dated(response));
    if (replaced()) return;
    if (copy) await cache.put(key, copy);
  }
};

const keepAgenda = async (key) => {
  if (navigator.connection?.saveData) return;
  const folder = folderOf(key);
  await keep(`agenda ${folder}`, SITE.agenda[folder]);
};

const tell = async (id, message) => (await self.clients.get(id))?.postMessage(message);

const asOf = async (kept) => {
  const text = (await kept.text()).replace("<html ", `<html data-kept="${kept.headers.get("x-kept")}" `);
  return new Response(text, { headers: kept.headers });
};

const notKept = async (key) => {
  const folder = folderOf(key);
  const kept = await find(keyOf(SITE.offline[folder]));
  if (!kept) return Response.error();
  const text = (await kept.text()).replace("<head>", `<head><base href="${SCOPE}${folder}">`);
  return new Response(text, { headers: kept.headers, status: 503 });
};

const page = async (event) => {
  const key = keyOf(event.request.url);
  // What the browser still holds is asked for again: hosts let it keep pages for minutes, and a programme changes.
  const answer = fetch(event.request, { cache: "no-cache" });
  const unless = () => undefined;
  const learn = (response) => remember(key, response.clone()).then(() => response.ok && keepAgenda(key));
  event.waitUntil(answer.then(learn).catch(unless));
  const kept = await find(key);
  if (!kept) return answer.catch(() => notKept(key));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([answer.catch(unless), late]);
  if (first && first.status < 500) return first;
  const news = { type: "fresh" };
  event.waitUntil(answer.then((response) => response.ok && tell(event.resultingClientId, news)).catch(unless));
  return asOf(kept);
};

const asset = async (request) => {
  for (const name of [SHELL, ASSETS]) {
    const kept = await (await caches.open(name)).match(request.url);
    if (kept) return kept;
  }
  const response = await fetch(request);
  if (response.status === 200) await put(ASSETS, request.url, response.clone(), MOST_ASSETS);
  return response;
};

const data = async (request) => {
  const key = keyOf(request.url);
  try {
    const response = await fetch(request, { cache: "no-cache" });
    if (response.status === 200) await put(DATA, key, await dated(response.clone()), MOST_PAGES);
    return response;
  } catch (fault) {
    const kept = await find(key);
    if (kept) return kept;
    throw fault;
  }
};

self.addEventListener("install", (event) => {
  const store = async (path) => {
    const response = await fetch(new URL(path, SCOPE), { cache: "no-cache" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await (await caches.open(SHELL)).put(keyOf(path), await dated(response));
  };
  const paths = [...SITE.shell, ...Object.values(SITE.offline)];
  event.waitUntil(Promise.all(paths.map(store)).then(() => self.skipWaiting()));
});

// Pages that were kept before an update still find the styles that they were made with.
const moveFormerShells = async () => {
  for (const name of await ours()) {
    if (!name.startsWith(`${OURS}shell `) || name === SHELL) continue;
    const former = await caches.open(name);
    for (const request of await former.keys()) {
      if (HASHED.test(request.url)) await put(ASSETS, request.url, await former.match(request), MOST_ASSETS);
    }
    await caches.delete(name);
  }
};

self.addEventListener("activate", (event) => {
  event.waitUntil(moveFormerShells().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const { type, name, urls } = event.data ?? {};
  if (type === "keep" && typeof name === "string" && Array.isArray(urls)) {
    event.waitUntil(keep(name, urls.map(String)).catch(() => undefined));
  } else if (type === "visited") {
    const key = keyOf(event.source.url);
    const seen = async () => {
      if (!(await find(key))) await remember(key, await fetch(key, { cache: "no-cache" }));
      await keepAgenda(key);
    };
    event.waitUntil(seen().catch(() => undefined));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  if (request.mode === "navigate") {
    if (/(\/|\.html|\/[^./]*)$/.test(pathname)) event.respondWith(page(event));
  } else if (HASHED.test(pathname)) {
    event.respondWith(asset(request));
  } else if (pathname.endsWith(".json")) {
    event.respondWith(data(request));
  }
});

// What a subscriber of a personal feed is promised; on the site that SITE names, built with the same events in every feed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

const { SITE, EDGE } = process.env;
const { answer, MOST_SESSIONS } = await import(pathToFileURL(path.join(EDGE, "feed.mjs")));

const ORIGIN = "https://conference.example.org";
const asked = [];

const read = async (address) => {
  asked.push(address.href);
  try {
    return new Response(await readFile(path.join(SITE, decodeURIComponent(address.pathname))));
  } catch {
    return new Response("", { status: 404 });
  }
};

const get = (address, init = {}) => answer(new Request(`${ORIGIN}${address}`, init), read);
const file = (name) => readFile(path.join(SITE, name), "utf8");
const events = (text) => text.match(/BEGIN:VEVENT\r\n[^]*?END:VEVENT\r\n/g) ?? [];

test("the named sessions are in the feed, as the build wrote them", async () => {
  const response = await get("/calendar/my.ics?s=opening,closing");
  assert.equal(response.status, 200);
  const text = await response.text();
  const own = [...events(await file("sessions/opening/opening.ics")), ...events(await file("sessions/closing/closing.ics"))];
  assert.deepEqual(events(text).sort(), own.sort());
  assert.ok(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  assert.equal(text.replaceAll("\r\n", "").includes("\n"), false);
});

test("the feed does not claim another address as its source", async () => {
  assert.equal(/^SOURCE/m.test(await (await get("/calendar/my.ics?s=opening")).text()), false);
});

test("a cancelled session stays, as cancelled", async () => {
  assert.match(await (await get("/calendar/my.ics?s=gone")).text(), /STATUS:CANCELLED/);
});

test("a session is found by the id that it had before", async () => {
  const before = await (await get("/calendar/my.ics?s=old-closing")).text();
  assert.equal(before, await (await get("/calendar/my.ics?s=closing")).text());
});

test("another language has its own words and the same UID", async () => {
  const uid = (text) => /UID:(.*)\r/.exec(text)[1];
  const english = await (await get("/calendar/my.ics?s=opening")).text();
  const french = await (await get("/fr/calendar/my.ics?s=opening")).text();
  assert.match(french, /SUMMARY:Ouverture/);
  assert.equal(uid(french), uid(english));
});

test("the headers are those of a feed, and an unchanged one is not sent again", async () => {
  const response = await get("/calendar/my.ics?s=opening");
  assert.equal(response.headers.get("content-type"), "text/calendar; charset=utf-8");
  assert.match(response.headers.get("cache-control"), /max-age=300/);
  const tag = response.headers.get("etag");
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
    const again = await get("/calendar/my.ics?s=opening", { headers: { "If-None-Match": known } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
  }
  const other = await get("/calendar/my.ics?s=opening,closing", { headers: { "If-None-Match": tag } });
  assert.equal(other.status, 200);
});

test("the order and repetition of ids change nothing", async () => {
  const one = await get("/calendar/my.ics?s=opening,closing");
  const other = await get("/calendar/my.ics?s=closing,opening,closing,never-was");
  assert.equal(one.headers.get("etag"), other.headers.get("etag"));
});

for (const [why, address, status] of [
  ["without ids", "/calendar/my.ics", 400],
  ["with an id that leads elsewhere", "/calendar/my.ics?s=../../secret", 400],
  ["with an address for an id", "/calendar/my.ics?s=https://e.org/x.ics", 400],
  ["with a line break in an id", "/calendar/my.ics?s=opening%0d%0aX:1", 400],
  ["with too many ids", `/calendar/my.ics?s=${Array.from({ length: MOST_SESSIONS + 1 }, (_, i) => `s${i}`)}`, 400],
  ["with a query without end", `/calendar/my.ics?s=${"a".repeat(9000)}`, 400],
  ["for sessions that never were", "/calendar/my.ics?s=never-was,constructor,__proto__", 400],
  ["for sessions that are only unknown", "/calendar/my.ics?s=never-was,constructor", 404],
  ["at another path", "/calendar/demo.ics?s=opening", 404],
  ["in a folder without a site", "/elsewhere/calendar/my.ics?s=opening", 502],
]) {
  test(`a request ${why} is refused with a line that says why`, async () => {
    const response = await get(address);
    assert.equal(response.status, status);
    assert.match(response.headers.get("content-type"), /^text\/plain/);
    assert.match(await response.text(), /^[A-Z].*\.\n$|\?s=/);
  });
}

test("nothing but GET and HEAD is answered", async () => {
  assert.equal((await get("/calendar/my.ics?s=opening", { method: "POST" })).status, 405);
  const head = await get("/calendar/my.ics?s=opening", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

test("nothing is read from anywhere but the site's own two files", async () => {
  asked.length = 0;
  await get("/calendar/my.ics?s=opening&feed=https://e.org/&s=closing");
  assert.deepEqual(asked, [`${ORIGIN}/calendar/events.json`, `${ORIGIN}/calendar/demo.ics`]);
});

test("the fitting for Cloudflare reads through the site's assets", async () => {
  const source = (await readFile(path.join(EDGE, "cloudflare.mjs"), "utf8")).replace("../feed.mjs", pathToFileURL(path.join(EDGE, "feed.mjs")));
  const { onRequest } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const request = new Request(`${ORIGIN}/calendar/my.ics?s=opening`);
  assert.equal((await onRequest({ request, env: { ASSETS: { fetch: ({ url }) => read(new URL(url)) } } })).status, 200);
});

test("the fitting for Netlify reads from the address that Netlify gives the site, and follows nothing elsewhere", async (context) => {
  const { default: handler, config } = await import(pathToFileURL(path.join(EDGE, "netlify.mjs")));
  const fetched = context.mock.method(globalThis, "fetch", (address) => read(address));
  const request = new Request("https://preview.example.net/fr/calendar/my.ics?s=opening");
  assert.equal((await handler(request, { site: { url: ORIGIN } })).status, 200);
  assert.deepEqual(fetched.mock.calls.map(({ arguments: [, { redirect }] }) => redirect), ["manual", "manual"]);
  assert.ok(fetched.mock.calls.every(({ arguments: [address] }) => address.origin === ORIGIN));
  assert.equal((await handler(request, {})).status, 502);
  assert.ok(config.path.includes("/calendar/my.ics"));
});

test("the fitting for Vercel finds the address that was asked for behind the rewrite", async (context) => {
  process.env.SITE_ORIGIN = ORIGIN;
  const source = (await readFile(path.join(EDGE, "vercel.mjs"), "utf8")).replace("./_feed.mjs", pathToFileURL(path.join(EDGE, "feed.mjs")));
  const { default: handler } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  context.mock.method(globalThis, "fetch", (address) => read(address));
  const at = encodeURIComponent("/fr/calendar/my.ics");
  assert.equal((await handler(new Request(`https://preview.example.net/api/my-feed?at=${at}&s=opening`))).status, 200);
  assert.equal((await handler(new Request(`${ORIGIN}/api/my-feed?at=//e.org/calendar/my.ics&s=opening`))).status, 400);
});

// A site whose two files are answered by these functions, where they are given.
const siteWith = (changed) => async (address) => {
  const name = address.pathname.endsWith(".json") ? "events" : "feed";
  return changed[name] ? changed[name](address) : read(address);
};
const own = async (address) => Buffer.from(await (await read(address)).arrayBuffer());
const as = (type) => async (address) => new Response(await own(address), { headers: { "Content-Type": type } });
const afterBlanks = (mebibytes) => async (address) => {
  const pieces = [...Array(mebibytes).fill(Buffer.alloc(1024 * 1024, " ")), await own(address)];
  return new Response(new ReadableStream({ pull: (stream) => (pieces.length ? stream.enqueue(pieces.shift()) : stream.close()) }));
};
const feedNamed = (feed) => () => Response.json({ version: 1, feed, sessions: { opening: { uid: "u", was: [] } } });
const anyFeed = () => new Response("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

for (const [why, changed] of [
  ["is larger than any site's, and does not say so", { events: afterBlanks(40) }],
  ["is a page", { events: as("text/html; charset=utf-8") }],
  ["is a page in the place of the feed", { feed: as("text/html") }],
  ["is not UTF-8", { events: async (address) => new Response(Buffer.from(`${await own(address)}`.replace("Closing", "Cl\xf4sing"), "latin1")) }],
  ["is cut off", { feed: async (address) => new Response((await own(address)).subarray(0, -20)) }],
  ["has an event without end", { feed: () => new Response("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nEND:VCALENDAR\r\n") }],
  ["has sessions that are none", { events: () => Response.json({ version: 1, feed: "calendar/demo.ics", sessions: { a: { was: 1 } } }) }],
  ["names this very function as its feed", { events: feedNamed("calendar/my.ics"), feed: anyFeed }],
  ["names a feed of another folder", { events: feedNamed("../calendar/demo.ics"), feed: anyFeed }],
  ["names a feed of another host", { events: feedNamed("//e.org/calendar/demo.ics"), feed: anyFeed }],
  ["cannot be reached", { events: () => Promise.reject(new TypeError("fetch failed")) }],
  ["breaks off", { events: () => new Response(new ReadableStream({ pull: (stream) => stream.error(new Error("gone")) })) }],
]) {
  test(`a file of the site that ${why} is told as such`, async () => {
    const response = await answer(new Request(`${ORIGIN}/calendar/my.ics?s=opening`), siteWith(changed));
    assert.equal(response.status, 502);
  });
}

test("files that are large, and of the types that hosts give them, are read", async () => {
  const events = { afterBlanks: afterBlanks(8), json: as("application/json"), unknown: as("application/octet-stream") };
  for (const name of Object.keys(events)) {
    const site = siteWith({ events: events[name], feed: as("text/calendar; charset=utf-8") });
    assert.equal((await answer(new Request(`${ORIGIN}/calendar/my.ics?s=opening`), site)).status, 200, name);
  }
});

test("a site that does not answer is not waited for without end", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const response = answer(new Request(`${ORIGIN}/calendar/my.ics?s=opening`), () => new Promise(() => {}));
  context.mock.timers.tick(60_000);
  assert.equal((await response).status, 502);
});

test("a title with the words of a calendar's lines is a title", async () => {
  const event = (uid) => `BEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:BEGIN:VEVENT\r\nDESCRIPTION:END:VEVENT\r\nEND:VEVENT\r\n`;
  const feed = () => new Response(`BEGIN:VCALENDAR\r\n${event("u")}${event("other")}END:VCALENDAR\r\n`);
  const response = await answer(new Request(`${ORIGIN}/calendar/my.ics?s=opening`), siteWith({ events: feedNamed("calendar/demo.ics"), feed }));
  assert.equal(await response.text(), `BEGIN:VCALENDAR\r\n${event("u")}END:VCALENDAR\r\n`);
});

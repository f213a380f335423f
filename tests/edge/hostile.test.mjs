// What a stranger may ask of the edge function: it reads from its own site alone, and answers bad requests with 400.
//
// Each fitting runs in the runtime that it is made for, or in the nearest that can be had: Cloudflare's in workerd (by
// Miniflare), the others with Node's own fetch. Requests are written to sockets as they stand here, since clients would
// mend them. STRANGER stands for another host: it would serve a calendar to whoever asks.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";

const { SITE, EDGE, MINIFLARE, RUNTIMES } = process.env;
const FEED = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:stolen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const EVENTS = JSON.stringify({ version: 1, feed: "calendar/demo.ics", sessions: { opening: { uid: "stolen", was: [] } } });

const listening = (handle) =>
  new Promise((resolve) => {
    const server = http.createServer(handle);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
const hostOf = (server) => `127.0.0.1:${server.address().port}`;

const strangersLog = [];
const stranger = await listening((request, response) => {
  strangersLog.push(request.url);
  response.end(request.url.endsWith("events.json") ? EVENTS : FEED);
});
const STRANGER = hostOf(stranger);

const fileOfSite = async (pathname) => {
  if (pathname.startsWith("/moved/")) return [302, { Location: `http://${STRANGER}${pathname.slice(6)}` }, ""];
  if (pathname.startsWith("/broken/")) return [200, {}, '{"version": 1, "feed": "calendar/demo.ics", "sessions": {"opening": null}}'];
  try {
    return [200, {}, await readFile(path.join(SITE, decodeURIComponent(pathname)))];
  } catch {
    return [404, {}, ""];
  }
};
const site = await listening(async (request, response) => {
  const [status, headers, body] = await fileOfSite(new URL(request.url, "http://site").pathname);
  response.writeHead(status, headers).end(body);
});
const ORIGIN = `http://${hostOf(site)}`;

// A server in front of a handler of requests, as a host has one: the address is made of what the client says.
const served = (handler) =>
  listening(async (request, response) => {
    let asked;
    try {
      asked = new Request(`http://${request.headers.host}${request.url}`, { method: request.method });
    } catch {
      return response.writeHead(400).end("refused by the runtime");
    }
    const answer = await handler(asked).catch((error) => new Response(`thrown: ${error}`, { status: 599 }));
    response.writeHead(answer.status).end(await answer.text());
  });

const fitting = async (name, from) => {
  const source = (await readFile(path.join(EDGE, name), "utf8")).replace(from, pathToFileURL(path.join(EDGE, "feed.mjs")));
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
};

const onNetlify = async () => {
  const { default: handler } = await fitting("netlify.mjs", "./feed.mjs");
  return served((request) => handler(request, { site: { url: ORIGIN } }));
};

const onVercel = async () => {
  process.env.SITE_ORIGIN = ORIGIN;
  const { default: handler } = await fitting("vercel.mjs", "./_feed.mjs");
  return served(handler);
};

const onCloudflare = async () => {
  const { Miniflare } = await import(pathToFileURL(path.join(MINIFLARE, "dist/src/index.js")));
  const assets = async (request) => {
    const [status, headers, body] = await fileOfSite(new URL(request.url).pathname);
    return new Response(body, { status, headers });
  };
  const entry = 'import { onRequest } from "./functions/calendar/my.ics.js"; export default { fetch: (request, env) => onRequest({ request, env }) };';
  const module = async (place, file) => ({ type: "ESModule", path: place, contents: await readFile(path.join(EDGE, file), "utf8") });
  const runtime = new Miniflare({
    modules: [
      { type: "ESModule", path: "entry.mjs", contents: entry },
      await module("functions/calendar/my.ics.js", "cloudflare.mjs"),
      await module("functions/feed.mjs", "feed.mjs"),
    ],
    compatibilityDate: "2025-09-01",
    host: "127.0.0.1",
    port: 0,
    serviceBindings: { ASSETS: assets },
    outboundService: async (request) => {
      strangersLog.push(request.url);
      return new Response(FEED);
    },
  });
  const { port } = await runtime.ready;
  return { address: () => ({ port }), close: () => runtime.dispose(), closeAllConnections() {} };
};

// Whether an answer is whole; one without a length ends with its connection.
const isWhole = (text) => {
  const [head, ...body] = text.split("\r\n\r\n");
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (/^transfer-encoding: chunked/im.test(head)) return text.endsWith("\r\n0\r\n\r\n");
  return length !== undefined && Buffer.byteLength(body.join("\r\n\r\n")) >= Number(length);
};

// The status and text that a request gets whose first line and host are as they are given.
const sent = (server, method, target, host) =>
  new Promise((resolve, reject) => {
    let text = "";
    const socket = net.connect(server.address().port, "127.0.0.1");
    socket.setEncoding("utf8").on("error", reject);
    socket.on("data", (more) => {
      text += more;
      if (isWhole(text)) socket.destroy();
    });
    socket.on("close", () => resolve({ status: Number(text.split(" ")[1]), text }));
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });

const ASKED = "calendar/my.ics?s=opening";
const LEADING_ELSEWHERE = [
  `//${STRANGER}/${ASKED}`,
  `///${STRANGER}/${ASKED}`,
  `/\\${STRANGER}/${ASKED}`,
  `/.//${STRANGER}/${ASKED}`,
  `/x/..//${STRANGER}/${ASKED}`,
  `/%2e//${STRANGER}/${ASKED}`,
  `/%2f%2f${STRANGER}/${ASKED}`,
  `/%5c%5c${STRANGER}/${ASKED}`,
  `/@${STRANGER}/${ASKED}`,
  `/http://${STRANGER}/${ASKED}`,
  `/http:%2f%2f${STRANGER}/${ASKED}`,
  `/%09//${STRANGER}/${ASKED}`,
  `/%0d%0aHost:%20${STRANGER}/${ASKED}`,
  `/a;b/${ASKED}`,
  `/a%00/${ASKED}`,
  `//169.254.169.254/${ASKED}`,
  `//[::1]/${ASKED}`,
  `//localhost/${ASKED}`,
  `/．．／/${ASKED}`,
  `/${"a/".repeat(2000)}${ASKED}`,
  `/calendar/my.ics?s=opening,//${STRANGER}/`,
  `/calendar/my.ics?s=http://${STRANGER}/x.ics`,
  "/calendar/my.ics?s=%zz",
  "/calendar/my.ics?s=",
  `/calendar/my.ics?s=${"a,".repeat(5000)}`,
];
const OF_THE_REWRITE = [
  `/.//${STRANGER}/calendar/my.ics`,
  `//${STRANGER}/calendar/my.ics`,
  `http://${STRANGER}/calendar/my.ics`,
  `http://[`,
  `\\\\${STRANGER}/calendar/my.ics`,
  `@${STRANGER}/calendar/my.ics`,
  `.${STRANGER}/calendar/my.ics`,
  `/x/../../${STRANGER}//calendar/my.ics`,
  `/calendar/my.ics?x=`,
  `/calendar/my.ics#x`,
  `/calendar/my.ics\n`,
  "calendar/my.ics",
  "javascript:alert(1)",
  "",
];
const HOSTS = ["evil.example", STRANGER, "169.254.169.254", "localhost:1", "[::1]"];

for (const [name, start, prefix] of [
  ["Netlify", onNetlify, ""],
  ["Vercel", onVercel, "/api/my-feed?at="],
  ["Cloudflare", onCloudflare, ""],
].filter(([name]) => (name === "Cloudflare") === (RUNTIMES === "workerd"))) {
  // Vercel's function is reached through a rewrite, which puts the path into the query.
  const target = (plain) => {
    const [place, query = ""] = plain.split("?");
    return prefix ? `${prefix}${encodeURIComponent(place)}&${query}` : plain;
  };
  let server;
  before(async () => (server = await start()));
  after(() => Promise.all([server.close(), server.closeAllConnections()]));

  test(`${name}: the site's own sessions are given`, async () => {
    const answer = await sent(server, "GET", target(`/${ASKED}`), "conference.example");
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.text, /SUMMARY:Opening/);
  });

  for (const asked of LEADING_ELSEWHERE) {
    test(`${name}: ${asked.slice(0, 80)} is refused, and nobody else is asked`, async () => {
      const answer = await sent(server, "GET", target(asked), "conference.example");
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(strangersLog, []);
    });
  }

  for (const host of HOSTS) {
    test(`${name}: a request that says Host: ${host} gets this site's sessions or none`, async () => {
      const answer = await sent(server, "GET", target(`/${ASKED}`), host);
      assert.ok([200, 400, 403, 421].includes(answer.status), answer.text);
      assert.equal(/stolen|thrown/.test(answer.text), false);
      assert.deepEqual(strangersLog, []);
    });
  }

  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    test(`${name}: ${method} is not answered`, async () => {
      assert.equal((await sent(server, method, target(`/${ASKED}`), "conference.example")).status, 405);
    });
  }

  for (const folder of ["moved", "broken"]) {
    test(`${name}: a site whose own file is ${folder} is told as such, and no redirect is followed`, async () => {
      const answer = await sent(server, "GET", target(`/${folder}/${ASKED}`), "conference.example");
      assert.equal(answer.status, 502, answer.text);
      assert.deepEqual(strangersLog, []);
    });
  }
}

if (RUNTIMES !== "workerd") test("Vercel: whatever `at` says, nobody else is asked", async () => {
  const server = await onVercel();
  try {
    for (const at of OF_THE_REWRITE) {
      const answer = await sent(server, "GET", `/api/my-feed?at=${encodeURIComponent(at)}&s=opening`, "conference.example");
      assert.equal(answer.status, 400, `${at}: ${answer.text}`);
    }
    const twice = "/api/my-feed?at=/calendar/my.ics&at=/calendar/my.ics&s=opening";
    assert.equal((await sent(server, "GET", twice, "conference.example")).status, 400);
    assert.deepEqual(strangersLog, []);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

after(() => {
  for (const server of [stranger, site]) {
    server.close();
    server.closeAllConnections();
  }
});

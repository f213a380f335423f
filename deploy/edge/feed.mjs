// A personal calendar without any state: joins the sessions named in ?s=id,id into one feed.
//
// It reads two files of the site itself, calendar/events.json and the conference's own feed, and copies the events out
// of that feed as they are. So an event has the same octets here as in every other feed, moves and cancellations
// with it, and there is nothing to store. The files beside this one fit it to hosts.

export const MOST_SESSIONS = 300;
const LONGEST_QUERY = 8192;
const LONGEST_PATH = 1024;
const LARGEST_FILE = 32 * 1024 * 1024; // octets: a feed of 10,000 sessions has 12 million
const LONGEST_WAIT = 10_000; // milliseconds, for a file with all its octets
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
// Every folder has a name that begins with a letter, digit, hyphen or underscore: no empty one, no dots, nothing encoded.
const FEED_PATH = /^(?<folder>\/(?:[\w-][\w.~-]*\/)*)calendar\/my\.ics$/;
const FEED = /^calendar\/(?!my\.ics$)[\w-][\w.-]*\.ics$/; // never this function's own address
const TEXTS = ["text/plain", "application/octet-stream"]; // what hosts say of files that they do not know
const JSON_TYPES = ["application/json", ...TEXTS];
const FEED_TYPES = ["text/calendar", ...TEXTS];
const HEADERS = {
  "Cache-Control": "public, max-age=300, must-revalidate",
  "Access-Control-Allow-Origin": "*",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Answers a request for a personal feed. Whatever is asked, only files of `origin` are read, and nothing is thrown.
 *
 * @param {Request} request whose address ends in calendar/my.ics?s=id,id, in the folder of a language or of the site
 * @param {(address: URL) => Promise<Response>} read gives a file of this very site, and follows no redirect
 * @param {{origin?: string, path?: string}} site the origin to read from and the path that was asked for, where a host
 *   knows them better than the request does
 * @returns {Promise<Response>} 200 with the feed, 304, or 400, 404, 405, 502 with a line that says why
 */
export const answer = async (request, read, site = {}) => {
  try {
    return await answered(request, read, site);
  } catch {
    return refused(502, "The site's own files cannot be read.");
  }
};

const answered = async (request, read, { origin, path }) => {
  if (request.method !== "GET" && request.method !== "HEAD") return refused(405, "Only GET.", { Allow: "GET, HEAD" });
  const url = new URL(request.url);
  const asked = path ?? url.pathname;
  const folder = asked.length <= LONGEST_PATH ? FEED_PATH.exec(asked)?.groups.folder : null;
  if (!folder && asked.endsWith("/calendar/my.ics")) return refused(400, "This is no address of a site's folder.");
  if (!folder) return refused(path === undefined ? 404 : 400, "The address of a personal feed ends in calendar/my.ics.");
  const wanted = wantedIn(url);
  if (typeof wanted === "string") return refused(400, wanted);
  const file = (name) => fileAddress(origin ?? url.origin, folder, name);
  const events = eventsIn(await textOf(file("calendar/events.json"), JSON_TYPES, read));
  if (!events) return refused(502, "The site's calendar/events.json cannot be read.");
  const uids = uidsOf(wanted, events.sessions);
  if (!uids.size) return refused(404, "The programme has none of these sessions.");
  const whole = FEED.test(events.feed) ? await textOf(file(events.feed), FEED_TYPES, read) : null;
  const feed = whole === null ? null : joined(whole, uids);
  return feed === null ? refused(502, "The conference's feed cannot be read.") : sent(request, feed);
};

// The address of one of the site's own files. A path is set, not resolved, so that none can lead to another host.
const fileAddress = (origin, folder, name) => {
  const address = new URL(origin);
  address.pathname = folder + name;
  if (address.origin !== new URL(origin).origin) throw new Error("Another origin.");
  return address;
};

// The ids, each once; or what is wrong with them.
const wantedIn = (url) => {
  if (url.search.length > LONGEST_QUERY) return `A query has at most ${LONGEST_QUERY} characters.`;
  const ids = [...new Set((url.searchParams.get("s") ?? "").split(",").filter(Boolean))];
  if (!ids.length) return "Name sessions by their ids: ?s=opening,keynote";
  if (ids.length > MOST_SESSIONS) return `A feed joins at most ${MOST_SESSIONS} sessions.`;
  return ids.every((id) => ID.test(id)) ? ids : "An id has only letters, digits, hyphens and underscores.";
};

// The UIDs of sessions by their ids, those that they had before among them. What never was is left out.
const uidsOf = (wanted, sessions) => {
  const renamed = new Map(Object.values(sessions).flatMap(({ uid, was = [] }) => was.map((id) => [id, uid])));
  const uid = (id) => (Object.hasOwn(sessions, id) ? sessions[id].uid : renamed.get(id));
  return new Set(wanted.map(uid).filter(Boolean));
};

const eventsIn = (text) => {
  try {
    const events = JSON.parse(text);
    return events?.version === 1 && typeof events.feed === "string" && events.sessions ? events : null;
  } catch {
    return null;
  }
};

// The text of a file of the site; null where it cannot be had whole, in time, as one of these types, without a redirect.
const textOf = async (address, types, read) => {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error("Too late.")), LONGEST_WAIT);
  });
  const whole = async () => {
    const response = await read(address);
    const type = response.headers.get("Content-Type")?.split(";")[0].trim().toLowerCase();
    const fits = response.status === 200 && (!type || types.includes(type));
    return fits ? textWithin(response, LARGEST_FILE) : null;
  };
  let text = null;
  try {
    text = await Promise.race([whole(), late]);
  } catch {
    // A host that does not answer is told like one whose answer is wrong.
  }
  clearTimeout(timer);
  return text;
};

const textWithin = async (response, limit) => {
  if (Number(response.headers.get("Content-Length")) > limit) return null;
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
};

// RFC 5545, 3.1: a line that begins with a space goes on with the one before.
const unfolded = (text) => text.replaceAll("\r\n ", "");

const BEGIN = "BEGIN:VEVENT\r\n";
const END = "\r\nEND:VEVENT\r\n";

// The feed of the events with these UIDs; null where the text is no calendar. Only whole lines count: a title may have
// the same words.
const joined = (whole, uids) => {
  if (!whole.startsWith("BEGIN:VCALENDAR\r\n") || !whole.endsWith("\r\nEND:VCALENDAR\r\n")) return null;
  const [head, ...rest] = whole.split(/(?<=\r\n)BEGIN:VEVENT\r\n/);
  if (!rest.every((piece) => piece.includes(END))) return null;
  const kept = rest
    .map((piece) => BEGIN + piece.slice(0, piece.indexOf(END) + END.length))
    .filter((event) => uids.has(/\r\nUID:([^\r]*)/.exec(unfolded(event))?.[1]));
  // SOURCE is the address of the conference's feed, which this is not.
  const own = head.replace(/^SOURCE[;:].*\r\n(?: .*\r\n)*/m, "");
  return `${own}${kept.join("")}END:VCALENDAR\r\n`;
};

const sent = async (request, body) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body)));
  const tag = `"${[...digest.slice(0, 16)].map((octet) => octet.toString(16).padStart(2, "0")).join("")}"`;
  const headers = { ...HEADERS, ETag: tag, "Content-Type": "text/calendar; charset=utf-8" };
  const known = (request.headers.get("If-None-Match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag) || known.includes("*")) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : body, { headers });
};

const refused = (status, reason, more = {}) =>
  new Response(`${reason}\n`, {
    status,
    headers: { ...more, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });

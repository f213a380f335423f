// Cloudflare Pages: copy to functions/calendar/my.ics.js, and feed.mjs to functions/feed.mjs.
// ASSETS has the files of this very site and nothing else, whatever host an address names.
import { answer } from "../feed.mjs";

export const onRequest = ({ request, env }) =>
  answer(request, (address) => env.ASSETS.fetch(new Request(address, { redirect: "manual" })));

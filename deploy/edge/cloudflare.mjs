// Cloudflare Pages: copy to functions/calendar/my.ics.js, and feed.mjs to functions/feed.mjs.
import { answer } from "../feed.mjs";

export const onRequest = ({ request, env }) => answer(request, (address) => env.ASSETS.fetch(address));

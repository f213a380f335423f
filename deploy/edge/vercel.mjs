// Vercel: copy to api/my-feed.js, with feed.mjs beside it (as api/_feed.mjs), and add to vercel.json:
//   {"rewrites": [{"source": "/calendar/my.ics", "destination": "/api/my-feed?at=/calendar/my.ics"},
//                 {"source": "/:language/calendar/my.ics", "destination": "/api/my-feed?at=/:language/calendar/my.ics"}]}
// The site's address is what Vercel says it is, not what a request says: let the project expose its system variables
// (Settings, Environment Variables), or set SITE_ORIGIN, such as https://conference.example.org.
import { answer } from "./_feed.mjs";

export const config = { runtime: "edge" };

const host = process.env.VERCEL_PROJECT_PRODUCTION_URL ?? process.env.VERCEL_URL;
const origin = process.env.SITE_ORIGIN ?? (host && `https://${host}`);
const read = (address) => fetch(address, { redirect: "manual", signal: AbortSignal.timeout(10_000) });

export default (request) => {
  if (!origin) return new Response("The function does not know the site's address: set SITE_ORIGIN.\n", { status: 502 });
  // A rewrite gives one `at`; whoever asks for the function itself may give any number.
  const at = new URL(request.url).searchParams.getAll("at");
  return answer(request, read, { origin, path: at.length === 1 ? at[0] : "" });
};

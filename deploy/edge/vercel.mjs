// Vercel: copy to api/my-feed.js, with feed.mjs beside it (as api/_feed.mjs), and add to vercel.json:
//   {"rewrites": [{"source": "/calendar/my.ics", "destination": "/api/my-feed?at=/calendar/my.ics"},
//                 {"source": "/:language/calendar/my.ics", "destination": "/api/my-feed?at=/:language/calendar/my.ics"}]}
import { answer } from "./_feed.mjs";

export const config = { runtime: "edge" };

export default (request) => {
  const url = new URL(request.url);
  const asked = new URL(`${url.searchParams.get("at") ?? url.pathname}?${url.searchParams}`, url.origin);
  if (asked.origin !== url.origin) return new Response("Not here.\n", { status: 400 });
  return answer(new Request(asked, request), (address) => fetch(address, { redirect: "error" }));
};

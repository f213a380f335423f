// Netlify: copy to netlify/edge-functions/my-feed.mjs, with feed.mjs beside it.
import { answer } from "./feed.mjs";

export default (request) => answer(request, (address) => fetch(address, { redirect: "error" }));

export const config = { path: ["/calendar/my.ics", "/:language/calendar/my.ics"] };

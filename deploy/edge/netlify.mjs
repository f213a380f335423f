// Netlify: copy to netlify/edge-functions/my-feed.mjs, with feed.mjs beside it.
// The site's address is what Netlify says it is (`context.site.url`), not what a request says.
import { answer } from "./feed.mjs";

const read = (address) => fetch(address, { redirect: "manual", signal: AbortSignal.timeout(10_000) });

export default (request, context) => answer(request, read, { origin: context?.site?.url ?? "" });

export const config = { path: ["/calendar/my.ics", "/:language/calendar/my.ics"] };

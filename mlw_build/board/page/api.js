// What the server is asked, and what it is asked to do. Addresses are relative: they begin with the secret.

export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.message || "The board did not answer.");
    this.status = status;
    this.answer = answer;
  }
}

async function answered(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

/** What this page itself does: acts under way, and the version of the files that its last one gave. */
export const activity = { running: 0, version: 0 };

/** Ask something; `values` go into the query, lists as several values. */
export async function ask(what, values = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) query.append(name, one);
  return answered(await fetch(`api/${what}?${query}`, { cache: "no-store" }));
}

/** Do something. */
export async function send(action, values = {}, path = `do/${action}`) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) };
  activity.running += 1;
  try {
    const answer = await answered(await fetch(path, request));
    activity.version = Math.max(activity.version, answer.version ?? 0);
    return answer;
  } finally {
    activity.running -= 1;
  }
}

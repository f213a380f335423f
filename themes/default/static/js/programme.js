// Sessions as scripts see them, from the page itself or from the files beside the days' pages; and what is on.

export const home = new URL(".", document.querySelector(".brand").href);

const session = (from) => ({ ...from, starts: Date.parse(from.start), ends: Date.parse(from.end) });

// The sessions that a part of the page lists. `start` and `end` are as written, in the conference's own zone; `lang` is
// the title's language where it is not the page's, `names` are the rooms' names, each with its language likewise.
export const sessionsIn = (part) =>
  [...part.querySelectorAll(".slot, .shared-one, .lines > li[data-id], .brief-session")].map((element) => {
    const [start, end] = element.querySelectorAll('time[datetime*="T"]');
    const title = element.querySelector(".title");
    const rooms = [...(element.closest(".shared") ?? element).querySelectorAll(".room")];
    const topic = element.querySelector(".topic");
    return session({
      element,
      id: element.dataset.id,
      start: element.dataset.start ?? start.dateTime,
      end: element.dataset.end ?? end.dateTime,
      title: title?.textContent ?? "",
      lang: title?.querySelector("[lang]")?.lang,
      href: (title?.closest("a") ?? title?.querySelector("a"))?.href,
      names: rooms.map((room) => [room.textContent.trim(), room.querySelector("[lang]")?.lang]),
      about: topic && [topic.textContent, topic.querySelector("[lang]")?.lang],
      cancelled: element.classList.contains("is-cancelled"),
    });
  });

// A day's file: the day, and its sessions.
export const fetchDay = async (file) => {
  const response = await fetch(new URL(file, document.baseURI));
  if (!response.ok) throw new Error(response.statusText);
  const { sessions, ...day } = await response.json();
  const { href } = new URL(day.page, home);
  return {
    ...day,
    href,
    sessions: sessions.map((one) =>
      session({
        ...one,
        names: one.names ?? (one.room ? [[one.room]] : []),
        day: href,
        about: one.track && [day.names.track[one.track]].flat(),
        href: new URL(one.page, home).href,
        feed: new URL(one.feed, home).href,
        cancelled: one.status === "cancelled",
      }),
    ),
  };
};

// Without those that the agenda shows inside another one which is told.
export const ownSessions = (sessions) => {
  const held = sessions.filter((one) => !one.cancelled);
  return sessions.filter(({ within }) => !within || !held.some((one) => one.id === within));
};

// What is on at a time, and what starts next.
export const stateAt = (now, sessions) => {
  const held = sessions.filter((one) => !one.cancelled);
  const first = Math.min(...held.map((one) => one.starts).filter((start) => start > now));
  return {
    on: held.filter((one) => one.starts <= now && now < one.ends),
    next: held.filter((one) => one.starts === first),
  };
};

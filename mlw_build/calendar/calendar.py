"""The calendar of a conference: what is published of each session, and which feeds there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from mlw_build.calendar.facts import SessionFacts
from mlw_build.calendar.lock.lock import Entry, Lock, PublishedFeed
from mlw_build.calendar.lock.update import SessionChange
from mlw_build.calendar.subjects import feed_subjects
from mlw_build.model.conference import Conference, Session

Members = Mapping[str, tuple[Entry, ...]]
"""The entries in each feed by the feed's key (kind/id), in order of start and UID."""


class Calendar(Struct, frozen=True):
    """What calendars are made from.

    `lock` has an entry for every session and every feed that was ever published. `members` are the sessions of
    each feed, those that are gone too; `advertised` are the feeds to offer: those with a session in the programme.
    `changes` are what the lock in the file does not have yet: the entries of those sessions are provisional,
    what `calendar update` would write, dated without a clock. `differs` is whether that would write anything;
    `started` whether there is a lock at all.
    """

    lock: Lock
    facts: Mapping[str, SessionFacts]
    members: Members
    advertised: Mapping[str, PublishedFeed]
    changes: tuple[SessionChange, ...] = ()
    differs: bool = False
    started: bool = True

    def entry(self, session: Session) -> Entry:
        """What is published of a session."""
        return self.lock.entries[session.id]

    def has_feed(self, kind: str, subject: str) -> bool:
        """Whether there is a feed to offer about something; every session has its own file."""
        if kind == "conference":
            return any(feed.kind == kind for feed in self.advertised.values())
        return kind == "session" or f"{kind}/{subject}" in self.advertised


def feed_members(conference: Conference, lock: Lock) -> tuple[Members, Mapping[str, PublishedFeed]]:
    """The sessions of every feed, and the feeds to offer. A renamed room's old feed has the sessions of the new."""
    renamed = {
        f"room/{former}": f"room/{room.id}"
        for room in conference.rooms.values()
        for former in room.was
        if former not in conference.rooms
    }
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(lock.entries.values(), key=lambda entry: (entry.last.start, entry.uid)):
        for key in dict.fromkeys(renamed.get(key, key) for key in entry.last.feeds):
            found[key].append(entry)
    members = {key: tuple(entries) for key, entries in found.items()}
    members |= {former: members[key] for former, key in renamed.items() if key in members}
    offered = {
        feed.key: feed
        for feed in feed_subjects(conference)
        if any(not entry.gone for entry in members.get(feed.key, ()))
    }
    return members, offered

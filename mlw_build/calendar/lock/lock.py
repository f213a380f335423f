"""The calendar lock: what subscribers have been told of each session, and when.

`content/calendar.lock` is committed with the programme. Whatever is published is made from the programme and
the lock alone; only `calendar update` writes the lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from msgspec import Struct, field

from mlw_build.calendar.facts import StoredFacts
from mlw_build.model.conference import Session
from mlw_build.model.text import Text

LOCK_FILE = "content/calendar.lock"

LONGEST_LOG = 10
"""Changes of a session that are remembered, for the page of changes."""

MOST_STARTS = 5
"""Earlier starts that are remembered: schema.org's previousStartDate."""


class VisibleDifference(Struct, frozen=True):
    """What of a session was different before or after a change; None where nothing changed."""

    start: datetime | None = None
    end: datetime | None = None
    title: Text | None = None
    rooms: tuple[Text, ...] | None = None


class Revision(Struct, frozen=True):
    """A change of a session as its subscribers see it: with which sequence, since when, and what.

    `kinds` are of KINDS; `before` and `after` have what can be told of them.
    """

    sequence: int
    modified: datetime
    kinds: tuple[str, ...]
    before: VisibleDifference = VisibleDifference()
    after: VisibleDifference = VisibleDifference()


KINDS = ("new", "removed", "cancelled", "restored", "moved", "length", "room", "renamed", "details")
"""Kinds of changes: `moved` is another start, `length` another end alone, `details` whatever else is seen."""


class Entry(Struct, frozen=True):
    """What is published of a session: identity, revision, and what is kept of it.

    `digests` hash what was seen in each language. `was` are earlier starts, the latest last; `slugs` earlier
    addresses. `gone` says that the programme no longer has it: it stays in feeds as cancelled.
    """

    id: str
    uid: str
    sequence: int
    created: datetime
    modified: datetime
    digests: Mapping[str, str]
    last: StoredFacts
    was: tuple[datetime, ...] = ()
    slugs: tuple[str, ...] = ()
    log: tuple[Revision, ...] = ()
    gone: bool = False


class PublishedFeed(Struct, frozen=True):
    """A feed that somebody may have subscribed to: its kind, the id of what it is about, its name."""

    kind: str
    subject: str
    title: Text

    @property
    def key(self) -> str:
        """The feed's key, kind/id."""
        return f"{self.kind}/{self.subject}"


class Lock(Struct, frozen=True):
    """All of content/calendar.lock: entries by session, feeds by key, folders of languages that have feeds."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    feeds: Mapping[str, PublishedFeed] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    @property
    def newest(self) -> datetime | None:
        """When the last of its changes was recorded."""
        return max((entry.modified for entry in self.entries.values()), default=None)

    def previous_starts(self, session: Session) -> tuple[datetime, ...]:
        """When the session was to begin before it was moved, the latest last (schema.org, previousStartDate)."""
        entry = self.entries.get(session.id)
        return tuple(start for start in entry.was if start != session.start) if entry else ()

    def event_status(self, session: Session) -> str:
        """The session's eventStatus, one of the names that schema.org gives to an EventStatusType."""
        if session.cancelled:
            return "EventCancelled"
        return "EventRescheduled" if self.previous_starts(session) else "EventScheduled"


EMPTY = Lock(MappingProxyType({}), MappingProxyType({}), ())


def whole_second(instant: datetime) -> datetime:
    """An instant as the lock keeps it: UTC, without a fraction of a second."""
    return instant.astimezone(UTC).replace(microsecond=0)

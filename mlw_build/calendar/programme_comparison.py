"""Two versions of a programme held against each other: what is different for attendees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from mlw_build.calendar.facts import session_facts
from mlw_build.calendar.lock.lock import EMPTY
from mlw_build.calendar.lock.update import SessionChange, next_lock
from mlw_build.model.conference import Conference, Session

_ANY = datetime(2000, 1, 1, tzinfo=UTC)


class PeopleChange(Struct, frozen=True):
    """A session with other people than before: who joined and who left, by name."""

    session: Session
    joined: tuple[str, ...]
    left: tuple[str, ...]


class ProgrammeComparison(Struct, frozen=True):
    """What changed: sessions as calendars show them, in order of time, and the people in them."""

    changes: tuple[SessionChange, ...]
    people: tuple[PeopleChange, ...]


def compare_programmes(old: Conference, new: Conference) -> ProgrammeComparison:
    """What attendees of the new programme find different from the old one."""
    published = next_lock(old, session_facts(old), EMPTY, _ANY).lock
    update = next_lock(new, session_facts(new), published, _ANY, first=False)
    return ProgrammeComparison(update.changes, tuple(_people(old, new)))


def _people(old: Conference, new: Conference) -> list[PeopleChange]:
    found = []
    for session in new.sessions.values():
        before = next((old.sessions[text] for text in (session.id, *session.was) if text in old.sessions), None)
        if before is None:
            continue
        was, now = _names(before), _names(session)
        joined = tuple(name for text, name in now.items() if text not in was)
        left = tuple(name for text, name in was.items() if text not in now)
        if joined or left:
            found.append(PeopleChange(session, joined, left))
    return found


def _names(session: Session) -> Mapping[str, str]:
    """The names of a session's people by their ids; an id that stands for nobody yet by its name too."""
    return {contribution.speaker.id: contribution.speaker.name.plain for contribution in session.everyone}

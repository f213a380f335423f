"""An id that vanished while another appeared may be one session with a new id: only the editor knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from mlw_build.calendar.facts import SessionFacts, StoredFacts
from mlw_build.calendar.lock.lock import Entry, Lock
from mlw_build.model.text import Text


class RenameQuestion(Struct, frozen=True):
    """A session that is gone, and a new one that looks like it: `alike` says in what (title, time and room)."""

    gone: Entry
    new: SessionFacts
    alike: str


def vanished_sessions(facts: Mapping[str, SessionFacts], lock: Lock) -> tuple[Entry, ...]:
    """The published sessions that the programme has no more, under any id."""
    former = {was for fact in facts.values() for was in fact.was}
    return tuple(
        entry
        for identifier, entry in sorted(lock.entries.items())
        if not entry.gone and identifier not in facts and identifier not in former
    )


def rename_questions(
    facts: Mapping[str, SessionFacts], lock: Lock, *, new: Collection[str] = (), cancelled: Collection[str] = ()
) -> tuple[RenameQuestion, ...]:
    """What has to be asked before the lock can be updated; `new` and `cancelled` are ids already answered for.

    At most one for each session that is gone: the likeliest.
    """
    former = set(lock.entries)
    appeared = [
        fact
        for fact in facts.values()
        if fact.id not in former and fact.id not in new and not any(was in former for was in fact.was)
    ]
    return tuple(
        found
        for entry in vanished_sessions(facts, lock)
        if entry.id not in cancelled and (found := next(_likely_renames(entry, appeared), None))
    )


def _likely_renames(entry: Entry, appeared: Collection[SessionFacts]) -> Iterator[RenameQuestion]:
    same_title = [session_facts for session_facts in appeared if _titles(entry.last) & _titles(session_facts.last)]
    yield from (RenameQuestion(entry, session_facts, "title") for session_facts in same_title)
    yield from (
        RenameQuestion(entry, session_facts, "time and room")
        for session_facts in appeared
        if _same_slot(entry.last, session_facts.last)
    )


def _titles(last: StoredFacts) -> frozenset[str]:
    return frozenset(text.casefold() for _, text in last.title.values)


def _same_slot(stored_facts: StoredFacts, facts: StoredFacts) -> bool:
    return stored_facts.start == facts.start and bool(_names(stored_facts.rooms) & _names(facts.rooms))


def _names(rooms: Collection[Text]) -> frozenset[str]:
    return frozenset(text.casefold() for room in rooms for _, text in room.values)

"""An id that vanished while another appeared may be one session with a new id: only the editor knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from mlw_build.calendar.facts import Facts, Last
from mlw_build.calendar.lock import Entry, Lock
from mlw_build.model.text import Text


class Question(Struct, frozen=True):
    """A session that is gone, and a new one that looks like it: `alike` says in what (title, time and room)."""

    gone: Entry
    new: Facts
    alike: str


def vanished(facts: Mapping[str, Facts], lock: Lock) -> tuple[Entry, ...]:
    """The published sessions that the programme has no more, under any id."""
    former = {was for one in facts.values() for was in one.was}
    return tuple(
        entry
        for identifier, entry in sorted(lock.entries.items())
        if not entry.gone and identifier not in facts and identifier not in former
    )


def questions(
    facts: Mapping[str, Facts], lock: Lock, *, new: Collection[str] = (), cancelled: Collection[str] = ()
) -> tuple[Question, ...]:
    """What has to be asked before the lock can be updated; `new` and `cancelled` are ids already answered for.

    At most one for each session that is gone: the likeliest.
    """
    former = set(lock.entries)
    appeared = [
        one
        for one in facts.values()
        if one.id not in former and one.id not in new and not any(was in former for was in one.was)
    ]
    return tuple(
        found
        for entry in vanished(facts, lock)
        if entry.id not in cancelled and (found := next(_likely(entry, appeared), None))
    )


def _likely(entry: Entry, appeared: Collection[Facts]) -> Iterator[Question]:
    same_title = [one for one in appeared if _titles(entry.last) & _titles(one.last)]
    yield from (Question(entry, one, "title") for one in same_title)
    yield from (Question(entry, one, "time and room") for one in appeared if _same_slot(entry.last, one.last))


def _titles(last: Last) -> frozenset[str]:
    return frozenset(text.casefold() for _, text in last.title.values)


def _same_slot(one: Last, other: Last) -> bool:
    return one.start == other.start and bool(_names(one.rooms) & _names(other.rooms))


def _names(rooms: Collection[Text]) -> frozenset[str]:
    return frozenset(text.casefold() for room in rooms for _, text in room.values)

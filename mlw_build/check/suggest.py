"""Ways out of clashes: where else a session could be without being in anybody's way, nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.check.clashes import ROOM_CLASH, SPEAKER_CLASH
from mlw_build.check.whatif import Item, Place, WhatIf
from mlw_build.check.wording import clock, date_of, listed, named
from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.model.conference import Conference, Room

WITH_WAYS_OUT = frozenset((ROOM_CLASH.code, SPEAKER_CLASH.code))

MOST_HINTS = 20

MOST_TRIED = 4000
"""Places tried for one session before looking no further: in a full programme the nearest free one is not far."""

DAY_APART, ROOM_APART, SWAP_APART, OFF_GRID = 600, 5, 15, 30
"""What another day, another room, a second session that has to move, and a time at which nothing else of the day
begins are worth, in minutes of being moved."""


class Move(Struct, frozen=True):
    """A session to another place."""

    session: str
    before: Place
    after: Place

    @property
    def minutes(self) -> int:
        """By how much its start moves."""
        return abs(self.after.start - self.before.start) // 60

    @property
    def other_day(self) -> bool:
        """Whether it is then on another day."""
        return self.after.day != self.before.day

    @property
    def rooms(self) -> int:
        """How many of its rooms are others then."""
        return len(set(self.after.rooms) - set(self.before.rooms))


class WayOut(Struct, frozen=True):
    """Moves that solve a session's clashes together: one, or two sessions that change places."""

    moves: tuple[Move, ...]
    people: int
    off_grid: int = 0

    @property
    def cost(self) -> tuple[int, int]:
        """What it costs, in minutes: the smaller the better; then how many people have to be told."""
        return (
            sum(
                (DAY_APART if one.other_day else min(one.minutes, DAY_APART)) + ROOM_APART * one.rooms
                for one in self.moves
            )
            + SWAP_APART * (len(self.moves) - 1)
            + OFF_GRID * self.off_grid,
            self.people,
        )


def ways_out(index: WhatIf, session: str, most: int = 10) -> list[WayOut]:
    """The best places for a session, and the best sessions to change places with, the cheapest first."""
    item = index.items.get(session)
    if item is None:
        return []
    found = [way(index, [Move(item.id, item.place, place)]) for place in islice(free_places(index, item), 3 * most)]
    found += islice(_swaps(index, item), 3 * most)
    return sorted(found, key=lambda one: (one.cost, one.moves[0].after))[:most]


def way(index: WhatIf, moves: Sequence[Move]) -> WayOut:
    """The moves with how many people are in the sessions whose time changes."""
    people = {
        one.speaker.id
        for move in moves
        if move.minutes
        for one in index.items[move.session].session.everyone
        if one.speaker.announced
    }
    off_grid = sum(not index.around.on_grid(move.after.day, move.after.start) for move in moves if move.minutes)
    return WayOut(tuple(moves), len(people), off_grid)


def free_places(index: WhatIf, item: Item) -> Iterator[Place]:
    """The places other than its own where a session could be with nothing in its way, the nearest first.

    Times are those at which something begins or ends on a day already: of its own day before those of others, and
    those at which something begins before the rest.
    """
    around, home = index.around, item.place
    possible: dict[tuple[int, date], bool] = {}
    candidates = sorted(
        (
            (time[1] != home.day, not around.on_grid(time[1], time[0]), abs(time[0] - home.start), time, order, rooms)
            for order, rooms in enumerate(room_choices(index.conference, item))
            for time in _times(index, item, rooms)
        ),
    )
    tried = 0
    for *_, time, _, rooms in candidates:
        place = Place(time[0], rooms, time[1])
        if time not in possible:
            possible[time] = index.may_begin(item, place)
        if possible[time] and place != home:
            tried += 1
            if index.has_rooms(item, place):
                yield place
        if tried > MOST_TRIED:
            return


def _times(index: WhatIf, item: Item, rooms: tuple[str, ...]) -> Iterator[tuple[int, date]]:
    """The times that a session could have in rooms, as far as a look at when these are empty can tell."""
    home = item.place
    if item.has_children or item.session.plenary or item.session.interlude:
        yield home.start, home.day
    elif rooms == home.rooms or len(rooms) > 1:
        yield from ((start, day) for day, starts in index.around.times.items() for start in starts)
    else:
        for begins, ends in index.gaps(rooms[0], item.length):
            yield from index.around.times_in(begins, ends - item.length)


def room_choices(conference: Conference, item: Item) -> Iterator[tuple[str, ...]]:
    """The rooms a session could be in: its own, then with one of them exchanged for one of the same kind."""
    yield item.place.rooms
    for number, identifier in enumerate(item.place.rooms):
        own = conference.rooms[identifier]
        if own.shared:
            continue
        others = [one for one in conference.rooms.values() if _alike(one, own) and one.id not in item.place.rooms]
        for other in sorted(others, key=lambda one: (abs(one.number - own.number), one.number)):
            yield (*item.place.rooms[:number], other.id, *item.place.rooms[number + 1 :])


def _alike(room: Room, other: Room) -> bool:
    """Whether both are places, or both online channels, of which none is shared."""
    return not room.shared and bool(room.place) == bool(other.place)


def _swaps(index: WhatIf, item: Item) -> Iterator[WayOut]:
    """Sessions of the same day with which a session could change places, the nearest first."""
    if item.has_children or item.session.plenary:
        return
    others = [
        one
        for one in index.items.values()
        if one.place.day == item.place.day and one is not item and not one.has_children and not one.session.interlude
    ]
    others.sort(key=lambda one: (abs(one.place.start - item.place.start), one.place))
    for other in others[: MOST_TRIED // 4]:
        if other.place.start == item.place.start or not len(item.place.rooms) == len(other.place.rooms) > 0:
            continue
        there, here = other.place, item.place
        if not (index.is_free(item, there, (other.id,)) and index.is_free(other, here, (item.id,))):
            continue
        if not _meet(index, item, other):
            yield way(index, [Move(item.id, here, there), Move(other.id, there, here)])


def _meet(index: WhatIf, item: Item, other: Item) -> bool:
    """Whether two sessions would still be in each other's way after they changed places."""
    if item.place.start + other.length <= other.place.start or other.place.start + item.length <= item.place.start:
        return False
    changed = index.move({item.id: other.place, other.id: item.place})
    return not changed.is_free(changed.items[item.id], other.place)


def hint(index: WhatIf, sessions: Sequence[str]) -> str | None:
    """One line on how a clash of these sessions could be solved, the cheapest ways first; None where none is near.

    The last of the sessions is the one to move, if it can; else one of the others.
    """
    for session in reversed(sessions):
        item = index.items.get(session)
        if item is None:
            continue
        chosen = _different(index, item)
        if chosen:
            return f"Move {named(item.session)} {listed(chosen, 'or')}: nothing else is in the way there."
        swap = next(_swaps(index, item), None)
        if swap:
            other = index.items[swap.moves[1].session]
            return (
                f"Let {named(item.session)} and {named(other.session)} change places "
                f"({where(index.conference, swap.moves[0].after, item.place)}): nothing else is in the way there."
            )
    return None


def _different(index: WhatIf, item: Item) -> list[str]:
    """The nearest place at the same time, the nearest in the same rooms, and else the nearest at all, in words."""
    same_time: Place | None = None
    same_rooms: Place | None = None
    any_place: Place | None = None
    for place in islice(free_places(index, item), 200):
        if place.start == item.place.start:
            same_time = same_time or place
        elif place.rooms == item.place.rooms:
            same_rooms = same_rooms or place
        else:
            any_place = any_place or place
        if same_time and same_rooms:
            break
    chosen = [one for one in (same_time, same_rooms) if one] or [one for one in (any_place,) if one]
    return [where(index.conference, one, item.place) for one in chosen]


def where(conference: Conference, place: Place, before: Place) -> str:
    """A place as it differs from where a session is now: `to room-2 (Room 2) at the same time`."""
    start = datetime.fromtimestamp(place.start, UTC)
    moved = [conference.rooms[one] for one in place.rooms if one not in before.rooms]
    room = listed([f"`{one.id}` ({one.name.plain})" for one in moved])
    if place.start == before.start:
        return f"to {room} at the same time"
    time = (
        f"{clock(conference, start)}"
        if place.day == before.day
        else f"{clock(conference, start)} on {date_of(conference, start)}"
    )
    return f"to {time} in {room}" if room else f"to {time}{' in the same room' if place.rooms else ''}"


def with_ways_out(conference: Conference, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics, where clashes of rooms and people have the nearest way out of them as their hint.

    Only for the first of them: what is needed to find it takes its time, and nobody reads hundreds at once.
    """
    found = tuple(diagnostics)
    clashing = [(one, sessions) for one in found if len(sessions := _clashing_sessions(one)) > 1]
    if not clashing:
        return found
    index = WhatIf(conference)
    hints = {one: way_out for one, sessions in clashing[:MOST_HINTS] if (way_out := hint(index, sessions))}
    return tuple(replace(one, hint=hints[one]) if one in hints else one for one in found)


def _clashing_sessions(one: Diagnostic) -> list[str]:
    """The sessions of a clash that moving one of them would solve."""
    if one.code not in WITH_WAYS_OUT or one.severity is Severity.NOTE or one.concern is None:
        return []
    return list(dict.fromkeys(session for session, _ in one.concern.shares))

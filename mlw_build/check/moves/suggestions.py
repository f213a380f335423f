"""Ways out of clashes: where else a session could be without being in anybody's way, nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.check.moves.trial_move import Place, ScheduledItem, TrialIndex
from mlw_build.check.rules.clashes import ROOM_CLASH, SPEAKER_CLASH
from mlw_build.check.rules.wording import clock_time, date_of, join_words, quoted_title
from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.model.attendance import room_attendance
from mlw_build.model.conference import Conference, Room, Settings

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
                (DAY_APART if move.other_day else min(move.minutes, DAY_APART)) + ROOM_APART * move.rooms
                for move in self.moves
            )
            + SWAP_APART * (len(self.moves) - 1)
            + OFF_GRID * self.off_grid,
            self.people,
        )


def ways_out(index: TrialIndex, session: str, most: int = 10) -> list[WayOut]:
    """The best places for a session, and the best sessions to change places with, the cheapest first."""
    item = index.items.get(session)
    if item is None:
        return []
    found = [
        way_out_of(index, [Move(item.id, item.place, place)]) for place in islice(free_places(index, item), 3 * most)
    ]
    found += islice(_swaps(index, item), 3 * most)
    return sorted(found, key=lambda way_out: (way_out.cost, way_out.moves[0].after))[:most]


def way_out_of(index: TrialIndex, moves: Sequence[Move]) -> WayOut:
    """The moves with how many people are in the sessions whose time changes."""
    people = {
        contribution.speaker.id
        for move in moves
        if move.minutes
        for contribution in index.items[move.session].session.everyone
        if contribution.speaker.announced
    }
    off_grid = sum(not index.around.on_grid(move.after.day, move.after.start) for move in moves if move.minutes)
    return WayOut(tuple(moves), len(people), off_grid)


def free_places(index: TrialIndex, item: ScheduledItem) -> Iterator[Place]:
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
            for time in _candidate_times(index, item, rooms)
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


def _candidate_times(index: TrialIndex, item: ScheduledItem, rooms: tuple[str, ...]) -> Iterator[tuple[int, date]]:
    """The times that a session could have in rooms, as far as a look at when these are empty can tell."""
    home = item.place
    if item.has_children or item.session.plenary or item.session.interlude:
        yield home.start, home.day
    elif rooms == home.rooms or len(rooms) > 1:
        yield from ((start, day) for day, starts in index.around.times.items() for start in starts)
    else:
        for begins, ends in index.gaps(rooms[0], item.length):
            yield from index.around.times_in(begins, ends - item.length)


def room_choices(conference: Conference, item: ScheduledItem) -> Iterator[tuple[str, ...]]:
    """The rooms a session could be in: its own, then with one of them exchanged for one of the same kind."""
    yield item.place.rooms
    for number, identifier in enumerate(item.place.rooms):
        own = conference.rooms[identifier]
        if own.shared:
            continue
        others = [
            room
            for room in conference.rooms.values()
            if _is_same_kind_of_room(conference.settings, room, own) and room.id not in item.place.rooms
        ]
        for room in sorted(others, key=lambda room: (abs(room.number - own.number), room.number)):
            yield (*item.place.rooms[:number], room.id, *item.place.rooms[number + 1 :])


def _is_same_kind_of_room(settings: Settings, room: Room, other: Room) -> bool:
    """Whether both are attended alike (online, on site, both), and the room is not shared."""
    return not room.shared and room_attendance(settings, room) == room_attendance(settings, other)


def _swaps(index: TrialIndex, item: ScheduledItem) -> Iterator[WayOut]:
    """Sessions of the same day with which a session could change places, the nearest first."""
    if item.has_children or item.session.plenary:
        return
    others = [
        scheduled_item
        for scheduled_item in index.items.values()
        if scheduled_item.place.day == item.place.day
        and scheduled_item is not item
        and not scheduled_item.has_children
        and not scheduled_item.session.interlude
    ]
    others.sort(key=lambda scheduled_item: (abs(scheduled_item.place.start - item.place.start), scheduled_item.place))
    for scheduled_item in others[: MOST_TRIED // 4]:
        if (
            scheduled_item.place.start == item.place.start
            or not len(item.place.rooms) == len(scheduled_item.place.rooms) > 0
        ):
            continue
        there, place = scheduled_item.place, item.place
        if not (index.is_free(item, there, (scheduled_item.id,)) and index.is_free(scheduled_item, place, (item.id,))):
            continue
        if not _would_clash_after_swap(index, item, scheduled_item):
            yield way_out_of(index, [Move(item.id, place, there), Move(scheduled_item.id, there, place)])


def _would_clash_after_swap(index: TrialIndex, item: ScheduledItem, scheduled_item: ScheduledItem) -> bool:
    """Whether two sessions would still be in each other's way after they changed places."""
    if (
        item.place.start + scheduled_item.length <= scheduled_item.place.start
        or scheduled_item.place.start + item.length <= item.place.start
    ):
        return False
    changed = index.move({item.id: scheduled_item.place, scheduled_item.id: item.place})
    return not changed.is_free(changed.items[item.id], scheduled_item.place)


def way_out_hint(index: TrialIndex, sessions: Sequence[str]) -> str | None:
    """One line on how a clash of these sessions could be solved, the cheapest ways first; None where none is near.

    The last of the sessions is the one to move, if it can; else one of the others.
    """
    for session in reversed(sessions):
        item = index.items.get(session)
        if item is None:
            continue
        chosen = _distinct_places(index, item)
        if chosen:
            return f"Move {quoted_title(item.session)} {join_words(chosen, 'or')}: nothing else is in the way there."
        swap = next(_swaps(index, item), None)
        if swap:
            scheduled_item = index.items[swap.moves[1].session]
            return (
                f"Let {quoted_title(item.session)} and {quoted_title(scheduled_item.session)} change places "
                f"({describe_place(index.conference, swap.moves[0].after, item.place)}): nothing else is in the "
                "way there."
            )
    return None


def _distinct_places(index: TrialIndex, item: ScheduledItem) -> list[str]:
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
    chosen = [place for place in (same_time, same_rooms) if place] or [place for place in (any_place,) if place]
    return [describe_place(index.conference, place, item.place) for place in chosen]


def describe_place(conference: Conference, place: Place, before: Place) -> str:
    """A place as it differs from where a session is now: `to room-2 (Room 2) at the same time`."""
    start = datetime.fromtimestamp(place.start, UTC)
    moved = [conference.rooms[room] for room in place.rooms if room not in before.rooms]
    room = join_words([f"`{room.id}` ({room.name.plain})" for room in moved])
    if place.start == before.start:
        return f"to {room} at the same time"
    time = (
        f"{clock_time(conference, start)}"
        if place.day == before.day
        else f"{clock_time(conference, start)} on {date_of(conference, start)}"
    )
    return f"to {time} in {room}" if room else f"to {time}{' in the same room' if place.rooms else ''}"


def with_ways_out(conference: Conference, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics, where clashes of rooms and people have the nearest way out of them as their hint.

    Only for the first of them: what is needed to find it takes its time, and nobody reads hundreds at once.
    """
    found = tuple(diagnostics)
    clashing = [(diagnostic, sessions) for diagnostic in found if len(sessions := _clashing_sessions(diagnostic)) > 1]
    if not clashing:
        return found
    index = TrialIndex(conference)
    hints = {
        diagnostic: way_out
        for diagnostic, sessions in clashing[:MOST_HINTS]
        if (way_out := way_out_hint(index, sessions))
    }
    return tuple(
        replace(diagnostic, hint=hints[diagnostic]) if diagnostic in hints else diagnostic for diagnostic in found
    )


def _clashing_sessions(diagnostic: Diagnostic) -> list[str]:
    """The sessions of a clash that moving one of them would solve."""
    if diagnostic.code not in WITH_WAYS_OUT or diagnostic.severity is Severity.NOTE or diagnostic.involved is None:
        return []
    return list(dict.fromkeys(session for session, _ in diagnostic.involved.shares))

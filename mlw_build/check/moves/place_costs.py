"""What a session would meet at each place of a day, in words: who is in the way, whose hours, which room is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from mlw_build.check.moves.constraints import PlacementConstraints
from mlw_build.check.moves.trial_move import Place, ScheduledItem, TrialIndex
from mlw_build.check.rules.availability import SOCIAL
from mlw_build.check.rules.wording import clock_time, zone_city
from mlw_build.diagnostics import Severity
from mlw_build.model.conference import Conference, Room, Session, Speaker
from mlw_build.model.windows import is_within
from mlw_build.model.zones import zone


class Obstacle(Struct, frozen=True):
    """Something that a session would meet at a place: in words, and how much it matters."""

    words: str
    severity: Severity


def time_obstacles(index: TrialIndex, item: ScheduledItem, start: int) -> list[Obstacle]:
    """What the session meets from `start` on (seconds since 1970), in whatever room: people, plenaries, hours."""
    begins, ends = _instant(start), _instant(start + item.length)
    conference = index.conference
    return [
        *_held_claims(index, item, start),
        *_unavailable(conference, item.session, begins, ends),
        *_plenaries(index, item, start),
        *_blocks(index, item, start),
        *_unsocial(conference, item.session, begins, ends),
    ]


def room_obstacles(index: TrialIndex, item: ScheduledItem, room: Room, start: int) -> list[Obstacle]:
    """What the session meets in a room from `start` on: other sessions, closed doors, too few seats."""
    found: dict[str, Obstacle] = {}
    for claim in index.room_claims(item, room):
        for other in index.in_the_way(claim, item, start):
            if claim.resource[0] == "room":
                after = start >= other.end or start + item.length <= other.place.start
                words = f"too close to {_title(other)} for the changeover" if after else f"{_title(other)} is here"
                found.setdefault(other.id, Obstacle(words, Severity.WARNING if after else Severity.ERROR))
            else:
                words = f"{_title(other)} is on the same stream"
                found.setdefault(other.id, Obstacle(words, Severity.ERROR))
    obstacles = list(found.values())
    if not is_within(_instant(start), _instant(start + item.length), room.open, index.conference.zone):
        obstacles.append(Obstacle(f"{room.name.plain} is closed", Severity.ERROR))
    if item.session.capacity and room.capacity and item.session.capacity > room.capacity:
        words = f"{room.name.plain} holds {room.capacity}, and {item.session.capacity} can take part"
        obstacles.append(Obstacle(words, Severity.WARNING))
    return obstacles


def best_places(
    index: TrialIndex, item: ScheduledItem, around: PlacementConstraints, rooms: Sequence[Room], most: int
) -> list[Place]:
    """The first places where a session meets nothing: for one that has no place yet, from which others are near.

    `around` has the days as they are without it.
    """
    found: list[Place] = []
    for day, times in around.times.items():
        first, last = around.bounds[day]
        for start in times:
            if not first <= start or start + item.length > last or time_obstacles(index, item, start):
                continue
            for room in rooms:
                if not room.shared and not room_obstacles(index, item, room, start):
                    found.append(Place(start, (room.id,), day))
                    if len(found) == most:
                        return found
    return found


def _held_claims(index: TrialIndex, item: ScheduledItem, start: int) -> Iterator[Obstacle]:
    told = set()
    for claim in item.claims:
        kind, identifier = claim.resource
        for other in index.in_the_way(claim, item, start):
            words = f"{_holder(index.conference, kind, identifier)} {_title(other)}"
            if words not in told:
                told.add(words)
                yield Obstacle(words, Severity.ERROR)


def _holder(conference: Conference, kind: str, identifier: str) -> str:
    things: Mapping[str, Mapping[str, Any]] = {
        "person": conference.speakers,
        "booth": conference.booths,
        "team": conference.organisations,
        "need": conference.resources,
    }
    thing = things.get(kind, {}).get(identifier)
    name = thing.name.plain if thing else identifier
    if kind == "apart":
        return "must not be at the same time as"
    if kind == "room stream":
        return "is on the same stream as"
    return f"{name} is taken by" if kind == "need" else f"{name} is in"


def _unavailable(conference: Conference, session: Session, start: datetime, end: datetime) -> Iterator[Obstacle]:
    for speaker in _speakers(session):
        there = zone(speaker.time_zone) if speaker.time_zone else conference.zone
        if not is_within(start, end, speaker.available, there):
            yield Obstacle(f"{speaker.name.plain} cannot take part", Severity.ERROR)
    for need in session.needs:
        if not is_within(start, end, need.resource.available, conference.zone):
            yield Obstacle(f"{need.resource.name.plain} cannot be used", Severity.ERROR)


def _unsocial(conference: Conference, session: Session, start: datetime, end: datetime) -> Iterator[Obstacle]:
    for speaker in _speakers(session):
        if speaker.time_zone and not is_within(start, end, SOCIAL, zone(speaker.time_zone)):
            local = start.astimezone(zone(speaker.time_zone))
            words = f"{local:%H:%M} for {speaker.name.plain} in {zone_city(zone(speaker.time_zone))}"
            yield Obstacle(words, Severity.NOTE)


def _plenaries(index: TrialIndex, item: ScheduledItem, start: int) -> Iterator[Obstacle]:
    if item.session.interlude:
        return
    for other in index.items.values():
        if other is item or item.id in other.within or other.id in item.within or other.session.interlude:
            continue
        if (other.session.plenary or item.session.plenary) and _overlaps(other, start, item.length):
            plenary = "the plenary " if other.session.plenary else ""
            yield Obstacle(f"at the same time as {plenary}{_title(other)}", Severity.WARNING)


def _blocks(index: TrialIndex, item: ScheduledItem, start: int) -> Iterator[Obstacle]:
    block = index.items.get(item.session.part_of or "")
    if block and not (block.place.start <= start and start + item.length <= block.end):
        times = f"{clock_time(index.conference, block.session.start)}-{clock_time(index.conference, block.session.end)}"
        yield Obstacle(f"outside of {_title(block)}, {times}, which it is part of", Severity.WARNING)


def _speakers(session: Session) -> list[Speaker]:
    return list({part.speaker.id: part.speaker for part in session.everyone}.values())


def _overlaps(other: ScheduledItem, start: int, length: int) -> bool:
    return other.place.start < start + length and start < other.end


def _title(item: ScheduledItem) -> str:
    title = item.session.title.plain
    return f"“{title if len(title) <= 40 else title[:39].rstrip() + '…'}”"


def _instant(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)

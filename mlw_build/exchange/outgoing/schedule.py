"""The programme as the frab formats see it: days with rooms with events, each event in one room on one day.

Both writers, XML and JSON, take it from here, so that they say the same. What the formats have no place for is
told in an event's description; docs/data.md lists it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import asdict

from mlw_build.exchange.outgoing.identity import (
    acronym,
    guid,
    lasting_identity,
    numbers_from_hashes,
    session_numbers,
    session_uid,
)
from mlw_build.exchange.outgoing.publication import Publication
from mlw_build.exchange.outgoing.schedule_event import ScheduledEvent, ScheduledPeople, SessionPiece, build_event
from mlw_build.model.attendance import conference_attendance, room_attendance
from mlw_build.model.conference import Conference, Room, Session
from mlw_build.text.json_text import json_octets

LONGEST = timedelta(hours=23, minutes=59)
"""Readers take HH:MM only, under a day; EventFahrplan reads three numbers as days, hours, minutes."""

USUAL_CHANGE = timedelta(hours=4)
DAY = timedelta(days=1)


class ScheduleRoom(Struct, frozen=True):
    """A room with the name that its events say, which is unlike every other room's."""

    name: str
    guid: str
    slug: str
    description: str
    capacity: int | None
    url: str | None
    online: bool


class ScheduleDay(Struct, frozen=True):
    """A day from one change of day to the next: its events by room, in the order of the rooms."""

    date: date
    start: datetime
    end: datetime
    rooms: tuple[tuple[ScheduleRoom, tuple[ScheduledEvent, ...]], ...]


class Schedule(Struct, frozen=True):
    """The conference with its days; `version` changes when anything that a reader sees does."""

    version: str
    language: str
    acronym: str
    title: str
    description: str
    first: date
    last: date
    zone: str
    timeslot: timedelta
    base: str | None
    logo: str | None
    colour: str | None
    tracks: tuple[tuple[str, str], ...]
    rooms: tuple[ScheduleRoom, ...]
    days: tuple[ScheduleDay, ...]


def build_schedule(publication: Publication) -> Schedule:
    """The schedule of a conference, in the publication's language."""
    conference, settings = publication.conference, publication.conference.settings
    rooms = _rooms(publication)
    days = tuple(_days(publication, rooms))
    used = {room.guid for day in days for room, _ in day.rooms}
    dates = [day.date for day in days] or [date(2000, 1, 1)]
    return Schedule(
        version=_version(publication, days),
        language=publication.language,
        acronym=acronym(conference),
        title=publication.line(settings.title),
        description=publication.line(settings.description),
        first=settings.start or dates[0],
        last=settings.end or dates[-1],
        zone=conference.zone.key,
        timeslot=_timeslot(conference),
        base=publication.base,
        logo=publication.picture(settings.look.logo),
        colour=hex_colour(settings.look.accent),
        tracks=tuple((publication.line(track.name), track.id) for track in conference.tracks.values()),
        rooms=tuple(room for room in rooms.values() if room.guid in used),
        days=days,
    )


def day_change(conference: Conference) -> timedelta:
    """How long after midnight a day of the schedule ends.

    It is what conference.yaml says; else 04:00, or earlier where a session begins before that in the morning,
    or later where one begins after that in the night.
    """
    if conference.settings.day_change:
        return conference.settings.day_change.since_midnight % DAY
    begins = [
        conference.local(session.start).replace(tzinfo=None) - datetime.combine(session.day, time())
        for session in conference.sessions.values()
    ]
    hour = timedelta(hours=1)
    mornings = [begin // hour * hour for begin in begins if timedelta() <= begin < DAY]
    nights = [((begin - DAY) // hour + 1) * hour for begin in begins if DAY <= begin < DAY + DAY / 2]
    return max([min([USUAL_CHANGE, *mornings]), *nights])


def _rooms(publication: Publication) -> Mapping[str, ScheduleRoom]:
    """The rooms by id, and under '' the one for sessions without a room; names that are alike get the id."""
    conference = publication.conference
    rooms: dict[str, ScheduleRoom] = {}
    taken: set[str] = set()
    for room in conference.rooms.values():
        name = publication.line(room.name) or room.id
        while name in taken:
            name = f"{name} ({room.id})"
        taken.add(name)
        rooms[room.id] = _room(publication, room, name)
    online = bool(conference.settings.online) and not conference_attendance(conference).on_site
    name = publication.words.plain("online_channel" if online else "no_room")
    while name in taken:
        name = f"{name} –"
    rooms[""] = ScheduleRoom(name, guid(lasting_identity(conference, "room", "")), "", "", None, None, online)
    return rooms


def _room(publication: Publication, room: Room, name: str) -> ScheduleRoom:
    attendance = room_attendance(publication.conference.settings, room)
    return ScheduleRoom(
        name=name,
        guid=guid(lasting_identity(publication.conference, "room", room.id)),
        slug=room.id.lower().rstrip("_-"),
        description=publication.markdown(room.description),
        capacity=room.capacity,
        url=publication.page("room", room.id),
        online=attendance.online and not attendance.on_site,
    )


def _days(publication: Publication, rooms: Mapping[str, ScheduleRoom]) -> Iterator[ScheduleDay]:
    conference = publication.conference
    change = day_change(conference)

    def begins(day: date) -> datetime:
        """When a day begins; where the clocks skip that time, when they show what comes after it."""
        naive = datetime.combine(day, time()) + change
        return publication.local(naive.replace(tzinfo=conference.zone).astimezone(UTC))

    def day_of(instant: datetime) -> date:
        return (publication.local(instant).replace(tzinfo=None) - change).date()

    held: defaultdict[date, defaultdict[str, list[ScheduledEvent]]] = defaultdict(lambda: defaultdict(list))
    for event in _events(publication, rooms, lambda instant: begins(day_of(instant) + DAY).astimezone(UTC)):
        held[day_of(event.start)][event.room].append(event)
    for day in sorted({*held, *(day.date for day in conference.days)}):
        shown = ((room, tuple(held[day][room.name])) for room in rooms.values() if room.name in held[day])
        yield ScheduleDay(day, begins(day), begins(day + DAY), tuple(shown))


def _events(
    publication: Publication, rooms: Mapping[str, ScheduleRoom], ends: Callable[[datetime], datetime]
) -> Iterator[ScheduledEvent]:
    """The events in order of time. `ends` gives for an instant when its day ends, in UTC."""
    pieces = list(_pieces_by_day(publication, ends))
    sessions = session_numbers(publication.conference, publication.lock)
    numbers = numbers_from_hashes([*sessions, *(piece.identity for piece in pieces if piece.index > 1)])
    names = {identifier: room.name for identifier, room in rooms.items()}
    people = ScheduledPeople(publication)
    announced = [speaker.id for speaker in publication.conference.speakers.values() if speaker.announced]
    everybody = _digest([publication.conference.settings.id, announced])
    for piece in pieces:
        number, session = numbers[piece.identity], piece.session
        said = (publication.key("session", session.id), everybody, number, piece.index, piece.count)
        yield ScheduledEvent(
            key=_digest([*said, piece.start.isoformat(), piece.end.isoformat(), names[_room_of(session)]]),
            room=names[_room_of(session)],
            start=publication.local(piece.start),
            told=partial(build_event, publication, piece, number, names, people),
        )


def _room_of(session: Session) -> str:
    return session.rooms[0].id if session.rooms else ""


def _pieces_by_day(publication: Publication, ends: Callable[[datetime], datetime]) -> Iterator[SessionPiece]:
    """Each session whole, or by days where it lasts a day or longer."""
    for session in publication.conference.sessions.values():
        identity = session_uid(publication.conference, session, publication.lock)
        if session.end - session.start <= LONGEST:
            yield SessionPiece(session, identity, 1, 1, session.start, session.end)
            continue
        spans = list(_spans_by_day(session.start, session.end, ends))
        for index, (start, end) in enumerate(spans, start=1):
            own = identity if index == 1 else f"{identity}#{index}"
            yield SessionPiece(session, own, index, len(spans), start, end)


def _spans_by_day(
    start: datetime, end: datetime, ends: Callable[[datetime], datetime]
) -> Iterator[tuple[datetime, datetime]]:
    """What of a long time is on each day; no piece lasts longer than LONGEST, so the last minute may be left out."""
    while start < end:
        change = min(ends(start), end)
        yield start, min(change, start + LONGEST)
        start = change


def _version(publication: Publication, days: Iterable[ScheduleDay]) -> str:
    """The day of first publication, where it is known, and a hash of all that the schedule is made of."""
    told = [
        (str(day.date), [(asdict(room), [scheduled_piece.key for scheduled_piece in held]) for room, held in day.rooms])
        for day in days
    ]
    digest = _digest([publication.named, told])[:8]
    published = publication.conference.settings.published
    return f"{published}-{digest}" if published else digest


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(json_octets(values)).hexdigest()


def _timeslot(conference: Conference) -> timedelta:
    """The longest time, up to an hour, that all starts and ends are multiples of."""
    minutes = [60]
    for session in conference.sessions.values():
        for instant in (session.start, session.end):
            minutes.append(conference.local(instant).minute)
    return timedelta(minutes=math.gcd(*minutes))


def hex_colour(accent: str | None) -> str | None:
    """A colour of the site as #rrggbb; None where it is written in another way."""
    return accent.lower() if accent and re.fullmatch("#[0-9a-fA-F]{6}", accent) else None

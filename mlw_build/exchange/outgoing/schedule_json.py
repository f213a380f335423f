"""schedule.json: the frab format in JSON, version 1 of c3voc's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from mlw_build import __version__
from mlw_build.cache.chunks import Chunk, literal_chunk
from mlw_build.exchange.outgoing.schedule import Schedule, ScheduleDay, ScheduleRoom
from mlw_build.exchange.outgoing.schedule_event import Event, Person, ScheduledEvent
from mlw_build.exchange.outgoing.schedule_xml import clock_duration

SCHEMA = "https://c3voc.de/schedule/schema.json"

_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
"""The schema's own pattern. It lets through fewer zones than there are; the others are left out."""

_SLUG = re.compile(r"^[a-z0-9_-]+[a-z0-9]$")


_EVENT = re.compile(r'"\\u0000(\d+)"')
"""What stands for an event while what is around it is written: no text has this character (tidy)."""

_MARGIN = "\n" + 8 * " "
"""Of the events: how deep they lie in the schedule."""


def schedule_json(schedule: Schedule) -> Iterator[Chunk]:
    """The schedule as JSON in UTF-8, a piece for each event."""
    events = [scheduled_piece for day in schedule.days for _, held in day.rooms for scheduled_piece in held]
    numbers = {scheduled_piece.key: number for number, scheduled_piece in enumerate(events)}
    around = _EVENT.split(_schedule_frame(schedule, numbers))
    for text, number in zip(around[::2], around[1::2], strict=False):
        yield literal_chunk(text.encode())
        yield Chunk(events[int(number)].key, partial(_octets, events[int(number)]))
    yield literal_chunk(around[-1].encode())


def _octets(scheduled_piece: ScheduledEvent) -> bytes:
    return indented_json(_event(scheduled_piece.event), _MARGIN).encode()


def _schedule_frame(schedule: Schedule, numbers: Mapping[str, int]) -> str:
    """The schedule with numbers in place of its events."""
    whole = {
        "$schema": SCHEMA,
        "generator": {"name": "mlw_build", "version": __version__},
        "schedule": {
            "version": schedule.version,
            **_known({"base_url": schedule.base}),
            "conference": _conference(schedule, numbers),
        },
    }
    return f"{indented_json(whole)}\n"


def indented_json(value: Any, margin: str = "\n") -> str:
    """What json.dumps gives with indent=1 and ensure_ascii=False, of dicts with text for keys.

    The standard library writes indented JSON in Python, piece by piece; here its fast writer, which knows no
    margins, gets all that stands side by side. `margin` is a line end and the spaces before what closes the value.
    """
    within = f"{margin} "
    if isinstance(value, list) and value:
        return f"[{within}{f',{within}'.join([indented_json(one, within) for one in value])}{margin}]"
    if not isinstance(value, dict) or not value:
        return _value_writer(within).encode(value)
    pieces: list[str] = []
    flat: dict[str, Any] = {}
    for key, one in value.items():
        if isinstance(one, dict | list) and one:
            if flat:
                pieces.append(_value_writer(within).encode(flat)[1:-1])
                flat = {}
            pieces.append(f"{_value_writer(within).encode(key)}: {indented_json(one, within)}")
        else:
            flat[key] = one
    if flat:
        pieces.append(_value_writer(within).encode(flat)[1:-1])
    return f"{{{within}{f',{within}'.join(pieces)}{margin}}}"


@lru_cache(maxsize=32)
def _value_writer(margin: str) -> json.JSONEncoder:
    """A writer of values that stand below each other at a margin."""
    return json.JSONEncoder(ensure_ascii=False, separators=(f",{margin}", ": "))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}


def _slug(text: str) -> str | None:
    return text if _SLUG.match(text) else None


def _conference(schedule: Schedule, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "acronym": schedule.acronym,
        "title": schedule.title,
        **_known({"description": schedule.description, "logo": schedule.logo, "url": schedule.base}),
        "start": schedule.first.isoformat(),
        "end": schedule.last.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": clock_duration(schedule.timeslot),
        **_known({"time_zone_name": schedule.zone if _ZONE.search(schedule.zone) else None}),
        **({"colors": {"primary": schedule.colour}} if schedule.colour else {}),
        "tracks": [{"name": name, **_known({"slug": _slug(slug.lower())})} for name, slug in schedule.tracks],
        "rooms": [_room(room) for room in schedule.rooms],
        "days": [_day(index, day, numbers) for index, day in enumerate(schedule.days, start=1)],
    }


def _room(room: ScheduleRoom) -> dict[str, Any]:
    return {
        "name": room.name,
        "guid": room.guid,
        **_known({"slug": _slug(room.slug), "type": "online" if room.online else "other"}),
        "description": room.description or None,
        "capacity": room.capacity,
        **_known({"url": room.url}),
    }


def _day(index: int, day: ScheduleDay, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "index": index,
        "date": day.date.isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": {room.name: [f"\0{numbers[event.key]}" for event in events] for room, events in day.rooms},
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.number,
        "date": event.start.isoformat(),
        "start": f"{event.start:%H:%M}",
        "duration": clock_duration(event.duration),
        "end": event.end.isoformat(),
        "room": event.room,
        "slug": event.slug,
        # The schema asks for an address; where the site's own is not known yet, a name that leads nowhere.
        "url": event.url or f"urn:uuid:{event.guid}",
        "title": event.title,
        "subtitle": event.subtitle,
        "track": event.track or None,
        "type": event.type,
        "language": event.language or None,
        "abstract": event.abstract,
        "description": event.description,
        "do_not_record": event.cancelled,
        "do_not_stream": event.cancelled,
        "persons": [_person(person) for person in event.persons],
        "links": [{"title": link.title, "url": link.url, "type": link.kind} for link in event.links],
        "attachments": [],
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.number,
        "guid": person.guid,
        "name": person.name,
        **_known({"url": person.url, "role": None if person.role == "speaker" else person.role}),
    }

"""schedule.xml: the frab format, which Giggity, EventFahrplan and many others read.

Valid by c3voc's schedule.xml.xsd. Media type: application/vnd.c3voc.schedule+xml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from mlw_build import __version__
from mlw_build.cache.chunks import Chunk, literal_chunk
from mlw_build.exchange.outgoing.publication import storable_text
from mlw_build.exchange.outgoing.schedule import Schedule
from mlw_build.exchange.outgoing.schedule_event import Event, ScheduledEvent
from mlw_build.text.xml_text import escape, quoted


def schedule_xml(schedule: Schedule, address: str | None = None) -> Iterator[Chunk]:
    """The schedule as XML in UTF-8, a piece for each event; `address` is where the file is published."""
    yield _text(_head(schedule, address))
    for index, day in enumerate(schedule.days, start=1):
        start, end = day.start.isoformat(), day.end.isoformat()
        yield _text([f'<day index="{index}" date="{day.date.isoformat()}" start="{start}" end="{end}">'])
        for room, events in day.rooms:
            yield _text([f"<room name={quoted(storable_text(room.name))} guid={quoted(room.guid)}>"])
            yield from (Chunk(event.key, partial(_octets, event)) for event in events)
            yield _text(["</room>"])
        yield _text(["</day>"])
    yield _text(["</schedule>"])


def _text(lines: Iterable[str]) -> Chunk:
    return literal_chunk(_joined(lines))


def _joined(lines: Iterable[str]) -> bytes:
    return "".join([f"{line}\n" for line in lines]).encode()


def _octets(scheduled_piece: ScheduledEvent) -> bytes:
    return _joined(_event(scheduled_piece.event))


def clock_duration(length: timedelta) -> str:
    """A length as HH:MM, a begun minute counted whole."""
    minutes = -(-length // timedelta(minutes=1))
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _element(name: str, text: str | None, attributes: Mapping[str, object] | None = None) -> str:
    given = (
        "".join([f" {key}={quoted(storable_text(str(value)))}" for key, value in attributes.items()])
        if attributes
        else ""
    )
    return f"<{name}{given}>{escape(storable_text(text))}</{name}>" if text else f"<{name}{given}/>"


def _head(schedule: Schedule, address: str | None) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<schedule>"
    yield _element("generator", None, {"name": "mlw_build", "version": __version__})
    if address:
        yield _element("url", address)
    yield _element("version", schedule.version)
    yield "<conference>"
    yield from _conference(schedule)
    yield "</conference>"


def _conference(schedule: Schedule) -> Iterator[str]:
    yield _element("title", schedule.title)
    yield _element("acronym", schedule.acronym)
    yield _element("start", schedule.first.isoformat())
    yield _element("end", schedule.last.isoformat())
    yield _element("days", str(len(schedule.days)))
    yield _element("timeslot_duration", clock_duration(schedule.timeslot))
    if schedule.base:
        yield _element("base_url", schedule.base)
    if schedule.logo:
        yield _element("logo", schedule.logo)
    if schedule.base:
        yield _element("url", schedule.base)
    yield _element("time_zone_name", schedule.zone)
    if schedule.colour:
        yield _element("color", None, {"primary": schedule.colour})
    for name, _ in schedule.tracks:
        yield _element("track", name, {"name": name})


def _event(event: Event) -> Iterator[str]:
    yield f'<event guid="{event.guid}" id="{event.number}">'
    yield f"<date>{event.start.isoformat()}</date>"
    yield f"<start>{event.start:%H:%M}</start>"
    yield f"<duration>{clock_duration(event.duration)}</duration>"
    yield _element("room", event.room)
    yield _element("slug", event.slug)
    if event.url:
        yield _element("url", event.url)
    yield _element("title", event.title)
    yield _element("subtitle", event.subtitle)
    yield _element("track", event.track)
    yield _element("type", event.type)
    yield _element("language", event.language)
    yield _element("abstract", event.abstract)
    yield _element("description", event.description)
    yield "<recording>"
    yield "<license/>"
    # A cancelled session stays, since people look for it; whoever records by this file must not.
    yield f"<optout>{'true' if event.cancelled else 'false'}</optout>"
    if event.recording:
        yield _element("url", event.recording)
    yield "</recording>"
    yield "<persons>"
    for person in event.persons:
        yield _element("person", person.name, {"id": person.number, "guid": person.guid})
    yield "</persons>"
    yield "<links>"
    for link in event.links:
        yield _element("link", link.title, {"href": link.url, "type": link.kind})
    yield "</links>"
    yield "<attachments/>"
    yield "</event>"

"""schedule.xml of pentabarf, frab, pretalx, c3voc and FOSDEM, in all the shapes it has had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from mlw_build.exchange.incoming.clock_words import calendar_day
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    Draft,
    LinkDraft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
)  # fmt: skip
from mlw_build.exchange.incoming.frab_common import Fields, session_of
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.safe_xml import read_xml, text_of
from mlw_build.exchange.incoming.source import Refused, Source
from mlw_build.exchange.incoming.words import line, prose, web_address

_OWN = {"links", "attachments", "persons", "recording"}


def recognises(source: Source) -> bool:
    """An XML file whose first element is <schedule>."""
    return not source.is_folder and bool(re.search(r"^[^<]*(<[?!][^>]*>\s*)*<schedule[\s>]", source.head()))


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme of a schedule.xml. Raises Refused where it is none."""
    root, lines = read_xml(source.octets(), source.name)
    if root.tag != "schedule":
        raise Refused(f"The first element of {source.name} is <{root.tag}>, not <schedule>.")
    head = root.find("conference")
    conference = _conference(head)
    generator = root.find("generator")
    ours = generator is not None and "mlw_build" in (generator.get("name", "") + text_of(generator))
    reader = _Reader(source.name, lines, conference, ours, notes)
    for day in root.iter("day"):
        reader.day(day)
    return Draft(
        conference,
        tuple(reader.sessions),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(_listed_tracks(root)),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _conference(head: Element | None) -> ConferenceDraft:
    venue, city = line(text_of(head, "venue")), line(text_of(head, "city"))
    extra = {key: value for key in ("day_change", "timeslot_duration") if (value := text_of(head, key).strip())}
    return ConferenceDraft(
        title=line(text_of(head, "title")),
        id=line(text_of(head, "acronym")),
        theme_title=line(text_of(head, "subtitle")),
        start=calendar_day(text_of(head, "start")),
        end=calendar_day(text_of(head, "end")),
        zone=line(text_of(head, "time_zone_name")),
        place=", ".join(one for one in (venue, city) if one),
        base_url=web_address(text_of(head, "base_url")),
        extra=extra,
    )


def _listed_tracks(root: Element) -> list[ThingDraft]:
    listed = [*root.findall("tracks/track"), *root.findall("conference/track")]
    names = dict.fromkeys(line(text_of(one)) or line(one.get("name")) for one in listed)
    return [ThingDraft(name, name) for name in names if name]


class _Reader:
    """Goes through the days and collects; ids and names are as the source has them."""

    def __init__(
        self, file: str, lines: Mapping[Element, int], conference: ConferenceDraft, ours: bool, notes: Notes
    ) -> None:
        self._file, self._lines, self._conference, self._ours, self._notes = file, lines, conference, ours, notes
        self.sessions: list[SessionDraft] = []
        self.rooms: dict[str, ThingDraft] = {}
        self.people = People(notes)
        self._empty_rooms: dict[str, None] = {}

    def day(self, element: Element) -> None:
        """Take in the sessions of a day."""
        listed = calendar_day(element.get("date", "")) or calendar_day(element.get("start", ""))
        for room in element.iter("room"):
            if room.get("name") is not None:
                self._room(room, listed)
        for event in element.findall("event"):
            self._event(event, listed, "")

    def _room(self, element: Element, day: date | None) -> None:
        name = line(element.get("name"))
        events = element.findall("event")
        if not events:
            self._empty_rooms.setdefault(name)
        for event in events:
            self._event(event, day, name)

    def _event(self, event: Element, day: date | None, room: str) -> None:
        values = {child.tag: text_of(child) for child in event if child.tag not in _OWN}
        values |= {key: value for key, value in event.attrib.items() if value}
        place = Place(self._file, self._lines.get(event, 1))
        fields = Fields(
            values=values,
            persons=[key for one in event.findall("persons/person") if (key := self._person(one, place))],
            links=[LinkDraft(one.get("href") or text_of(one), text_of(one)) for one in event.findall("links/link")],
            attachments=self._attachments(event),
            day=day,
            room=room or line(values.get("room")),
            place=place,
            ours=self._ours,
        )
        session = session_of(fields, self._conference.id, self._conference.base_url, self._notes)
        self.sessions.append(session)
        for name in session.rooms:
            self.rooms.setdefault(name, ThingDraft(name, name))

    def _person(self, element: Element, place: Place) -> str:
        """Take in a person; gives the key, '' for nobody."""
        name = line(element.text) or line(text_of(element, "name")) or line(element.get("name"))
        if not name:
            return ""
        base_url = self._conference.base_url
        biography = text_of(element, "biography") or text_of(element, "description")
        address = web_address(text_of(element, "url"), base_url)
        speaker = SpeakerDraft(
            key=line(element.get("id")) or line(element.get("guid")),
            name=name,
            place=place,
            biography=prose(biography, base_url),
            links=(LinkDraft(address),) if address else (),
        )
        return self.people.add(speaker)

    def _attachments(self, event: Element) -> list[tuple[str, LinkDraft]]:
        found = []
        for one in event.findall("attachments/attachment"):
            address = web_address(one.get("href") or text_of(one), self._conference.base_url)
            if address:
                name = PurePosixPath(address.split("?")[0]).name
                found.append((one.get("type", ""), LinkDraft(address, line(text_of(one)) or name)))
        return found

    def left_out(self) -> tuple[str, ...]:
        """Rooms in which nothing takes place."""
        empty = [name for name in self._empty_rooms if name and name not in self.rooms]
        return (f"{len(empty)} rooms without a session: {', '.join(empty)}.",) if empty else ()


FORMAT = Format("frab-xml", "schedule.xml (frab, pentabarf, pretalx, FOSDEM)", recognises, read)

"""schedule.xml of pentabarf, frab, pretalx, c3voc and FOSDEM, in all the shapes it has had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from mlw_build.exchange.incoming.formats.frab_common import Fields, build_session_draft
from mlw_build.exchange.incoming.reading.clock_times import parse_date
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    LinkDraft,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_xml import element_text, read_xml
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import clean_line, clean_prose, web_address

_OWN = {"links", "attachments", "persons", "recording"}


def recognises(source: Source) -> bool:
    """An XML file whose first element is <schedule>."""
    return not source.is_folder and bool(re.search(r"^[^<]*(<[?!][^>]*>\s*)*<schedule[\s>]", source.head()))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme of a schedule.xml. Raises Refused where it is none."""
    root, lines = read_xml(source.octets(), source.name)
    if root.tag != "schedule":
        raise SourceRefused(f"The first element of {source.name} is <{root.tag}>, not <schedule>.")
    head = root.find("conference")
    conference = _conference(head)
    generator = root.find("generator")
    ours = generator is not None and "mlw_build" in (generator.get("name", "") + element_text(generator))
    reader = _Reader(source.name, lines, conference, ours, notes)
    for day in root.iter("day"):
        reader.day(day)
    return ProgrammeDraft(
        conference,
        tuple(reader.sessions),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(_listed_tracks(root)),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _conference(head: Element | None) -> ConferenceDraft:
    venue, city = clean_line(element_text(head, "venue")), clean_line(element_text(head, "city"))
    extra = {key: value for key in ("day_change", "timeslot_duration") if (value := element_text(head, key).strip())}
    return ConferenceDraft(
        title=clean_line(element_text(head, "title")),
        id=clean_line(element_text(head, "acronym")),
        theme_title=clean_line(element_text(head, "subtitle")),
        start=parse_date(element_text(head, "start")),
        end=parse_date(element_text(head, "end")),
        zone=clean_line(element_text(head, "time_zone_name")),
        place=", ".join(text for text in (venue, city) if text),
        base_url=web_address(element_text(head, "base_url")),
        extra=extra,
    )


def _listed_tracks(root: Element) -> list[NamedThingDraft]:
    listed = [*root.findall("tracks/track"), *root.findall("conference/track")]
    names = dict.fromkeys(clean_line(element_text(element)) or clean_line(element.get("name")) for element in listed)
    return [NamedThingDraft(name, name) for name in names if name]


class _Reader:
    """Goes through the days and collects; ids and names are as the source has them."""

    def __init__(
        self, file: str, lines: Mapping[Element, int], conference: ConferenceDraft, ours: bool, notes: ImportNotes
    ) -> None:
        self._file, self._lines, self._conference, self._ours, self._notes = file, lines, conference, ours, notes
        self.sessions: list[SessionDraft] = []
        self.rooms: dict[str, NamedThingDraft] = {}
        self.people = PeopleRegister(notes)
        self._empty_rooms: dict[str, None] = {}

    def day(self, element: Element) -> None:
        """Take in the sessions of a day."""
        listed = parse_date(element.get("date", "")) or parse_date(element.get("start", ""))
        for room in element.iter("room"):
            if room.get("name") is not None:
                self._room(room, listed)
        for event in element.findall("event"):
            self._event(event, listed, "")

    def _room(self, element: Element, day: date | None) -> None:
        name = clean_line(element.get("name"))
        events = element.findall("event")
        if not events:
            self._empty_rooms.setdefault(name)
        for event in events:
            self._event(event, day, name)

    def _event(self, event: Element, day: date | None, room: str) -> None:
        values = {child.tag: element_text(child) for child in event if child.tag not in _OWN}
        values |= {key: value for key, value in event.attrib.items() if value}
        place = SourcePlace(self._file, self._lines.get(event, 1))
        fields = Fields(
            values=values,
            persons=[key for element in event.findall("persons/person") if (key := self._person(element, place))],
            links=[
                LinkDraft(element.get("href") or element_text(element), element_text(element))
                for element in event.findall("links/link")
            ],
            attachments=self._attachments(event),
            day=day,
            room=room or clean_line(values.get("room")),
            place=place,
            ours=self._ours,
        )
        session = build_session_draft(fields, self._conference.id, self._conference.base_url, self._notes)
        self.sessions.append(session)
        for name in session.rooms:
            self.rooms.setdefault(name, NamedThingDraft(name, name))

    def _person(self, element: Element, place: SourcePlace) -> str:
        """Take in a person; gives the key, '' for nobody."""
        name = clean_line(element.text) or clean_line(element_text(element, "name")) or clean_line(element.get("name"))
        if not name:
            return ""
        base_url = self._conference.base_url
        biography = element_text(element, "biography") or element_text(element, "description")
        address = web_address(element_text(element, "url"), base_url)
        speaker = SpeakerDraft(
            key=clean_line(element.get("id")) or clean_line(element.get("guid")),
            name=name,
            place=place,
            biography=clean_prose(biography, base_url),
            links=(LinkDraft(address),) if address else (),
        )
        return self.people.add(speaker)

    def _attachments(self, event: Element) -> list[tuple[str, LinkDraft]]:
        found = []
        for element in event.findall("attachments/attachment"):
            address = web_address(element.get("href") or element_text(element), self._conference.base_url)
            if address:
                name = PurePosixPath(address.split("?")[0]).name
                found.append((element.get("type", ""), LinkDraft(address, clean_line(element_text(element)) or name)))
        return found

    def left_out(self) -> tuple[str, ...]:
        """Rooms in which nothing takes place."""
        empty = [name for name in self._empty_rooms if name and name not in self.rooms]
        return (f"{len(empty)} rooms without a session: {', '.join(empty)}.",) if empty else ()


FORMAT = Format("frab-xml", "schedule.xml (frab, pentabarf, pretalx, FOSDEM)", recognises, read)

"""schedule.json v1, as frab, pretalx and c3voc write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

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
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping, as_text, read_json
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    clean_texts,
    first_text,
    web_address,
)


def recognises(source: Source) -> bool:
    """A JSON file with `schedule` and in it `conference` and `days`, near its beginning."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=20_000)
    return bool(re.search(r'"schedule"\s*:\s*\{', head) and re.search(r'"(conference|version|base_url)"\s*:', head))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme of a schedule.json. Raises Refused where it is none."""
    data = as_mapping(read_json(source.text(), source.name))
    schedule = as_mapping(data.get("schedule")) or data
    head = as_mapping(schedule.get("conference"))
    days = as_list(head.get("days") or schedule.get("days"))
    if not days:
        raise SourceRefused(f"{source.name} has no `schedule.conference.days`.")
    conference = _conference(head, schedule)
    ours = "mlw_build" in str(schedule.get("generator") or data.get("generator") or "")
    reader = _Reader(source, conference, ours, notes)
    for room in as_list(head.get("rooms")):
        reader.described(as_mapping(room))
    for day in days:
        reader.day(as_mapping(day))
    tracks = [_track(as_mapping(value)) for value in as_list(head.get("tracks"))]
    return ProgrammeDraft(
        conference,
        tuple(reader.sessions),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(track for track in tracks if track.key),
        speakers=reader.people.all(),
    )


def _conference(head: Mapping[str, Any], schedule: Mapping[str, Any]) -> ConferenceDraft:
    extra = {key: value for key in ("timeslot_duration", "day_change") if (value := as_text(head.get(key)))}
    return ConferenceDraft(
        title=clean_texts(head.get("title")),
        id=clean_line(head.get("acronym")),
        theme_title=clean_texts(head.get("subtitle")),
        start=parse_date(as_text(head.get("start"))),
        end=parse_date(as_text(head.get("end"))),
        zone=clean_line(head.get("time_zone_name")),
        place=", ".join(text for text in (clean_line(head.get("venue")), clean_line(head.get("city"))) if text),
        base_url=web_address(head.get("base_url") or head.get("url") or schedule.get("base_url")),
        extra=extra,
    )


def _track(track: Mapping[str, Any]) -> NamedThingDraft:
    name = clean_texts(track.get("name") or track.get("title"))
    return NamedThingDraft(first_text(name), name, described=False)


class _Reader:
    def __init__(self, source: Source, conference: ConferenceDraft, ours: bool, notes: ImportNotes) -> None:
        self._source, self._conference, self._ours, self._notes = source, conference, ours, notes
        self.people = PeopleRegister(notes)
        self.sessions: list[SessionDraft] = []
        self.rooms: dict[str, NamedThingDraft] = {}

    def described(self, room: Mapping[str, Any]) -> None:
        """Take in a room of the conference's list."""
        name = clean_texts(room.get("name"))
        fields: dict[str, Any] = (
            {"description": clean_prose(room.get("description"))} if room.get("description") else {}
        )
        capacity = as_text(room.get("capacity"))
        if capacity.isdigit() and int(capacity):
            fields["capacity"] = int(capacity)
        stream = web_address(room.get("stream_url") or room.get("stream"))
        if stream:
            fields["stream"] = stream
        extra = {key: value for key in ("guid", "slug") if (value := as_text(room.get(key)))}
        if first_text(name):
            self.rooms[first_text(name)] = NamedThingDraft(first_text(name), name, fields, described=False, extra=extra)

    def day(self, day: Mapping[str, Any]) -> None:
        """Take in the sessions of a day; its rooms are a mapping of names, in old files a list."""
        when = parse_date(as_text(day.get("date")) or as_text(day.get("day_start")))
        rooms = day.get("rooms")
        if isinstance(rooms, Mapping):
            pairs = [(clean_line(str(name)), events) for name, events in rooms.items()]
        else:
            pairs = [
                (clean_line(as_mapping(value).get("name")), as_mapping(value).get("events")) for value in as_list(rooms)
            ]
        for name, events in pairs:
            for event in as_list(events):
                self._event(as_mapping(event), when, name)

    def _event(self, event: Mapping[str, Any], day: date | None, room: str) -> None:
        key = as_text(event.get("id")) or as_text(event.get("guid"))
        place = SourcePlace(self._source.name, self._line(key))
        values = {name: as_text(value) for name, value in event.items()}
        for name in ("title", "subtitle", "track", "type", "abstract", "description"):
            if isinstance(event.get(name), Mapping):
                values[name] = first_text(clean_texts(event[name], long=name in ("abstract", "description")))
        fields = Fields(
            values=values,
            persons=[key for value in as_list(event.get("persons")) if (key := self._person(as_mapping(value), place))],
            links=[_link(value) for value in as_list(event.get("links"))],
            attachments=[
                (as_text(as_mapping(value).get("type")), link)
                for value in as_list(event.get("attachments"))
                if (link := self._whole(_link(value))).url
            ],
            day=day,
            room=room or clean_line(values.get("room")),
            place=place,
            ours=self._ours,
        )
        session = build_session_draft(fields, self._conference.id, self._conference.base_url, self._notes)
        self.sessions.append(session)
        for name in session.rooms:
            self.rooms.setdefault(name, NamedThingDraft(name, name))

    def _line(self, key: str) -> int:
        for needle in (f'"id": {key},', f'"id":{key},', f'"{key}"'):
            number = self._source.line_of(needle)
            if number > 1:
                return number
        return 1

    def _person(self, person: Mapping[str, Any], place: SourcePlace) -> str:
        first = (
            clean_line(person.get("public_name"))
            or clean_line(person.get("name"))
            or clean_line(person.get("full_public_name"))
        )
        if not first:
            return ""
        links = [_link(value) for value in as_list(person.get("links"))]
        address = web_address(person.get("url"))
        return self.people.add(
            SpeakerDraft(
                key=as_text(person.get("code")) or as_text(person.get("id")) or as_text(person.get("guid")),
                name=first,
                place=place,
                biography=clean_prose(person.get("biography") or person.get("abstract"), self._conference.base_url),
                links=tuple(
                    link_draft for link_draft in (*map(self._whole, links), LinkDraft(address)) if link_draft.url
                ),
                extra={"photo": photo}
                if (photo := web_address(person.get("avatar") or person.get("avatar_url")))
                else {},
            )
        )

    def _whole(self, link: LinkDraft) -> LinkDraft:
        return LinkDraft(web_address(link.url, self._conference.base_url), link.title)


def _link(link: object) -> LinkDraft:
    if isinstance(link, str):
        return LinkDraft(link)
    record = as_mapping(link)
    return LinkDraft(
        as_text(record.get("url") or record.get("href")), clean_line(record.get("title") or record.get("name"))
    )


FORMAT = Format("frab-json", "schedule.json (frab, pretalx, c3voc)", recognises, read)

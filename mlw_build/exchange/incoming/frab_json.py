"""schedule.json v1, as frab, pretalx and c3voc write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

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
from mlw_build.exchange.incoming.safe_json import listed, mapping, read_json, word
from mlw_build.exchange.incoming.source import Refused, Source
from mlw_build.exchange.incoming.words import line, plain, prose, web_address, words


def recognises(source: Source) -> bool:
    """A JSON file with `schedule` and in it `conference` and `days`, near its beginning."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=20_000)
    return bool(re.search(r'"schedule"\s*:\s*\{', head) and re.search(r'"(conference|version|base_url)"\s*:', head))


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme of a schedule.json. Raises Refused where it is none."""
    data = mapping(read_json(source.text(), source.name))
    schedule = mapping(data.get("schedule")) or data
    head = mapping(schedule.get("conference"))
    days = listed(head.get("days") or schedule.get("days"))
    if not days:
        raise Refused(f"{source.name} has no `schedule.conference.days`.")
    conference = _conference(head, schedule)
    ours = "mlw_build" in str(schedule.get("generator") or data.get("generator") or "")
    reader = _Reader(source, conference, ours, notes)
    for room in listed(head.get("rooms")):
        reader.described(mapping(room))
    for day in days:
        reader.day(mapping(day))
    tracks = [_track(mapping(one)) for one in listed(head.get("tracks"))]
    return Draft(
        conference,
        tuple(reader.sessions),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(one for one in tracks if one.key),
        speakers=reader.people.all(),
    )


def _conference(head: Mapping[str, Any], schedule: Mapping[str, Any]) -> ConferenceDraft:
    extra = {key: value for key in ("timeslot_duration", "day_change") if (value := word(head.get(key)))}
    return ConferenceDraft(
        title=words(head.get("title")),
        id=line(head.get("acronym")),
        theme_title=words(head.get("subtitle")),
        start=calendar_day(word(head.get("start"))),
        end=calendar_day(word(head.get("end"))),
        zone=line(head.get("time_zone_name")),
        place=", ".join(one for one in (line(head.get("venue")), line(head.get("city"))) if one),
        base_url=web_address(head.get("base_url") or head.get("url") or schedule.get("base_url")),
        extra=extra,
    )


def _track(track: Mapping[str, Any]) -> ThingDraft:
    name = words(track.get("name") or track.get("title"))
    return ThingDraft(plain(name), name, described=False)


class _Reader:
    def __init__(self, source: Source, conference: ConferenceDraft, ours: bool, notes: Notes) -> None:
        self._source, self._conference, self._ours, self._notes = source, conference, ours, notes
        self.people = People(notes)
        self.sessions: list[SessionDraft] = []
        self.rooms: dict[str, ThingDraft] = {}

    def described(self, room: Mapping[str, Any]) -> None:
        """Take in a room of the conference's list."""
        name = words(room.get("name"))
        fields: dict[str, Any] = {"description": prose(room.get("description"))} if room.get("description") else {}
        capacity = word(room.get("capacity"))
        if capacity.isdigit() and int(capacity):
            fields["capacity"] = int(capacity)
        stream = web_address(room.get("stream_url") or room.get("stream"))
        if stream:
            fields["stream"] = stream
        extra = {key: value for key in ("guid", "slug") if (value := word(room.get(key)))}
        if plain(name):
            self.rooms[plain(name)] = ThingDraft(plain(name), name, fields, described=False, extra=extra)

    def day(self, day: Mapping[str, Any]) -> None:
        """Take in the sessions of a day; its rooms are a mapping of names, in old files a list."""
        when = calendar_day(word(day.get("date")) or word(day.get("day_start")))
        rooms = day.get("rooms")
        if isinstance(rooms, Mapping):
            pairs = [(line(str(name)), events) for name, events in rooms.items()]
        else:
            pairs = [(line(mapping(one).get("name")), mapping(one).get("events")) for one in listed(rooms)]
        for name, events in pairs:
            for event in listed(events):
                self._event(mapping(event), when, name)

    def _event(self, event: Mapping[str, Any], day: date | None, room: str) -> None:
        key = word(event.get("id")) or word(event.get("guid"))
        place = Place(self._source.name, self._line(key))
        values = {name: word(value) for name, value in event.items()}
        for name in ("title", "subtitle", "track", "type", "abstract", "description"):
            if isinstance(event.get(name), Mapping):
                values[name] = plain(words(event[name], long=name in ("abstract", "description")))
        fields = Fields(
            values=values,
            persons=[key for one in listed(event.get("persons")) if (key := self._person(mapping(one), place))],
            links=[_link(one) for one in listed(event.get("links"))],
            attachments=[
                (word(mapping(one).get("type")), link)
                for one in listed(event.get("attachments"))
                if (link := self._whole(_link(one))).url
            ],
            day=day,
            room=room or line(values.get("room")),
            place=place,
            ours=self._ours,
        )
        session = session_of(fields, self._conference.id, self._conference.base_url, self._notes)
        self.sessions.append(session)
        for name in session.rooms:
            self.rooms.setdefault(name, ThingDraft(name, name))

    def _line(self, key: str) -> int:
        for needle in (f'"id": {key},', f'"id":{key},', f'"{key}"'):
            number = self._source.line_of(needle)
            if number > 1:
                return number
        return 1

    def _person(self, person: Mapping[str, Any], place: Place) -> str:
        first = line(person.get("public_name")) or line(person.get("name")) or line(person.get("full_public_name"))
        if not first:
            return ""
        links = [_link(one) for one in listed(person.get("links"))]
        address = web_address(person.get("url"))
        return self.people.add(
            SpeakerDraft(
                key=word(person.get("code")) or word(person.get("id")) or word(person.get("guid")),
                name=first,
                place=place,
                biography=prose(person.get("biography") or person.get("abstract"), self._conference.base_url),
                links=tuple(one for one in (*map(self._whole, links), LinkDraft(address)) if one.url),
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
    one = mapping(link)
    return LinkDraft(word(one.get("url") or one.get("href")), line(one.get("title") or one.get("name")))


FORMAT = Format("frab-json", "schedule.json (frab, pretalx, c3voc)", recognises, read)

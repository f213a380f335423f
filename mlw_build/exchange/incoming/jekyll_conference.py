"""The data of jekyll-theme-conference: _data/program.yml with days, rooms and talks, and a page a talk and speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from mlw_build.exchange.incoming.clock_words import calendar_day, since_midnight
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    DayDraft,
    Draft,
    LinkDraft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
)  # fmt: skip
from mlw_build.exchange.incoming.pages import Page, page_of, yaml_of
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN, TIME_UNREADABLE
from mlw_build.exchange.incoming.safe_json import listed, mapping
from mlw_build.exchange.incoming.source import Source
from mlw_build.exchange.incoming.table import FIRST_DAY
from mlw_build.exchange.incoming.words import line, prose, status_in, web_address

_PROGRAM = re.compile(r"(^|/)_data/program\.ya?ml$")


def recognises(source: Source) -> bool:
    """A folder with _data/program.yml that has rooms."""
    if not source.is_folder:
        return False
    found = source.matching(_PROGRAM.pattern)
    return bool(found) and bool(re.search(r"rooms?\s*:", source.head(found[0], 100_000)))


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme of a site of this theme."""
    path = source.matching(_PROGRAM.pattern)[0]
    root = path.removesuffix("_data/program.yml").removesuffix("_data/program.yaml")
    reader = _Reader(source, path, root, wishes, notes)
    data = yaml_of(source, path, notes)
    for number, day in enumerate(listed(mapping(data).get("days")) if isinstance(data, dict) else listed(data)):
        reader.day(mapping(day), number)
    config_path = f"{root}_config.yml"
    config = mapping(yaml_of(source, config_path, notes)) if config_path in source.files else {}
    tracks = mapping(mapping(config.get("conference")).get("talks")).get("tracks")
    return Draft(
        ConferenceDraft(title=line(config.get("title")), description=line(config.get("description"))),
        tuple(reader.sessions),
        days=tuple(reader.days),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(ThingDraft(name, name) for one in listed(tracks) if (name := line(mapping(one).get("name")))),
        speakers=reader.people.all(),
    )


class _Reader:
    def __init__(self, source: Source, path: str, root: str, wishes: Wishes, notes: Notes) -> None:
        self._source, self._path, self._wishes, self._notes = source, path, wishes, notes
        self.people = People(notes)
        self.sessions: list[SessionDraft] = []
        self.days: list[DayDraft] = []
        self.rooms: dict[str, ThingDraft] = {}
        front = re.escape(root)
        self._talks = self._pages(rf"^{front}_talks/.+\.(md|markdown)$")
        for page in self._pages(rf"^{front}_speakers/.+\.(md|markdown)$").values():
            self._speaker(page)
        for page in self._pages(rf"^{front}_rooms/.+\.(md|markdown)$").values():
            self._room(page)

    def _pages(self, pattern: str) -> dict[str, Page]:
        pages = [page_of(self._source, path, self._notes) for path in self._source.matching(pattern)]
        return {line(page.text("name")) or page.name: page for page in pages}

    def _speaker(self, page: Page) -> None:
        name = line(page.text("name")) or line(f"{page.text('first_name')} {page.text('last_name')}") or page.name
        self.people.add(
            SpeakerDraft(
                key=name,
                name=name,
                place=page.place,
                affiliation=line(page.text("affiliation", "organisation", "company")),
                pronouns=line(page.text("pronouns")),
                biography=prose(page.body),
                links=_links(page),
            )
        )

    def _room(self, page: Page) -> None:
        name = line(page.text("name")) or page.name
        fields: dict[str, Any] = {}
        if stream := web_address(mapping(page.data.get("live")).get("absolute_url")):
            fields["stream"] = stream
        if body := prose(page.body):
            fields["description"] = body
        self.rooms[name] = ThingDraft(name, name, fields, described=False)

    def day(self, day: Mapping[str, Any], number: int) -> None:
        """Take in a day with its rooms and their talks."""
        date_ = calendar_day(line(day.get("date")))
        first = calendar_day(self._wishes.columns.get(FIRST_DAY, ""))
        if date_ is None and first is not None:
            date_ = first + timedelta(days=number)
        name = line(day.get("name"))
        if date_ is None:
            self._notes.add(
                TIME_UNREADABLE, Place(self._path, self._source.line_of(name, self._path)),
                f"The day “{name or number + 1}” has no date, so its sessions have no time.",
                f"Give the first day: `{FIRST_DAY}: 2025-03-31` in a file for --mapping.",
            )  # fmt: skip
        elif name:
            self.days.append(DayDraft(date_, name))
        for room in listed(day.get("rooms")):
            self._room_of_day(mapping(room), date_)

    def _room_of_day(self, room: Mapping[str, Any], day: date | None) -> None:
        name = line(room.get("name"))
        if name:
            self.rooms.setdefault(name, ThingDraft(name, name))
        for talk in listed(room.get("talks")):
            self._talk(mapping(talk), name, day)

    def _talk(self, item: Mapping[str, Any], room: str, day: date | None) -> None:
        name = line(item.get("name"))
        page = self._talks.get(name)
        place = page.place if page else Place(self._path, self._source.line_of(name, self._path))
        title, status = status_in(name or "Untitled")
        start, end = (self._clock(item.get(key), day, title, place) for key in ("time_start", "time_end"))
        subtitle = line(page.text("subtitle")) if page else ""
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=When(start, end, None, day),
                place=place,
                track=line(page.text("track")) if page else "",
                format=line(page.text("type", "format")) if page else "",
                rooms=(room,) if room else (),
                speakers=tuple((key, "speaker") for key in self._speakers(page, title)) if page else (),
                abstract="\n\n".join(one for one in (f"**{subtitle}**" if subtitle else "", prose(page.body)) if one)
                if page
                else "",
                links=_links(page) if page else (),
                tags=tuple(tag for one in page.items("tags", "categories") if (tag := line(one))) if page else (),
                status=status,
            )
        )

    def _clock(self, value: object, day: date | None, title: str, place: Place) -> datetime | None:
        """`12:00`, or `0:30 +1` for the day after."""
        text = line(value)
        found = re.match(r"^(.*?)(?:\s*\+\s*(\d+))?$", text)
        clock = since_midnight(found[1]) if found else None
        if text and clock is None:
            self._notes.add(TIME_UNREADABLE, place, f"`{text}` of “{title}” is no time that can be read.")
        if day is None or clock is None or found is None:
            return None
        return datetime.combine(day, time()) + clock + timedelta(days=int(found[2] or 0))

    def _speakers(self, page: Page, title: str) -> list[str]:
        keys = []
        for one in page.items("speakers"):
            name = line(one if isinstance(one, str) else mapping(one).get("name"))
            if name and name not in self.people.found:
                self._notes.add(
                    SPEAKER_UNKNOWN, page.place, f"{name}, a speaker of “{title}”, has no page in the source."
                )
                self.people.add(SpeakerDraft(key=name, name=name, place=page.place))
            if name:
                keys.append(name)
        return keys


def _links(page: Page) -> tuple[LinkDraft, ...]:
    found = []
    for one in map(mapping, page.items("links")):
        address = web_address(one.get("absolute_url") or one.get("video") or one.get("url"))
        if address:
            found.append(LinkDraft(address, line(one.get("name"))))
    return tuple(found)


FORMAT = Format("jekyll-conference", "the data of jekyll-theme-conference", recognises, read)

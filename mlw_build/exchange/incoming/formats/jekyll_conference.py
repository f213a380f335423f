"""The data of jekyll-theme-conference: _data/program.yml with days, rooms and talks, and a page a talk and speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from mlw_build.exchange.incoming.formats.markdown_pages import MarkdownPage, read_markdown_page, read_yaml_file
from mlw_build.exchange.incoming.reading.clock_times import parse_clock_time, parse_date
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DayDraft,
    DraftTime,
    LinkDraft,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.exchange.incoming.reading.text_cleaning import clean_line, clean_prose, split_status, web_address
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN, TIME_UNREADABLE
from mlw_build.exchange.incoming.tables.reader import FIRST_DAY

_PROGRAM = re.compile(r"(^|/)_data/program\.ya?ml$")


def recognises(source: Source) -> bool:
    """A folder with _data/program.yml that has rooms."""
    if not source.is_folder:
        return False
    found = source.matching(_PROGRAM.pattern)
    return bool(found) and bool(re.search(r"rooms?\s*:", source.head(found[0], 100_000)))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme of a site of this theme."""
    path = source.matching(_PROGRAM.pattern)[0]
    root = path.removesuffix("_data/program.yml").removesuffix("_data/program.yaml")
    reader = _Reader(source, path, root, wishes, notes)
    data = read_yaml_file(source, path, notes)
    for number, day in enumerate(as_list(as_mapping(data).get("days")) if isinstance(data, dict) else as_list(data)):
        reader.day(as_mapping(day), number)
    config_path = f"{root}_config.yml"
    config = as_mapping(read_yaml_file(source, config_path, notes)) if config_path in source.files else {}
    tracks = as_mapping(as_mapping(config.get("conference")).get("talks")).get("tracks")
    return ProgrammeDraft(
        ConferenceDraft(title=clean_line(config.get("title")), description=clean_line(config.get("description"))),
        tuple(reader.sessions),
        days=tuple(reader.days),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(
            NamedThingDraft(name, name)
            for value in as_list(tracks)
            if (name := clean_line(as_mapping(value).get("name")))
        ),
        speakers=reader.people.all(),
    )


class _Reader:
    def __init__(self, source: Source, path: str, root: str, wishes: ImportOptions, notes: ImportNotes) -> None:
        self._source, self._path, self._wishes, self._notes = source, path, wishes, notes
        self.people = PeopleRegister(notes)
        self.sessions: list[SessionDraft] = []
        self.days: list[DayDraft] = []
        self.rooms: dict[str, NamedThingDraft] = {}
        front = re.escape(root)
        self._talks = self._pages(rf"^{front}_talks/.+\.(md|markdown)$")
        for page in self._pages(rf"^{front}_speakers/.+\.(md|markdown)$").values():
            self._speaker(page)
        for page in self._pages(rf"^{front}_rooms/.+\.(md|markdown)$").values():
            self._room(page)

    def _pages(self, pattern: str) -> dict[str, MarkdownPage]:
        pages = [read_markdown_page(self._source, path, self._notes) for path in self._source.matching(pattern)]
        return {clean_line(page.text("name")) or page.name: page for page in pages}

    def _speaker(self, page: MarkdownPage) -> None:
        name = (
            clean_line(page.text("name"))
            or clean_line(f"{page.text('first_name')} {page.text('last_name')}")
            or page.name
        )
        self.people.add(
            SpeakerDraft(
                key=name,
                name=name,
                place=page.place,
                affiliation=clean_line(page.text("affiliation", "organisation", "company")),
                pronouns=clean_line(page.text("pronouns")),
                biography=clean_prose(page.body),
                links=_links(page),
            )
        )

    def _room(self, page: MarkdownPage) -> None:
        name = clean_line(page.text("name")) or page.name
        fields: dict[str, Any] = {}
        if stream := web_address(as_mapping(page.data.get("live")).get("absolute_url")):
            fields["stream"] = stream
        if body := clean_prose(page.body):
            fields["description"] = body
        self.rooms[name] = NamedThingDraft(name, name, fields, described=False)

    def day(self, day: Mapping[str, Any], number: int) -> None:
        """Take in a day with its rooms and their talks."""
        date_ = parse_date(clean_line(day.get("date")))
        first = parse_date(self._wishes.columns.get(FIRST_DAY, ""))
        if date_ is None and first is not None:
            date_ = first + timedelta(days=number)
        name = clean_line(day.get("name"))
        if date_ is None:
            self._notes.add(
                TIME_UNREADABLE, SourcePlace(self._path, self._source.line_of(name, self._path)),
                f"The day “{name or number + 1}” has no date, so its sessions have no time.",
                f"Give the first day: `{FIRST_DAY}: 2025-03-31` in a file for --mapping.",
            )  # fmt: skip
        elif name:
            self.days.append(DayDraft(date_, name))
        for room in as_list(day.get("rooms")):
            self._room_of_day(as_mapping(room), date_)

    def _room_of_day(self, room: Mapping[str, Any], day: date | None) -> None:
        name = clean_line(room.get("name"))
        if name:
            self.rooms.setdefault(name, NamedThingDraft(name, name))
        for talk in as_list(room.get("talks")):
            self._talk(as_mapping(talk), name, day)

    def _talk(self, item: Mapping[str, Any], room: str, day: date | None) -> None:
        name = clean_line(item.get("name"))
        page = self._talks.get(name)
        place = page.place if page else SourcePlace(self._path, self._source.line_of(name, self._path))
        title, status = split_status(name or "Untitled")
        start, end = (self._clock(item.get(key), day, title, place) for key in ("time_start", "time_end"))
        subtitle = clean_line(page.text("subtitle")) if page else ""
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=DraftTime(start, end, None, day),
                place=place,
                track=clean_line(page.text("track")) if page else "",
                format=clean_line(page.text("type", "format")) if page else "",
                rooms=(room,) if room else (),
                speakers=tuple((key, "speaker") for key in self._speakers(page, title)) if page else (),
                abstract="\n\n".join(
                    text for text in (f"**{subtitle}**" if subtitle else "", clean_prose(page.body)) if text
                )
                if page
                else "",
                links=_links(page) if page else (),
                tags=tuple(tag for item in page.items("tags", "categories") if (tag := clean_line(item)))
                if page
                else (),
                status=status,
            )
        )

    def _clock(self, value: object, day: date | None, title: str, place: SourcePlace) -> datetime | None:
        """`12:00`, or `0:30 +1` for the day after."""
        text = clean_line(value)
        match = re.match(r"^(.*?)(?:\s*\+\s*(\d+))?$", text)
        clock = parse_clock_time(match[1]) if match else None
        if text and clock is None:
            self._notes.add(TIME_UNREADABLE, place, f"`{text}` of “{title}” is no time that can be read.")
        if day is None or clock is None or match is None:
            return None
        return datetime.combine(day, time()) + clock + timedelta(days=int(match[2] or 0))

    def _speakers(self, page: MarkdownPage, title: str) -> list[str]:
        keys = []
        for item in page.items("speakers"):
            name = clean_line(item if isinstance(item, str) else as_mapping(item).get("name"))
            if name and name not in self.people.speakers:
                self._notes.add(
                    SPEAKER_UNKNOWN, page.place, f"{name}, a speaker of “{title}”, has no page in the source."
                )
                self.people.add(SpeakerDraft(key=name, name=name, place=page.place))
            if name:
                keys.append(name)
        return keys


def _links(page: MarkdownPage) -> tuple[LinkDraft, ...]:
    found = []
    for record in map(as_mapping, page.items("links")):
        address = web_address(record.get("absolute_url") or record.get("video") or record.get("url"))
        if address:
            found.append(LinkDraft(address, clean_line(record.get("name"))))
    return tuple(found)


FORMAT = Format("jekyll-conference", "the data of jekyll-theme-conference", recognises, read)

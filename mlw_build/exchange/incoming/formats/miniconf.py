"""Mini-Conf's sitedata: a calendar, lists of papers, speakers and workshops (CSV, JSON or YAML), a schedule.

The calendar says when; what a calendar entry links to (speaker_5.html, workshop_a.html, poster_X.html) says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from mlw_build.exchange.incoming.formats.markdown_pages import read_yaml_file
from mlw_build.exchange.incoming.reading.clock_times import parse_clock_span, parse_date, parse_date_time
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DraftTime,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
)
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping, as_text, read_json
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    split_status,
    unescape_entities,
    web_address,
)
from mlw_build.exchange.incoming.rules import TIME_UNREADABLE
from mlw_build.exchange.incoming.tables.reader import FIRST_DAY
from mlw_build.exchange.incoming.tables.rows import read_tables

_LISTS = {
    "papers": ("poster", "Paper"),
    "speakers": ("speaker", "Keynote"),
    "workshops": ("workshop", "Workshop"),
    "tutorials": ("tutorial", "Tutorial"),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOBODY = re.compile(r"^(-+|tba|tbd|n/?a)$", re.I)


def recognises(source: Source) -> bool:
    """A folder with main_calendar, papers or speakers and config in it, at the top or in sitedata."""
    if not source.is_folder:
        return False
    names = {PurePosixPath(path).name for path in source.files if path.count("/") <= 1}
    return "config.yml" in names and bool(
        names & {"main_calendar.json", "papers.csv", "papers.json", "papers.yml", "schedule.yml"}
    )


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme in Mini-Conf's files."""
    reader = _Reader(source, notes, wishes)
    config = as_mapping(reader.data("config"))
    for name, (page, kind) in _LISTS.items():
        for entry in reader.entries(name):
            reader.item(entry, page, kind)
    for listed_entry in map(as_mapping, as_list(reader.data("main_calendar"))):
        reader.calendar_entry(listed_entry)
    reader.schedule(as_mapping(reader.data("schedule")))
    return ProgrammeDraft(
        ConferenceDraft(
            title=clean_line(unescape_entities(as_text(config.get("name")))),
            theme_title=clean_line(re.sub(r"<br\s*/?>", " ", as_text(config.get("tagline")))),
            extra={key: value for key in ("date", "organization") if (value := clean_line(config.get(key)))},
        ),
        (*reader.sessions, *(session_draft for key, session_draft in reader.items.items() if key not in reader.placed)),
        rooms=(),
        formats=tuple(NamedThingDraft(kind, kind) for _, kind in _LISTS.values()),
        speakers=reader.people.all(),
    )


class _Reader:
    def __init__(self, source: Source, notes: ImportNotes, wishes: ImportOptions) -> None:
        self._source, self._notes, self._wishes = source, notes, wishes
        self.people = PeopleRegister(notes)
        self.items: dict[str, SessionDraft] = {}
        self.placed: set[str] = set()
        self.sessions: list[SessionDraft] = []

    def _path(self, name: str) -> str | None:
        found = [path for path in self._source.files if PurePosixPath(path).stem == name and path.count("/") <= 1]
        return next(
            (path for ending in (".json", ".yml", ".yaml", ".csv") for path in found if path.endswith(ending)), None
        )

    def data(self, name: str) -> Any:
        """The data of a JSON or YAML file of this name; None where there is none."""
        path = self._path(name)
        if path is None or path.endswith(".csv"):
            return None
        return (
            read_json(self._source.text(path), path)
            if path.endswith(".json")
            else read_yaml_file(self._source, path, self._notes)
        )

    def entries(self, name: str) -> Iterator[tuple[Mapping[str, Any], SourcePlace]]:
        """The entries of a list, whichever kind of file it is in, with where they stand."""
        path = self._path(name)
        if path is None:
            return
        if path.endswith(".csv"):
            for table in read_tables(self._source, path):
                for number, cells in table.rows:
                    yield dict(zip(table.columns, cells, strict=False)), SourcePlace(path, number)
        else:
            for value in as_list(self.data(name)):
                yield (
                    as_mapping(value),
                    SourcePlace(path, self._source.line_of(as_text(as_mapping(value).get("UID")), path)),
                )

    def item(self, entry: tuple[Mapping[str, Any], SourcePlace], page: str, kind: str) -> None:
        """Take in a paper, keynote, workshop or tutorial; when it is, the calendar says."""
        record, place = entry
        uid = as_text(record.get("UID")) or as_text(record.get("id"))
        title, status = split_status(clean_line(as_text(record.get("title"))) or "Untitled")
        content = as_mapping(record.get("content")) or record
        authors = content.get("authors") or record.get("authors") or record.get("organizers")
        names = authors if isinstance(authors, list) else re.split(r"\|", as_text(authors))
        speakers = [key for name in names if (key := self._person(clean_line(as_text(name)), place))]
        if kind == "Keynote":
            speaker = SpeakerDraft(
                key="", name=clean_line(as_text(record.get("speaker"))), place=place,
                affiliation=clean_line(as_text(record.get("institution"))),
                biography=clean_prose(as_text(record.get("bio"))),
                extra={"photo": photo} if (photo := as_text(record.get("image"))) else {},
            )  # fmt: skip
            speakers = [self.people.add(speaker)] if speaker.name else speakers
        keywords = record.get("keywords") or content.get("keywords")
        tags = keywords if isinstance(keywords, list) else re.split(r"\|", as_text(keywords))
        self.items[f"{page}_{uid}"] = SessionDraft(
            key=f"{page}-{uid}",
            title=title,
            when=DraftTime(),
            place=place,
            format=kind,
            speakers=tuple((key, "speaker") for key in dict.fromkeys(speakers)),
            abstract=clean_prose(as_text(record.get("abstract") or content.get("abstract"))),
            tags=tuple(tag for one in tags if (tag := clean_line(as_text(one)))),
            status=status,
            extra={"session": session}
            if (session := clean_line(as_text(record.get("session") or record.get("sessions"))))
            else {},
        )

    def _person(self, name: str, place: SourcePlace) -> str:
        if not name or _NOBODY.match(name):
            return ""
        return self.people.add(SpeakerDraft(key="", name=name, place=place))

    def calendar_entry(self, entry: Mapping[str, Any]) -> None:
        """Take in an entry of the calendar, completed by the item that it links to."""
        title, status = split_status(clean_line(as_text(entry.get("title"))) or "Untitled")
        link = as_text(entry.get("link")) or as_text(entry.get("location"))
        page = re.search(r"\b((?:poster|paper|speaker|workshop|tutorial)_[\w.-]+?)(?:\.html|$)", link)
        item = self.items.get(page[1].replace("paper_", "poster_")) if page else None
        kind = clean_line(as_text(entry.get("calendarId")))
        path = self._path("main_calendar") or self._source.name
        start = as_text(entry.get("start"))
        if item is not None and page is not None:
            self.placed.add(page[1].replace("paper_", "poster_"))
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=DraftTime(parse_date_time(start), parse_date_time(as_text(entry.get("end")))),
                place=SourcePlace(path, self._source.line_of(title, path)),
                format=kind if re.match(r"^\w", kind) else "",
                speakers=item.speakers if item else (),
                abstract="\n\n".join(text for text in (f"**{item.title}**", str(item.abstract)) if text)
                if item
                else "",
                tags=item.tags if item else (),
                status=status,
                links=(),
                extra={"link": link} if link and not web_address(link) else {"url": link} if link else {},
            )
        )

    def schedule(self, days: Mapping[str, Any]) -> None:
        """Take in a schedule by weekday, with times such as `12:10 - 1:10 PM`."""
        path = self._path("schedule") or ""
        for name, items in days.items():
            day = parse_date(name) or self._weekday(name)
            if day is None and as_list(items):
                self._notes.add(
                    TIME_UNREADABLE, SourcePlace(path, self._source.line_of(f"{name}:", path)),
                    f"`{name}` says no date, so its sessions have no time.",
                    f"Give the first day: `{FIRST_DAY}: 2025-03-31` in a file for --mapping.",
                )  # fmt: skip
            for record in map(as_mapping, as_list(items)):
                self._scheduled(record, day, path)

    def _weekday(self, name: str) -> date | None:
        first = parse_date(self._wishes.columns.get(FIRST_DAY, ""))
        weekday = next((index for index, full in enumerate(_WEEKDAYS) if full.startswith(name.lower()[:3])), None)
        return first + timedelta(days=(weekday - first.weekday()) % 7) if first and weekday is not None else None

    def _scheduled(self, record: Mapping[str, Any], day: date | None, path: str) -> None:
        title, status = split_status(clean_line(as_text(record.get("title"))) or "Untitled")
        place = SourcePlace(path, self._source.line_of(as_text(record.get("title")), path))
        span = parse_clock_span(as_text(record.get("time")))
        if span is None and day is not None:
            self._notes.add(
                TIME_UNREADABLE, place, f"`{as_text(record.get('time'))}` of “{title}” is no time that can be read."
            )
        midnight = datetime.combine(day, time()) if day else None
        people = [
            (key, role)
            for field, role in (("speaker", "speaker"), ("moderator", "moderator"))
            if (key := self._person(clean_line(as_text(record.get(field))), place))
        ]
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=DraftTime(
                    midnight + span.start if midnight and span else None,
                    midnight + span.end if midnight and span and span.end is not None else None,
                    None,
                    day,
                ),
                place=place,
                format=re.sub(r"\s+\d+$", "", clean_line(as_text(record.get("type")))),
                speakers=tuple(people),
                status=status,
            )
        )


FORMAT = Format("mini-conf", "Mini-Conf's sitedata", recognises, read)

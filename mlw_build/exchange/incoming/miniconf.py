"""Mini-Conf's sitedata: a calendar, lists of papers, speakers and workshops (CSV, JSON or YAML), a schedule.

The calendar says when; what a calendar entry links to (speaker_5.html, workshop_a.html, poster_X.html) says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from mlw_build.exchange.incoming.clock_words import calendar_day, moment, span_of
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    Draft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
)
from mlw_build.exchange.incoming.pages import yaml_of
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.rows import tables_of
from mlw_build.exchange.incoming.rules import TIME_UNREADABLE
from mlw_build.exchange.incoming.safe_json import listed, mapping, read_json, word
from mlw_build.exchange.incoming.source import Source
from mlw_build.exchange.incoming.table import FIRST_DAY
from mlw_build.exchange.incoming.words import line, prose, status_in, unescaped, web_address

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


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme in Mini-Conf's files."""
    reader = _Reader(source, notes, wishes)
    config = mapping(reader.data("config"))
    for name, (page, kind) in _LISTS.items():
        for entry in reader.entries(name):
            reader.item(entry, page, kind)
    for listed_entry in map(mapping, listed(reader.data("main_calendar"))):
        reader.calendar_entry(listed_entry)
    reader.schedule(mapping(reader.data("schedule")))
    return Draft(
        ConferenceDraft(
            title=line(unescaped(word(config.get("name")))),
            theme_title=line(re.sub(r"<br\s*/?>", " ", word(config.get("tagline")))),
            extra={key: value for key in ("date", "organization") if (value := line(config.get(key)))},
        ),
        (*reader.sessions, *(one for key, one in reader.items.items() if key not in reader.placed)),
        rooms=(),
        formats=tuple(ThingDraft(kind, kind) for _, kind in _LISTS.values()),
        speakers=reader.people.all(),
    )


class _Reader:
    def __init__(self, source: Source, notes: Notes, wishes: Wishes) -> None:
        self._source, self._notes, self._wishes = source, notes, wishes
        self.people = People(notes)
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
            else yaml_of(self._source, path, self._notes)
        )

    def entries(self, name: str) -> Iterator[tuple[Mapping[str, Any], Place]]:
        """The entries of a list, whichever kind of file it is in, with where they stand."""
        path = self._path(name)
        if path is None:
            return
        if path.endswith(".csv"):
            for table in tables_of(self._source, path):
                for number, cells in table.rows:
                    yield dict(zip(table.columns, cells, strict=False)), Place(path, number)
        else:
            for one in listed(self.data(name)):
                yield mapping(one), Place(path, self._source.line_of(word(mapping(one).get("UID")), path))

    def item(self, entry: tuple[Mapping[str, Any], Place], page: str, kind: str) -> None:
        """Take in a paper, keynote, workshop or tutorial; when it is, the calendar says."""
        one, place = entry
        uid = word(one.get("UID")) or word(one.get("id"))
        title, status = status_in(line(word(one.get("title"))) or "Untitled")
        content = mapping(one.get("content")) or one
        authors = content.get("authors") or one.get("authors") or one.get("organizers")
        names = authors if isinstance(authors, list) else re.split(r"\|", word(authors))
        speakers = [key for name in names if (key := self._person(line(word(name)), place))]
        if kind == "Keynote":
            speaker = SpeakerDraft(
                key="", name=line(word(one.get("speaker"))), place=place,
                affiliation=line(word(one.get("institution"))), biography=prose(word(one.get("bio"))),
                extra={"photo": photo} if (photo := word(one.get("image"))) else {},
            )  # fmt: skip
            speakers = [self.people.add(speaker)] if speaker.name else speakers
        keywords = one.get("keywords") or content.get("keywords")
        tags = keywords if isinstance(keywords, list) else re.split(r"\|", word(keywords))
        self.items[f"{page}_{uid}"] = SessionDraft(
            key=f"{page}-{uid}",
            title=title,
            when=When(),
            place=place,
            format=kind,
            speakers=tuple((key, "speaker") for key in dict.fromkeys(speakers)),
            abstract=prose(word(one.get("abstract") or content.get("abstract"))),
            tags=tuple(tag for one in tags if (tag := line(word(one)))),
            status=status,
            extra={"session": session} if (session := line(word(one.get("session") or one.get("sessions")))) else {},
        )

    def _person(self, name: str, place: Place) -> str:
        if not name or _NOBODY.match(name):
            return ""
        return self.people.add(SpeakerDraft(key="", name=name, place=place))

    def calendar_entry(self, entry: Mapping[str, Any]) -> None:
        """Take in an entry of the calendar, completed by the item that it links to."""
        title, status = status_in(line(word(entry.get("title"))) or "Untitled")
        link = word(entry.get("link")) or word(entry.get("location"))
        page = re.search(r"\b((?:poster|paper|speaker|workshop|tutorial)_[\w.-]+?)(?:\.html|$)", link)
        item = self.items.get(page[1].replace("paper_", "poster_")) if page else None
        kind = line(word(entry.get("calendarId")))
        path = self._path("main_calendar") or self._source.name
        start = word(entry.get("start"))
        if item is not None and page is not None:
            self.placed.add(page[1].replace("paper_", "poster_"))
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=When(moment(start), moment(word(entry.get("end")))),
                place=Place(path, self._source.line_of(title, path)),
                format=kind if re.match(r"^\w", kind) else "",
                speakers=item.speakers if item else (),
                abstract="\n\n".join(one for one in (f"**{item.title}**", str(item.abstract)) if one) if item else "",
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
            day = calendar_day(name) or self._weekday(name)
            if day is None and listed(items):
                self._notes.add(
                    TIME_UNREADABLE, Place(path, self._source.line_of(f"{name}:", path)),
                    f"`{name}` says no date, so its sessions have no time.",
                    f"Give the first day: `{FIRST_DAY}: 2025-03-31` in a file for --mapping.",
                )  # fmt: skip
            for one in map(mapping, listed(items)):
                self._scheduled(one, day, path)

    def _weekday(self, name: str) -> date | None:
        first = calendar_day(self._wishes.columns.get(FIRST_DAY, ""))
        weekday = next((index for index, full in enumerate(_WEEKDAYS) if full.startswith(name.lower()[:3])), None)
        return first + timedelta(days=(weekday - first.weekday()) % 7) if first and weekday is not None else None

    def _scheduled(self, one: Mapping[str, Any], day: date | None, path: str) -> None:
        title, status = status_in(line(word(one.get("title"))) or "Untitled")
        place = Place(path, self._source.line_of(word(one.get("title")), path))
        span = span_of(word(one.get("time")))
        if span is None and day is not None:
            self._notes.add(
                TIME_UNREADABLE, place, f"`{word(one.get('time'))}` of “{title}” is no time that can be read."
            )
        midnight = datetime.combine(day, time()) if day else None
        people = [
            (key, role)
            for field, role in (("speaker", "speaker"), ("moderator", "moderator"))
            if (key := self._person(line(word(one.get(field))), place))
        ]
        self.sessions.append(
            SessionDraft(
                key="",
                title=title,
                when=When(
                    midnight + span.start if midnight and span else None,
                    midnight + span.end if midnight and span and span.end is not None else None,
                    None,
                    day,
                ),
                place=place,
                format=re.sub(r"\s+\d+$", "", line(word(one.get("type")))),
                speakers=tuple(people),
                status=status,
            )
        )


FORMAT = Format("mini-conf", "Mini-Conf's sitedata", recognises, read)

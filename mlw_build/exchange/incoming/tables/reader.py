"""A programme in a table: CSV or .xlsx with a header row, from a spreadsheet, pretalx, Sessionize or anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.exchange.incoming.formats.frab_common import language_codes_in
from mlw_build.exchange.incoming.formats.sessionize import language_code
from mlw_build.exchange.incoming.reading.clock_times import (
    parse_clock_span,
    parse_clock_time,
    parse_date,
    parse_date_time,
    parse_duration,
)
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
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
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    join_paragraphs,
    split_status,
    web_address,
)
from mlw_build.exchange.incoming.rules import TIME_UNREADABLE, VALUE_UNUSABLE
from mlw_build.exchange.incoming.tables.columns import PERSONAL, keys_of_columns
from mlw_build.exchange.incoming.tables.rows import Table, read_tables

FIRST_DAY = "_first_day"
SEPARATOR = "_speaker_separator"
_NOT_CHOSEN = re.compile(r"^(rejected|declined|waitlist\w*|withdrawn|submitted|draft|nominated|pending)$", re.I)
_CANCELLED = re.compile(r"^(cancell?ed|abgesagt|annul\w+)$", re.I)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def recognises(source: Source) -> bool:
    """A CSV or .xlsx file, or a folder of nothing else."""
    kinds = {source.suffix(path) for path in source.files}
    return bool(kinds) and kinds <= {".csv", ".tsv", ".xlsx"}


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme in the tables of a source. Raises Refused where no table has a column for titles or names."""
    tables = [table for path in source.files for table in read_tables(source, path if source.is_folder else None)]
    reader = _Reader(notes, wishes)
    readable = [(table, keys_of_columns(table.columns, wishes.columns)) for table in tables]
    people = [(table, keys) for table, keys in readable if _is_of_people(keys)]
    sessions = [(table, keys) for table, keys in readable if not _is_of_people(keys) and "title" in keys.values()]
    for table, keys in people:
        reader.people_of(table, keys)
    for table, keys in sessions:
        reader.sessions_of(table, keys)
    if not sessions and not people:
        seen = "; ".join(", ".join(table.columns[:12]) for table in tables) or "nothing"
        raise SourceRefused(
            f"No table in {source.name} has a column for titles. Its columns: {seen}. Name them with --mapping FILE."
        )
    return ProgrammeDraft(
        ConferenceDraft(),
        tuple(reader.sessions.values()),
        speakers=reader.people.all(),
        rooms=tuple(NamedThingDraft(name, name) for name in reader.rooms),
        organisations=tuple(NamedThingDraft(name, name) for name in reader.organisations),
        left_out=tuple(reader.left_out.values()),
    )


def _is_of_people(keys: Mapping[int, str]) -> bool:
    """Whether a table lists people: names and biographies, and no times or rooms."""
    found = set(keys.values())
    named = "first_name" in found or "speakers" in found or "title" in found
    about = {"biography", "position", "affiliation", "photo"} & found
    return (
        named and bool(about) and not {"start", "time", "room", "duration", "abstract", "description", "format"} & found
    )


class _Row(Struct):
    """A row by our keys, with the columns that have none."""

    values: dict[str, str]
    others: dict[str, str]
    place: SourcePlace

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


class _Reader:
    def __init__(self, notes: ImportNotes, wishes: ImportOptions) -> None:
        self._notes, self._wishes = notes, wishes
        self.people = PeopleRegister(notes)
        self.sessions: dict[str, SessionDraft] = {}
        self.rooms: dict[str, None] = {}
        self.organisations: dict[str, None] = {}
        self.left_out: dict[str, str] = {}
        self._day_first = True
        self._several: set[str] = set()

    def _rows(self, table: Table, keys: Mapping[int, str]) -> Iterable[_Row]:
        private = [name for name in table.columns if PERSONAL.search(name)]
        if private:
            self.left_out[f"private {table.name}"] = (
                f"Columns of {table.name} that look private are not brought in: {', '.join(private)}."
            )
        for number, cells in table.rows:
            values: dict[str, str] = {}
            others: dict[str, str] = {}
            for index, cell in enumerate(cells):
                name = table.columns[index] if index < len(table.columns) else ""
                if not cell or (name in private and index not in keys) or PERSONAL.search(name):
                    continue
                if index in keys:
                    values[keys[index]] = cell
                elif name:
                    others[clean_line(name)] = cell
            yield _Row(values, others, SourcePlace(table.name.partition("[")[0], number))

    def people_of(self, table: Table, keys: Mapping[int, str]) -> None:
        """Take in a table of people."""
        renamed = {
            index: "speakers" if key == "title" else "speaker_ids" if key == "id" else key
            for index, key in keys.items()
        }
        for row in self._rows(table, renamed):
            self._person(row, clean_line(row["speakers"]) or _full_name(row), row["speaker_ids"])

    def _person(self, row: _Row, name: str, key: str) -> str:
        if not name:
            return ""
        links = [LinkDraft(address) for one in re.split(r"[\s,;|]+", row["link"]) if (address := web_address(one))]
        photo = web_address(row["photo"])
        return self.people.add(
            SpeakerDraft(
                key=clean_line(key),
                name=name,
                place=row.place,
                position=clean_line(row["position"]),
                affiliation=clean_line(row["affiliation"]),
                country=clean_line(row["country"]),
                pronouns=clean_line(row["pronouns"]),
                biography=clean_prose(row["biography"]),
                links=tuple(links),
                extra={"photo": photo} if photo else {},
            )
        )

    def sessions_of(self, table: Table, keys: Mapping[int, str]) -> None:
        """Take in a table of sessions; rows with the same id are one session with several speakers."""
        rows = list(self._rows(table, keys))
        self._day_first = _day_comes_first([row["date"] or row["start"] for row in rows])
        unchosen = 0
        for row in rows:
            if not clean_line(row["title"]):
                self._notes.add(VALUE_UNUSABLE, row.place, "This row has no title; it is left out.")
            elif _NOT_CHOSEN.match(row["status"]):
                unchosen += 1
            else:
                self._session(row)
        if unchosen:
            self.left_out[f"unchosen {table.name}"] = (
                f"{unchosen} rows of {table.name} whose status says that they are not accepted."
            )

    def _session(self, row: _Row) -> None:
        key = clean_line(row["id"])
        when = self._when(row)
        speakers = self._speakers(row)
        slot = f"{key} {when.start}" if key else ""
        known = self.sessions.get(slot) if slot else None
        if known is not None:
            self.sessions[slot] = replace(known, speakers=tuple(dict.fromkeys((*known.speakers, *speakers))))
            return
        title, status = split_status(clean_line(row["title"]))
        subtitle = clean_line(row["subtitle"])
        rooms = tuple(text for part in re.split(r"[;|]", row["room"]) if (text := clean_line(part)))
        self.rooms |= dict.fromkeys(rooms)
        organisations = tuple(text for part in re.split(r"[;|]", row["organisations"]) if (text := clean_line(part)))
        self.organisations |= dict.fromkeys(organisations)
        capacity = clean_line(row["capacity"])
        self.sessions[slot or f"row {row.place.file} {row.place.line}"] = SessionDraft(
            key=key,
            title=title,
            when=when,
            place=row.place,
            format=clean_line(row["format"]),
            track=clean_line(row["track"]),
            rooms=rooms,
            speakers=speakers,
            organisations=organisations,
            abstract=join_paragraphs(
                f"**{subtitle}**" if subtitle else "", clean_prose(row["abstract"]), clean_prose(row["description"])
            ),
            languages=_languages(row["languages"]),
            stream=web_address(row["stream"]),
            recording=web_address(row["recording"]),
            slides=web_address(row["slides"]),
            links=tuple(LinkDraft(text) for part in re.split(r"[\s;|]+", row["link"]) if (text := web_address(part))),
            registration=web_address(row["registration"]),
            capacity=int(capacity) if capacity.isdigit() and len(capacity) < 7 else None,
            status=status or ("cancelled" if _CANCELLED.match(row["status"]) else ""),
            tags=tuple(text for part in re.split(r"[,;|\n]", row["tags"]) if (text := clean_line(part))),
            audience=clean_line(row["audience"]),
            extra={"columns": {name: clean_line(value) for name, value in row.others.items() if clean_line(value)}}
            if row.others
            else {},
        )

    def _speakers(self, row: _Row) -> tuple[tuple[str, str], ...]:
        text = row["speakers"]
        ids = [one for one in re.split(r"[\s,;|]+", row["speaker_ids"]) if one]
        names = [word for part in re.split(r"[;|\n]", text) if (word := clean_line(part))]
        wished = self._wishes.columns.get(SEPARATOR)
        if wished and text:
            names = [word for part in text.split(wished) if (word := clean_line(part))]
        elif len(ids) > 1 and len(names) == 1 and len(text.split(",")) == len(ids):
            names = [clean_line(word) for word in text.split(",")]
        if not names and _full_name(row):
            names = [_full_name(row)]
        if not names and ids:
            return tuple((one, "speaker") for one in ids if one in self.people.speakers)
        for name in names:
            if re.search(r", | and | & |/", name) and name not in self._several:
                self._several.add(name)
                self._notes.add(
                    VALUE_UNUSABLE,
                    row.place,
                    f"`{name}` may be several speakers; brought in as one.",
                    f'Separate speakers with `;`, or write `{SEPARATOR}: ","` into a file for --mapping.',
                )
        keyed = ids if len(ids) == len(names) else [""] * len(names)
        alone = len(names) == 1
        found = [
            (self._person(row if alone else _Row({}, {}, row.place), name, key), "speaker")
            for name, key in zip(names, keyed, strict=True)
        ]
        return tuple(dict.fromkeys(one for one in found if one[0]))

    def _when(self, row: _Row) -> DraftTime:
        day = self._day(row["date"], row)
        begins, ends = row["start"] or row["time"], row["end"]
        span = parse_clock_span(begins) if begins else None
        start = parse_date_time(begins) or self._serial(begins)
        if start is None and begins and day is None:
            day = self._day(begins.split(" ")[0], row, quiet=True)
            clock = parse_clock_time(begins.partition(" ")[2])
            span = parse_clock_span(begins.partition(" ")[2]) if clock is not None else span
        if start is None and day is not None and span is not None:
            start = datetime.combine(day, time()) + span.start
        if start is None and begins and day is not None and span is None:
            self._notes.add(
                TIME_UNREADABLE, row.place, f"`{begins}` of “{clean_line(row['title'])}” is no time that can be read."
            )
        end = parse_date_time(ends) or self._serial(ends)
        base = start.replace(tzinfo=None).date() if start else day
        if end is None and base is not None:
            clock = parse_clock_time(ends) if ends else (span.end if span else None)
            end = datetime.combine(base, time()) + clock if clock is not None else None
            if ends and clock is None:
                self._notes.add(
                    TIME_UNREADABLE,
                    row.place,
                    f"The end `{ends}` of “{clean_line(row['title'])}” is no time that can be read.",
                )
        if end is not None and start is not None and start.tzinfo and not end.tzinfo:
            end = end.replace(tzinfo=start.tzinfo)
        lasts = parse_duration(row["duration"]) if row["duration"] else None
        return DraftTime(start, end, lasts, day)

    def _serial(self, text: str) -> datetime | None:
        """A date and time as a spreadsheet's number of days since 1899-12-30."""
        if not re.match(r"^[2-7]\d{4}\.\d+$", text):
            return None
        minutes = round(float(text) * 24 * 60)
        return datetime(1899, 12, 30) + timedelta(minutes=minutes)

    def _day(self, text: str, row: _Row, quiet: bool = False) -> date | None:
        if not text:
            return None
        slashed = re.match(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$", text)
        try:
            if slashed:
                number, other, year = (int(part) for part in slashed.groups())
                return date(year, other, number) if self._day_first or number > 12 else date(year, number, other)
            if re.match(r"^[2-7]\d{4}$", text):
                return date(1899, 12, 30) + timedelta(days=int(text))
        except ValueError:
            pass
        whole = parse_date_time(text)
        found = parse_date(text) or (whole.date() if whole else None) or self._counted(text)
        if found is None and not quiet:
            self._notes.add(
                TIME_UNREADABLE, row.place, f"`{text}` is no date that can be read.",
                "Write dates as 2025-03-31. For “Day 1” or “Monday”, give the first day: "
                f"`{FIRST_DAY}: 2025-03-31` in a file for --mapping.",
            )  # fmt: skip
        return found

    def _counted(self, text: str) -> date | None:
        """Day 2, or Tuesday, from the first day that was given."""
        first = parse_date(self._wishes.columns.get(FIRST_DAY, ""))
        number = re.match(r"^(?:day|tag|jour|día)?\s*(\d{1,2})$", text.strip(), re.I)
        if first is None:
            return None
        if number:
            return first + timedelta(days=int(number[1]) - 1)
        weekday = next((index for index, name in enumerate(_WEEKDAYS) if text.lower().startswith(name)), None)
        return first + timedelta(days=(weekday - first.weekday()) % 7) if weekday is not None else None


def _full_name(row: _Row) -> str:
    return clean_line(f"{row['first_name']} {row['last_name']}")


def _languages(text: str) -> tuple[str, ...]:
    names = [one.strip() for one in re.split(r"[,;/|]", text) if one.strip()]
    return tuple(
        dict.fromkeys(code for name in names if (code := language_code(name) or "".join(language_codes_in(name)[:1])))
    )


def _day_comes_first(values: Sequence[str]) -> bool:
    """Whether 03/04/2025 is in April here: the order in which the dates can all be, and lie closest together."""
    pairs = [
        (int(match[1]), int(match[2]), int(match[3]))
        for value in values
        if (match := re.match(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value))
    ]
    if any(first > 12 for first, _, _ in pairs):
        return True
    if any(second > 12 for _, second, _ in pairs):
        return False
    spread: dict[bool, Any] = {}
    for day_first in (True, False):
        days = [
            date(year, second if day_first else first, first if day_first else second) for first, second, year in pairs
        ]
        spread[day_first] = max(days) - min(days) if days else timedelta()
    return bool(spread[True] <= spread[False])


FORMAT = Format("table", "a table: CSV or .xlsx (spreadsheets, pretalx, Sessionize)", recognises, read)

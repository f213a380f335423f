"""`new`: starts a speaker, a booth, a session, a day or a page, with comments on what to fill in."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError
from slugify import slugify

from mlw_build.edit.apply import MARK, apply_edits
from mlw_build.edit.changes import Insert
from mlw_build.edit.files import CannotEdit, raw_text, write_all
from mlw_build.edit.placement import CannotPlace, place
from mlw_build.model.markdown_files import RESERVED
from mlw_build.model.schema.values import Date, LocalTime, Time
from mlw_build.model.text import clean_text, one_line
from mlw_build.read.document import Document, Kind
from mlw_build.read.folders import files_below
from mlw_build.read.own_files import own_octets, place_to_write
from mlw_build.read.text_files import LARGEST_FILE
from mlw_build.read.unrecognised_files import PLACES, PROGRAMME
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.system.atomic_files import atomic_write

CLEAN, PROBLEMS, USAGE = 0, 1, 2

KINDS = ("speaker", "booth", "session", "day", "page")

_SPEAKER = """\
---
name: {name}
# position: Professor of Education
# organisation: an id from content/organisations.yaml
# affiliation: an organisation that is not in that file
# country: Kenya
# photo: {{file: {id}.jpg, alt: {portrait}}}
# languages: [en]
# time_zone: Africa/Nairobi
# links: [https://example.org/]
---

Who {title} is, in a few lines.
"""

_BOOTH = """\
---
name: {name}
organisation: an-id-from-organisations
# tagline: One line on what the booth shows.
projects:
  - name: A project or solution
    description: What it does, for whom, in two or three sentences.
demos:
  # A live demonstration, written like a session.
  # - {{id: demo-{id}, title: Live show, date: 2020-10-12, start: 13:00, duration: 30m}}
# contact: {{email: booth@example.org}}
# open_until: 2021-04-30
---

What visitors find at this booth.
"""

_PAGE = """\
---
title: {name}
menu: footer
# order: 100
---

The text, in Markdown. A link to another page: [agenda](agenda:), [about](page:about).
"""

_DAY = """\
date: {day}
title: The day's theme
# questions:
#   - A question that the day is about?
sessions:
  - id: {session}
    title: A title
    # format: an id from content/formats.yaml
    # room: an id from content/rooms.yaml
    start: 10:00
    end: 11:00
    # speakers: [an-id-from-speakers]
    abstract: |
      What it is about.
"""

_SESSION = """\
- id: {id}
  title: {name}
  # format: an id from content/formats.yaml
  # room: an id from content/rooms.yaml
  start: {start}
  duration: 60m
  # speakers: [an-id-from-speakers]
  abstract: |
    What it is about.
"""

_DATE_LINE = re.compile(r"""^date:[ \t]*["']?([^\s"'#]+)""", re.M)


class _CannotCreate(Exception):
    """Nothing is written, since the command cannot be meant so; with the reason in words."""


class _DayFile(Struct, frozen=True):
    """A file of the programme: its text, and the date in it ('' where it has none)."""

    path: Path
    text: str
    date: str


def run_new(root: Path, kind: str, name: str, *, day: str | None = None, start: str | None = None) -> int:
    """Start a thing of this kind; says which file to open next. Never writes over a file."""
    if not one_line(clean_text(name)):
        print(f"error: the {kind} needs a name.", file=sys.stderr)
        return USAGE
    identifier = slugify(name, max_length=80) or kind
    if identifier == "null":  # which YAML takes for nothing
        identifier = f"{kind}-null"
    try:
        if kind == "session":
            return _session(root, identifier, name, day, "10:00" if start is None else start)
        if kind == "day":
            return _day(root, name)
        folder, template = {
            "speaker": ("speakers", _SPEAKER),
            "booth": ("booths", _BOOTH),
            "page": ("content/pages", _PAGE),
        }[kind]
        if kind == "page":
            _refuse_reserved(root, identifier, name)
        portrait = yaml_scalar(f"{name} at a desk")
        text = template.format(
            name=yaml_scalar(name), id=identifier, title=one_line(clean_text(name)), portrait=portrait
        )
        return _write(root, f"{folder}/{identifier}.md", text)
    except _CannotCreate as refused:
        print(f"error: {refused}", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"error: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return USAGE


def _refuse_reserved(root: Path, identifier: str, name: str) -> None:
    """Refuse a page at an address that the site itself needs."""
    settings = next(
        (text for text in ("conference.yaml", "conference.yml") if (root / "content" / text).exists()), None
    )
    data = read_yaml(_text(root, f"content/{settings}"))[0] if settings else None
    languages = data.get("languages") if isinstance(data, dict) else []
    folders = [str(one).lower() for one in (languages if isinstance(languages, list) else [languages])]
    if identifier in RESERVED or identifier in folders:
        raise _CannotCreate(
            f"the site has {identifier}/ of its own, so a page cannot have that address. "
            f'Name it "{one_line(clean_text(name))} page", for example; the title can be changed in the file.'
        )


def _day(root: Path, name: str) -> int:
    day = _date(name)
    files = _day_files(root)
    for file in files:
        if file.date == day:
            print(f"error: the day {day} is in {file.path} already.", file=sys.stderr)
            return PROBLEMS
    names = (f"first-session-{day}{f'-{number}' if number > 1 else ''}" for number in count(1))
    session = next(name for name in names if not _file_with(name, files))
    return _write(root, f"{PROGRAMME}/{day}.yaml", _DAY.format(day=day, session=session))


def _session(root: Path, identifier: str, name: str, day: str | None, start: str) -> int:
    """A session is added after the last one of its day's file."""
    time: LocalTime = _value(Time, start)
    files = _day_files(root)
    file = _file_of(None if day is None else _date(day), files)
    day_file = _file_with(identifier, files)
    if day_file:
        print(f"error: there is a session `{identifier}` in {day_file.path} already.", file=sys.stderr)
        return PROBLEMS
    session = _SESSION.format(id=identifier, name=yaml_scalar(name), start=time.written)
    try:
        _add_session(root, file.path.relative_to(root).as_posix(), session)
    except CannotEdit as fault:
        print(f"error: {fault}", file=sys.stderr)
        return PROBLEMS
    print(f"{file.path}: added `{identifier}` at the end.")
    return CLEAN


def _day_files(root: Path) -> Sequence[_DayFile]:
    """The files of the programme. A date is known by its line, so that one with a fault has its date too."""
    files = []
    for path in files_below(root.resolve(), PROGRAMME, []):
        if path.endswith(PLACES[PROGRAMME]):
            text = _text(root, path)
            match = _DATE_LINE.search(text)
            files.append(_DayFile(root / path, text, _as_written_here(match[1]) if match else ""))
    return files


def _text(root: Path, path: str) -> str:
    """The text of a file of the site, with what is no text marked. Raises OSError."""
    octets = own_octets(root.resolve(), path, LARGEST_FILE)
    return octets.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _as_written_here(text: str) -> str:
    try:
        return _date(text)
    except _CannotCreate:
        return text


def _file_of(day: str | None, files: Sequence[_DayFile]) -> _DayFile:
    """The file of a day; without one, that of the only day there is."""
    days = {file.date: file for file in files}
    if day in days:
        return days[day]
    if day:
        raise _CannotCreate(f"there is no day {day}; `new day {day}` makes one.")
    if not days:
        raise _CannotCreate("there is no day yet; `new day 2020-10-12` makes one.")
    if len(days) > 1:
        raise _CannotCreate(f"say on which day with --day. There are: {', '.join(sorted(filter(None, days)))}.")
    return next(iter(days.values()))


def _file_with(identifier: str, files: Sequence[_DayFile]) -> _DayFile | None:
    """The file that has this id already."""
    wanted = re.compile(rf"\bid: *{identifier}(?![\w-])", re.I)
    return next((file for file in files if wanted.search(file.text)), None)


def _date(text: str) -> str:
    day: date = _value(Date, text)
    return day.isoformat()


def _value(form: Any, text: str) -> Any:
    """A value in the form that content has it in."""
    try:
        return TypeAdapter(form).validate_python(text)
    except ValidationError as fault:
        said = fault.errors()[0]["ctx"]
        raise _CannotCreate(f"{said['message']} {said['hint']}".strip()) from None


def _add_session(root: Path, path: str, session: str) -> None:
    """Put a session at the end of a day's file. Raises CannotEdit where that cannot be done for certain."""
    raw = raw_text(root, path)
    text = raw.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")
    data, faults = read_yaml(text)
    if faults or not isinstance(data, dict) or not isinstance(data.get("sessions"), list | None):
        line = faults[0].place[0] if faults else 1
        raise CannotEdit(f"{path}:{line}: the file has to be corrected first. Then add:\n{session}")
    day = Document(path, Kind.DAY, Path(path).stem, None, text, text, 1, data, "", 1)
    try:
        write_all(root, {path: raw}, {path: apply_edits(raw, place(day, [Insert(("sessions",), as_text=session)]))})
    except CannotPlace as fault:
        raise CannotEdit(f"{fault} It is to have:\n{session}") from None


def _write(root: Path, path: str, text: str) -> int:
    file = root / path
    place = place_to_write(root, path)
    if os.path.lexists(place):
        print(f"error: {file} exists already.", file=sys.stderr)
        return PROBLEMS
    atomic_write(place, text.encode(), lasting=True)
    print(f"{file}: open it and fill it in.")
    return CLEAN


def yaml_scalar(text: str) -> str:
    """A text as a YAML scalar on one line: plain where that is safe everywhere, in quotes elsewhere."""
    plain = one_line(clean_text(text))
    safe = plain[:1].isalnum() and all(text.isalnum() or text in " -'.()" for text in plain)
    return plain if safe and plain != "null" else json.dumps(plain, ensure_ascii=False)

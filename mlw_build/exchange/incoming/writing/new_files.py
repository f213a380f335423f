"""Whole files from records, for what is not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mlw_build.edit.yaml_text import entry_lines, list_entry_lines, markdown_lines
from mlw_build.exchange.incoming.writing.records import (
    BODY,
    CONFERENCE_FILE,
    DATE,
    LIST_FILES,
    MARKDOWN_FOLDERS,
    Kind,
    Record,
)

FIRST_DOMAIN = "example.org"
"""Stands for the organiser's domain until somebody who knows it writes it."""


def markdown_path(record: Record) -> str:
    """The path of a speaker's or booth's file."""
    return f"{MARKDOWN_FOLDERS[record.kind]}/{record.id}.md"


def day_path(date: str) -> str:
    """The path of a day's file."""
    return f"content/programme/{date}.yaml"


def markdown_text(record: Record) -> str:
    """A speaker's or booth's Markdown file: front matter, and the text below it."""
    fields = {key: value for key, value in record.fields.items() if key != BODY}
    body = record.fields.get(BODY, "")
    head = ["---", *entry_lines(fields, 0), "---"]
    if isinstance(body, Mapping):
        body = next(iter(body.values()), "")
    return "\n".join([*head, "", *markdown_lines(str(body).strip())] if body else head) + "\n"


def translation_files(record: Record, default: str) -> Mapping[str, str]:
    """The files NAME.LANGUAGE.md of a text that the source has in several languages."""
    body = record.fields.get(BODY)
    if not isinstance(body, Mapping):
        return {}
    return {
        f"{MARKDOWN_FOLDERS[record.kind]}/{record.id}.{language}.md": "\n".join(markdown_lines(str(text))) + "\n"
        for language, text in body.items()
        if language != default
    }


def conference_text(record: Record) -> str:
    """content/conference.yaml, with a word on what only the organisers know."""
    lines = []
    for key, value in record.fields.items():
        if key == "domain" and value == FIRST_DOMAIN:
            lines += [
                "# Replace this with the organiser's own domain before anything is published: it is part of every",
                "# calendar entry, and never changes afterwards.",
            ]
        lines += entry_lines({key: value}, 0)
        if key == "languages" and "address" not in record.fields:
            lines += ["# Where the site will be published:", "# address: https://example.org/"]
    return "\n".join(lines) + "\n"


def list_text(records: Iterable[Record]) -> str:
    """A file that is a list, such as content/rooms.yaml."""
    return "\n".join("\n".join(list_entry_lines(record.fields, 0)) for record in records) + "\n"


def day_text(day: Record, sessions: Sequence[Record]) -> str:
    """A day's file: its head, and its sessions with an empty line between them."""
    lines = [*entry_lines(day.fields, 0), "sessions:"] if sessions else entry_lines(day.fields, 0)
    for number, record in enumerate(sessions):
        lines += ([""] if number else []) + session_lines(record, 2)
    return "\n".join(lines) + "\n"


def session_lines(record: Record, indent: int) -> list[str]:
    """A session as an entry of its day's list; its date is that of the file."""
    return list_entry_lines({key: value for key, value in record.fields.items() if key != DATE}, indent)


def new_files(records: Sequence[Record]) -> Mapping[str, str]:
    """The text of every file that these records make, by path."""
    by_kind = {kind: [record for record in records if record.kind is kind] for kind in Kind}
    conference = by_kind[Kind.CONFERENCE][0]
    default = conference.fields["languages"][0]
    files = {CONFERENCE_FILE: conference_text(conference)}
    for kind, path in LIST_FILES.items():
        if by_kind[kind]:
            files[path] = list_text(by_kind[kind])
    for day in by_kind[Kind.DAY]:
        sessions = [record for record in by_kind[Kind.SESSION] if record.fields[DATE] == day.id]
        files[day_path(day.id)] = day_text(day, sessions)
    for record in (record for kind in MARKDOWN_FOLDERS for record in by_kind[kind]):
        files[markdown_path(record)] = markdown_text(record)
        files |= translation_files(record, default)
    return files

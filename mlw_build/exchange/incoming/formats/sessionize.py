"""Sessionize: the JSON of its API views All, GridSmart, Sessions and Speakers.

`startsAt` is the event's local time without an offset in most answers, UTC with a Z in some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from msgspec.structs import replace

from mlw_build.exchange.incoming.reading.clock_times import parse_date_time
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
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping, as_text, read_json
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import clean_line, clean_prose, split_status, web_address
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN

_FORMAT = re.compile(r"format|type|kind|length", re.I)
_TRACK = re.compile(r"track|theme|topic area|stream", re.I)
_LEVEL = re.compile(r"level|audience|difficulty", re.I)
_LANGUAGE = re.compile(r"language|sprache|langue|idioma|taal", re.I)


def recognises(source: Source) -> bool:
    """A JSON file with the names that Sessionize gives its fields."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=60_000)
    return bool(
        re.search(r'"(isServiceSession|isPlenumSession|isTopSpeaker|questionAnswers|categoryItems|startsAt)"\s*:', head)
    )


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme of a Sessionize view. Raises Refused where neither sessions nor speakers are in it."""
    data = read_json(source.text(), source.name)
    reader = _Reader(source, notes, as_mapping(data))
    people = as_list(as_mapping(data).get("speakers")) if isinstance(data, dict) else _bare_speakers(data)
    for person in people:
        reader.speaker(as_mapping(person))
    for session, room in _sessions(data):
        reader.session(session, room)
    if not reader.sessions and not reader.people.speakers:
        raise SourceRefused(f"{source.name} has no sessions and no speakers as Sessionize writes them.")
    return ProgrammeDraft(
        ConferenceDraft(zone=""),
        tuple(reader.sessions.values()),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(reader.tracks.values()),
        formats=tuple(reader.formats.values()),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _bare_speakers(data: Any) -> list[Any]:
    return [value for value in as_list(data) if as_mapping(value).get("fullName")]


def _sessions(data: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each session with the name of the room it is listed under, whichever the view."""
    if isinstance(data, dict):
        for value in as_list(data.get("sessions")):
            yield as_mapping(value), ""
        for day in as_list(data.get("days")):
            yield from _sessions([day])
        return
    for group in map(as_mapping, as_list(data)):
        for room in as_list(group.get("rooms")):
            for value in as_list(as_mapping(room).get("sessions")):
                yield as_mapping(value), clean_line(as_mapping(room).get("name"))
        if "fullName" not in group:
            for value in as_list(group.get("sessions")):
                yield as_mapping(value), ""
        if "startsAt" in group and "title" in group:
            yield group, ""


class _Reader:
    def __init__(self, source: Source, notes: ImportNotes, data: Mapping[str, Any]) -> None:
        self._source, self._notes = source, notes
        self.people = PeopleRegister(notes)
        self.sessions: dict[tuple[str, str], SessionDraft] = {}
        self.tracks: dict[str, NamedThingDraft] = {}
        self.formats: dict[str, NamedThingDraft] = {}
        self.rooms = {
            as_text(record.get("id")): NamedThingDraft(
                as_text(record.get("id")), clean_line(record.get("name")), described=True
            )
            for record in map(
                as_mapping,
                sorted(
                    map(as_mapping, as_list(data.get("rooms"))), key=lambda record: str(record.get("sort", "")).zfill(6)
                ),
            )
            if clean_line(record.get("name"))
        }
        self._categories = {
            as_text(item.get("id")): (clean_line(category.get("title")), clean_line(item.get("name")))
            for category in map(as_mapping, as_list(data.get("categories")))
            for item in map(as_mapping, as_list(category.get("items")))
        }
        self._questions = {
            as_text(record.get("id")): clean_line(record.get("question"))
            for record in map(as_mapping, as_list(data.get("questions")))
        }
        self._declined: list[str] = []

    def speaker(self, record: Mapping[str, Any]) -> str:
        """Take in a speaker; gives the key."""
        name = (
            clean_line(record.get("fullName"))
            or clean_line(f"{as_text(record.get('firstName'))} {as_text(record.get('lastName'))}")
            or clean_line(record.get("name"))
        )
        key = as_text(record.get("id"))
        if not name:
            return ""
        links = [
            LinkDraft(web_address(as_mapping(link).get("url")), clean_line(as_mapping(link).get("title")))
            for link in as_list(record.get("links"))
        ]
        photo = web_address(record.get("profilePicture"))
        return self.people.add(
            SpeakerDraft(
                key=key,
                name=name,
                place=self._place(key),
                position=clean_line(record.get("tagLine")),
                biography=clean_prose(record.get("bio")),
                links=tuple(link for link in links if link.url),
                extra={**({"photo": photo} if photo else {}), **self._answers(record)},
            )
        )

    def session(self, record: Mapping[str, Any], room_name: str) -> None:
        """Take in a session; one that is listed under several rooms is in all of them."""
        status = as_text(record.get("status")).lower()
        if status in ("declined", "decline_queue", "waitlisted", "nominated"):
            self._declined.append(clean_line(record.get("title")))
            return
        key = as_text(record.get("id"))
        room = self._room(record, room_name)
        start = as_text(record.get("startsAt"))
        known = self.sessions.get((key, start))
        if known is not None:
            self.sessions[key, start] = replace(known, rooms=tuple(dict.fromkeys((*known.rooms, *room))))
            return
        title, written = split_status(clean_line(record.get("title")) or "Untitled")
        sorted_in = self._sorted_in(record)
        service = bool(record.get("isServiceSession"))
        self.sessions[key, start] = SessionDraft(
            key=key,
            title=title,
            when=DraftTime(parse_date_time(start), parse_date_time(as_text(record.get("endsAt")))),
            place=self._place(key),
            format=sorted_in.pop("format", "")
            or ("" if service else "Keynote" if record.get("isPlenumSession") else ""),
            track=sorted_in.pop("track", ""),
            rooms=room,
            speakers=tuple(
                (found, "speaker")
                for each in as_list(record.get("speakers"))
                if (found := self._named(each, title, key))
            ),
            abstract=clean_prose(record.get("description")),
            languages=tuple(filter(None, [language_code(sorted_in.pop("language", ""))])),
            stream=web_address(record.get("liveUrl")),
            recording=web_address(record.get("recordingUrl")),
            status=written or ("cancelled" if "cancel" in status else "tentative" if status == "accept_queue" else ""),
            audience=sorted_in.pop("audience", ""),
            tags=tuple(filter(None, sorted_in.pop("tags", "").split("\n"))),
            extra=self._answers(record),
        )

    def _room(self, record: Mapping[str, Any], name: str) -> tuple[str, ...]:
        key, name = as_text(record.get("roomId")), clean_line(record.get("room")) or name
        if key in self.rooms:
            return (key,)
        if not name:
            return ()
        self.rooms[key or name] = NamedThingDraft(key or name, name)
        return (key or name,)

    def _sorted_in(self, record: Mapping[str, Any]) -> dict[str, str]:
        """What the session's categories say: its format, track, level, language, and the rest as tags."""
        pairs = [
            self._categories[key]
            for item in as_list(record.get("categoryItems"))
            if (key := as_text(item)) in self._categories
        ]
        pairs += [
            (clean_line(as_mapping(category).get("name")), clean_line(as_mapping(item).get("name")))
            for category in as_list(record.get("categories"))
            for item in as_list(as_mapping(category).get("categoryItems"))
        ]
        found: dict[str, str] = {}
        tags = []
        for title, name in pairs:
            if _TRACK.search(title) and "track" not in found:
                found["track"] = name
                self.tracks.setdefault(name, NamedThingDraft(name, name))
            elif _FORMAT.search(title) and "format" not in found:
                found["format"] = name
                self.formats.setdefault(name, NamedThingDraft(name, name))
            elif _LEVEL.search(title) and "audience" not in found:
                found["audience"] = name
            elif _LANGUAGE.search(title) and "language" not in found and language_code(name):
                found["language"] = name
            else:
                tags.append(name)
        return {**found, "tags": "\n".join(tags)}

    def _named(self, each: object, title: str, session: str) -> str:
        key = as_text(as_mapping(each).get("id")) if isinstance(each, dict) else as_text(each)
        if key in self.people.speakers:
            return key
        name = clean_line(as_mapping(each).get("name"))
        if name:
            return self.people.add(SpeakerDraft(key=key, name=name, place=self._place(key)))
        self._notes.add(
            SPEAKER_UNKNOWN,
            self._place(session),
            f"“{title}” has a speaker `{key}` who is described nowhere in the source.",
        )
        return ""

    def _answers(self, record: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for answer in as_list(record.get("questionAnswers")):
            entry = as_mapping(answer)
            name = self._questions.get(as_text(entry.get("questionId"))) or clean_line(entry.get("question"))
            value = clean_line(as_text(entry.get("answerValue") or entry.get("answer")))
            if name and value:
                found[name] = value
        return {"answers": found} if found else {}

    def _place(self, key: str) -> SourcePlace:
        return SourcePlace(self._source.name, self._source.line_of(f'"{key}"') if key else 1)

    def left_out(self) -> tuple[str, ...]:
        """Proposals that were not chosen."""
        number = len(self._declined)
        return (f"{number} sessions that are not accepted.",) if number else ()


@lru_cache(maxsize=1)
def _language_names() -> Mapping[str, str]:
    names = {name.lower(): code for code, name in Locale("en").languages.items() if re.match(r"^[a-z]{2,3}$", code)}
    own = {}
    for code in (
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "pl",
        "cs",
        "sv",
        "nb",
        "da",
        "fi",
        "ja",
        "ko",
        "zh",
        "uk",
        "ru",
        "tr",
    ):
        own[str(Locale(code).get_display_name(code)).lower()] = code
    return {**names, **own}


def language_code(name: str) -> str:
    """The code of a language's name or code; '' where it is none."""
    text = name.strip().lower()
    if re.match(r"^[a-z]{2}(-[a-z]{2})?$", text):
        return text[:2] + text[2:].upper()
    return _language_names().get(text, "")


FORMAT = Format("sessionize", "Sessionize (JSON of All, GridSmart, Sessions or Speakers)", recognises, read)

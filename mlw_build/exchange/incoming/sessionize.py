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

from mlw_build.exchange.incoming.clock_words import moment
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    Draft,
    LinkDraft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
)  # fmt: skip
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN
from mlw_build.exchange.incoming.safe_json import listed, mapping, read_json, word
from mlw_build.exchange.incoming.source import Refused, Source
from mlw_build.exchange.incoming.words import line, prose, status_in, web_address

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


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme of a Sessionize view. Raises Refused where neither sessions nor speakers are in it."""
    data = read_json(source.text(), source.name)
    reader = _Reader(source, notes, mapping(data))
    people = listed(mapping(data).get("speakers")) if isinstance(data, dict) else _bare_speakers(data)
    for person in people:
        reader.speaker(mapping(person))
    for session, room in _sessions(data):
        reader.session(session, room)
    if not reader.sessions and not reader.people.found:
        raise Refused(f"{source.name} has no sessions and no speakers as Sessionize writes them.")
    return Draft(
        ConferenceDraft(zone=""),
        tuple(reader.sessions.values()),
        rooms=tuple(reader.rooms.values()),
        tracks=tuple(reader.tracks.values()),
        formats=tuple(reader.formats.values()),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _bare_speakers(data: Any) -> list[Any]:
    return [one for one in listed(data) if mapping(one).get("fullName")]


def _sessions(data: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each session with the name of the room it is listed under, whichever the view."""
    if isinstance(data, dict):
        for one in listed(data.get("sessions")):
            yield mapping(one), ""
        for day in listed(data.get("days")):
            yield from _sessions([day])
        return
    for group in map(mapping, listed(data)):
        for room in listed(group.get("rooms")):
            for one in listed(mapping(room).get("sessions")):
                yield mapping(one), line(mapping(room).get("name"))
        if "fullName" not in group:
            for one in listed(group.get("sessions")):
                yield mapping(one), ""
        if "startsAt" in group and "title" in group:
            yield group, ""


class _Reader:
    def __init__(self, source: Source, notes: Notes, data: Mapping[str, Any]) -> None:
        self._source, self._notes = source, notes
        self.people = People(notes)
        self.sessions: dict[tuple[str, str], SessionDraft] = {}
        self.tracks: dict[str, ThingDraft] = {}
        self.formats: dict[str, ThingDraft] = {}
        self.rooms = {
            word(one.get("id")): ThingDraft(word(one.get("id")), line(one.get("name")), described=True)
            for one in map(
                mapping,
                sorted(map(mapping, listed(data.get("rooms"))), key=lambda one: str(one.get("sort", "")).zfill(6)),
            )
            if line(one.get("name"))
        }
        self._categories = {
            word(item.get("id")): (line(category.get("title")), line(item.get("name")))
            for category in map(mapping, listed(data.get("categories")))
            for item in map(mapping, listed(category.get("items")))
        }
        self._questions = {
            word(one.get("id")): line(one.get("question")) for one in map(mapping, listed(data.get("questions")))
        }
        self._declined: list[str] = []

    def speaker(self, one: Mapping[str, Any]) -> str:
        """Take in a speaker; gives the key."""
        name = (
            line(one.get("fullName"))
            or line(f"{word(one.get('firstName'))} {word(one.get('lastName'))}")
            or line(one.get("name"))
        )
        key = word(one.get("id"))
        if not name:
            return ""
        links = [
            LinkDraft(web_address(mapping(link).get("url")), line(mapping(link).get("title")))
            for link in listed(one.get("links"))
        ]
        photo = web_address(one.get("profilePicture"))
        return self.people.add(
            SpeakerDraft(
                key=key,
                name=name,
                place=self._place(key),
                position=line(one.get("tagLine")),
                biography=prose(one.get("bio")),
                links=tuple(link for link in links if link.url),
                extra={**({"photo": photo} if photo else {}), **self._answers(one)},
            )
        )

    def session(self, one: Mapping[str, Any], room_name: str) -> None:
        """Take in a session; one that is listed under several rooms is in all of them."""
        status = word(one.get("status")).lower()
        if status in ("declined", "decline_queue", "waitlisted", "nominated"):
            self._declined.append(line(one.get("title")))
            return
        key = word(one.get("id"))
        room = self._room(one, room_name)
        start = word(one.get("startsAt"))
        known = self.sessions.get((key, start))
        if known is not None:
            self.sessions[key, start] = replace(known, rooms=tuple(dict.fromkeys((*known.rooms, *room))))
            return
        title, written = status_in(line(one.get("title")) or "Untitled")
        sorted_in = self._sorted_in(one)
        service = bool(one.get("isServiceSession"))
        self.sessions[key, start] = SessionDraft(
            key=key,
            title=title,
            when=When(moment(start), moment(word(one.get("endsAt")))),
            place=self._place(key),
            format=sorted_in.pop("format", "") or ("" if service else "Keynote" if one.get("isPlenumSession") else ""),
            track=sorted_in.pop("track", ""),
            rooms=room,
            speakers=tuple(
                (found, "speaker") for each in listed(one.get("speakers")) if (found := self._named(each, title, key))
            ),
            abstract=prose(one.get("description")),
            languages=tuple(filter(None, [language_code(sorted_in.pop("language", ""))])),
            stream=web_address(one.get("liveUrl")),
            recording=web_address(one.get("recordingUrl")),
            status=written or ("cancelled" if "cancel" in status else "tentative" if status == "accept_queue" else ""),
            audience=sorted_in.pop("audience", ""),
            tags=tuple(filter(None, sorted_in.pop("tags", "").split("\n"))),
            extra=self._answers(one),
        )

    def _room(self, one: Mapping[str, Any], name: str) -> tuple[str, ...]:
        key, name = word(one.get("roomId")), line(one.get("room")) or name
        if key in self.rooms:
            return (key,)
        if not name:
            return ()
        self.rooms[key or name] = ThingDraft(key or name, name)
        return (key or name,)

    def _sorted_in(self, one: Mapping[str, Any]) -> dict[str, str]:
        """What the session's categories say: its format, track, level, language, and the rest as tags."""
        pairs = [
            self._categories[key]
            for item in listed(one.get("categoryItems"))
            if (key := word(item)) in self._categories
        ]
        pairs += [
            (line(mapping(category).get("name")), line(mapping(item).get("name")))
            for category in listed(one.get("categories"))
            for item in listed(mapping(category).get("categoryItems"))
        ]
        found: dict[str, str] = {}
        tags = []
        for title, name in pairs:
            if _TRACK.search(title) and "track" not in found:
                found["track"] = name
                self.tracks.setdefault(name, ThingDraft(name, name))
            elif _FORMAT.search(title) and "format" not in found:
                found["format"] = name
                self.formats.setdefault(name, ThingDraft(name, name))
            elif _LEVEL.search(title) and "audience" not in found:
                found["audience"] = name
            elif _LANGUAGE.search(title) and "language" not in found and language_code(name):
                found["language"] = name
            else:
                tags.append(name)
        return {**found, "tags": "\n".join(tags)}

    def _named(self, each: object, title: str, session: str) -> str:
        key = word(mapping(each).get("id")) if isinstance(each, dict) else word(each)
        if key in self.people.found:
            return key
        name = line(mapping(each).get("name"))
        if name:
            return self.people.add(SpeakerDraft(key=key, name=name, place=self._place(key)))
        self._notes.add(
            SPEAKER_UNKNOWN,
            self._place(session),
            f"“{title}” has a speaker `{key}` who is described nowhere in the source.",
        )
        return ""

    def _answers(self, one: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for answer in listed(one.get("questionAnswers")):
            entry = mapping(answer)
            name = self._questions.get(word(entry.get("questionId"))) or line(entry.get("question"))
            value = line(word(entry.get("answerValue") or entry.get("answer")))
            if name and value:
                found[name] = value
        return {"answers": found} if found else {}

    def _place(self, key: str) -> Place:
        return Place(self._source.name, self._source.line_of(f'"{key}"') if key else 1)

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

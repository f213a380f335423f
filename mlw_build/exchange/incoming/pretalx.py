"""pretalx: what its API gives (talks, submissions, slots) and schedules made from it, nested in whatever way.

A submission is recognised by its `code` and `title`; it is looked for at any depth, so that lists of the API, its
paged answers and a schedule by day, minute and room all are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from mlw_build.exchange.incoming.clock_words import calendar_day, moment
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    Draft,
    LinkDraft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
    Words,
)  # fmt: skip
from mlw_build.exchange.incoming.frab_common import languages_in
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.safe_json import listed, mapping, read_json, word
from mlw_build.exchange.incoming.source import Refused, Source
from mlw_build.exchange.incoming.words import line, plain, status_in, web_address, words

DEEPEST = 12
_STATES = {"canceled": "cancelled", "cancelled": "cancelled", "withdrawn": "cancelled"}
_NOT_CHOSEN = {"rejected", "submitted", "draft", "deleted"}


def recognises(source: Source) -> bool:
    """A JSON file with codes of submissions and their types or states, or people with codes and biographies."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=60_000)
    return bool(
        re.search(r'"code"\s*:\s*"[A-Z0-9]{4,10}"', head)
        and re.search(
            r'"(submission_type|submission_type_id|pending_state|is_featured|biography|avatar_url)"\s*:', head
        )
    )


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme in pretalx's JSON. Raises Refused where no submission and no speaker is in it."""
    data = read_json(source.text(), source.name)
    reader = _Reader(source, notes)
    for room in _found(data, _is_room):
        reader.room(room)
    for person in _found(data, _is_person):
        reader.person(person)
    for submission in _found(data, _is_submission):
        reader.submission(submission)
    top = mapping(data)
    extra_days = mapping(top.get("extra"))
    for day, times in extra_days.items():
        reader.interludes(day, mapping(times))
    if not reader.sessions and not reader.people.found:
        raise Refused(f"{source.name} has no submissions and no speakers as pretalx writes them.")
    event = mapping(top.get("event")) or mapping(top.get("conference"))
    return Draft(
        ConferenceDraft(
            title=words(event.get("name") or event.get("title") or ""),
            id=line(event.get("slug") or ""),
            zone=line(event.get("timezone") or top.get("timezone")),
            start=calendar_day(word(event.get("date_from"))),
            end=calendar_day(word(event.get("date_to"))),
        ),
        tuple(reader.sessions.values()),
        rooms=tuple(sorted(reader.rooms.values(), key=lambda one: reader.positions.get(one.key, 9999))),
        tracks=tuple(reader.tracks.values()),
        formats=tuple(reader.formats.values()),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _found(data: Any, wanted: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """All mappings of a kind at any depth; nothing is looked for inside one that was found."""
    if depth > DEEPEST:
        return
    if isinstance(data, Mapping):
        if wanted(data):
            yield data
            return
        data = list(data.values())
    if isinstance(data, Sequence) and not isinstance(data, str):
        for one in data:
            if isinstance(one, (Mapping, list)):
                yield from _found(one, wanted, depth + 1)


def _is_submission(one: Mapping[str, Any]) -> bool:
    return "title" in one and "code" in one and "name" not in one


def _is_person(one: Mapping[str, Any]) -> bool:
    return "code" in one and "name" in one and ("biography" in one or "avatar_url" in one or "avatar" in one)


def _is_room(one: Mapping[str, Any]) -> bool:
    return (
        "id" in one
        and "name" in one
        and ("capacity" in one or "speaker_info" in one or "position" in one)
        and "code" not in one
    )


class _Reader:
    def __init__(self, source: Source, notes: Notes) -> None:
        self._source, self._notes = source, notes
        self.people = People(notes)
        self.sessions: dict[tuple[str, str], SessionDraft] = {}
        self.rooms: dict[str, ThingDraft] = {}
        self.positions: dict[str, int] = {}
        self.tracks: dict[str, ThingDraft] = {}
        self.formats: dict[str, ThingDraft] = {}
        self._unchosen: list[str] = []

    def room(self, room: Mapping[str, Any]) -> str:
        """Take in a room; gives its key."""
        key, name = word(room.get("id")), words(room.get("name"))
        fields: dict[str, Any] = {}
        if description := words(room.get("description"), long=True):
            fields["description"] = description
        if word(room.get("capacity")).isdigit():
            fields["capacity"] = int(word(room["capacity"]))
        if isinstance(room.get("position"), int):
            self.positions.setdefault(key, room["position"])
        if plain(name):
            self.rooms.setdefault(key, ThingDraft(key, name, fields, described=True))
        return key if key in self.rooms else ""

    def person(self, person: Mapping[str, Any] | str) -> str:
        """Take in a speaker; gives the key. A bare code of somebody described elsewhere is one too."""
        if isinstance(person, str):
            return person if person in self.people.found else ""
        name = line(person.get("name"))
        code = word(person.get("code"))
        if not name:
            return ""
        photo = web_address(person.get("avatar_url") or person.get("avatar"))
        return self.people.add(
            SpeakerDraft(
                key=code,
                name=name,
                place=self._place(code),
                biography=words(person.get("biography"), long=True),
                extra={**({"photo": photo} if photo else {}), **_answers(person)},
            )
        )

    def submission(self, one: Mapping[str, Any]) -> None:
        """Take in a submission: a session for each of its slots."""
        state = word(one.get("state"))
        if state in _NOT_CHOSEN:
            self._unchosen.append(word(one.get("code")))
            return
        slots = [mapping(slot) for slot in listed(one.get("slots") or one.get("slot")) if isinstance(slot, Mapping)]
        slots = [slot for slot in slots if slot.get("start")] or [dict(one)]
        for slot in slots:
            session = self._session(one, slot, state)
            self.sessions.setdefault((session.key, word(slot.get("id")) or str(session.when.start)), session)

    def _session(self, one: Mapping[str, Any], slot: Mapping[str, Any], state: str) -> SessionDraft:
        code = word(one.get("code"))
        title = words(one.get("title"))
        bare, status = status_in(plain(title))
        if isinstance(title, str):
            title = bare
        room = slot.get("room") if slot.get("room") is not None else one.get("room")
        minutes = word(slot.get("duration") or one.get("duration"))
        base = (words(one.get("abstract"), long=True), words(one.get("description"), long=True))
        resources = [_link(mapping(link)) for link in listed(one.get("resources"))]
        extra = {
            key: value
            for key in ("do_not_record", "is_featured", "image")
            if (value := word(one.get(key))) not in ("", "false")
        }
        return SessionDraft(
            key=code,
            slot=word(slot.get("id")) if "code" not in slot else "",
            title=title,
            when=When(
                moment(word(slot.get("start"))),
                moment(word(slot.get("end"))),
                timedelta(minutes=int(minutes)) if minutes.isdigit() and not slot.get("end") else None,
            ),
            place=self._place(code),
            format=self._thing(one.get("submission_type") or one.get("session_type"), self.formats),
            track=self._thing(one.get("track"), self.tracks),
            rooms=(key,) if room is not None and (key := self._room_of(room)) else (),
            speakers=tuple((key, "speaker") for person in listed(one.get("speakers")) if (key := self.person(person))),
            abstract=_both(*base),
            languages=languages_in(word(one.get("content_locale"))),
            links=tuple(link for link in resources if link.url),
            status=status or _STATES.get(state, "") or ("tentative" if state == "accepted" else ""),
            tags=tuple(
                tag
                for each in listed(one.get("tags"))
                if (tag := line(each) or plain(words(mapping(each).get("tag") or "")))
            ),
            extra={**extra, **_answers(one)},
        )

    def _room_of(self, room: object) -> str:
        if isinstance(room, Mapping):
            if room.get("id") is not None:
                return self.room(room)
            room = words(room) or words(room.get("name"))
        if isinstance(room, int) or (isinstance(room, str) and room in self.rooms):
            return str(room) if str(room) in self.rooms else ""
        name: Words = room if isinstance(room, Mapping) else line(room)
        if plain(name):
            self.rooms.setdefault(plain(name), ThingDraft(plain(name), name))
        return plain(name)

    def _thing(self, value: object, things: dict[str, ThingDraft]) -> str:
        """The key of a track or type, given as a mapping, a name or a name per language."""
        one = mapping(value)
        name = (
            words(one.get("name"))
            if "name" in one
            else words(one)
            if one
            else line(value)
            if isinstance(value, str)
            else ""
        )
        key = plain(name)
        if key:
            things.setdefault(key, ThingDraft(key, name))
        return key

    def interludes(self, day: str, times: Mapping[str, Any]) -> None:
        """Take in what a schedule lists beside its submissions: minute of the day to a title."""
        date = calendar_day(day)
        for minute, one in times.items():
            entry = mapping(one)
            if date is None or not str(minute).isdigit() or not entry.get("title"):
                continue
            key = word(entry.get("id"))
            start = datetime.combine(date, time()) + timedelta(minutes=int(minute))
            when = When(
                start,
                duration=timedelta(minutes=int(entry["duration"])) if word(entry.get("duration")).isdigit() else None,
            )
            self.sessions[(key or str(start), "")] = SessionDraft(
                key, words(entry["title"]), when, self._place(key), format="break", extra={}
            )
            self.formats.setdefault("break", ThingDraft("break", "Break", {"interlude": True}))

    def _place(self, code: str) -> Place:
        return Place(self._source.name, self._source.line_of(f'"{code}"') if code else 1)

    def left_out(self) -> tuple[str, ...]:
        """Submissions that nobody has chosen."""
        if not self._unchosen:
            return ()
        return (f"{len(self._unchosen)} submissions that are not accepted: {', '.join(self._unchosen[:20])}.",)


def _both(abstract: Words, description: Words) -> Words:
    """Abstract and description as one text, language by language."""
    if not abstract or not description or plain(description) in plain(abstract):
        return abstract or description
    if isinstance(abstract, str) and isinstance(description, str):
        return f"{abstract}\n\n{description}"
    first = abstract if isinstance(abstract, Mapping) else {}
    second = description if isinstance(description, Mapping) else {}
    return {
        language: "\n\n".join(
            text
            for text in (first.get(language, abstract if isinstance(abstract, str) else ""),
                         second.get(language, description if isinstance(description, str) else ""))
            if text
        )
        for language in dict.fromkeys((*first, *second))
    }  # fmt: skip


def _answers(one: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to the organisers' questions: by the question's words or its number."""
    found = {}
    for answer in listed(one.get("answers")):
        entry = mapping(answer)
        question = entry.get("question")
        name = (
            plain(words(mapping(question).get("question")))
            if isinstance(question, Mapping)
            else f"question_{word(question)}"
        )
        value = line(word(entry.get("answer")))
        if value and name:
            found[name] = value
    return {"answers": found} if found else {}


def _link(link: Mapping[str, Any]) -> LinkDraft:
    return LinkDraft(
        web_address(link.get("resource") or link.get("link") or link.get("url")), line(link.get("description"))
    )


FORMAT = Format("pretalx", "pretalx (JSON of its API, or a schedule made from it)", recognises, read)

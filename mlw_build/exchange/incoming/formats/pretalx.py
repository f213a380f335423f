"""pretalx: what its API gives (talks, submissions, slots) and schedules made from it, nested in whatever way.

A submission is recognised by its `code` and `title`; it is looked for at any depth, so that lists of the API, its
paged answers and a schedule by day, minute and room all are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from mlw_build.exchange.incoming.formats.frab_common import language_codes_in
from mlw_build.exchange.incoming.reading.clock_times import parse_date, parse_date_time
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DraftTime,
    LinkDraft,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
    Words,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping, as_text, read_json
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_texts,
    first_text,
    split_status,
    web_address,
)

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


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme in pretalx's JSON. Raises Refused where no submission and no speaker is in it."""
    data = read_json(source.text(), source.name)
    reader = _Reader(source, notes)
    for room in _mappings_matching(data, _is_room):
        reader.room(room)
    for person in _mappings_matching(data, _is_person):
        reader.person(person)
    for submission in _mappings_matching(data, _is_submission):
        reader.submission(submission)
    top = as_mapping(data)
    extra_days = as_mapping(top.get("extra"))
    for day, times in extra_days.items():
        reader.interludes(day, as_mapping(times))
    if not reader.sessions and not reader.people.speakers:
        raise SourceRefused(f"{source.name} has no submissions and no speakers as pretalx writes them.")
    event = as_mapping(top.get("event")) or as_mapping(top.get("conference"))
    return ProgrammeDraft(
        ConferenceDraft(
            title=clean_texts(event.get("name") or event.get("title") or ""),
            id=clean_line(event.get("slug") or ""),
            zone=clean_line(event.get("timezone") or top.get("timezone")),
            start=parse_date(as_text(event.get("date_from"))),
            end=parse_date(as_text(event.get("date_to"))),
        ),
        tuple(reader.sessions.values()),
        rooms=tuple(
            sorted(
                reader.rooms.values(), key=lambda named_thing_draft: reader.positions.get(named_thing_draft.key, 9999)
            )
        ),
        tracks=tuple(reader.tracks.values()),
        formats=tuple(reader.formats.values()),
        speakers=reader.people.all(),
        left_out=reader.left_out(),
    )


def _mappings_matching(data: Any, wanted: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """All mappings of a kind at any depth; nothing is looked for inside one that was found."""
    if depth > DEEPEST:
        return
    if isinstance(data, Mapping):
        if wanted(data):
            yield data
            return
        data = list(data.values())
    if isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            if isinstance(value, (Mapping, list)):
                yield from _mappings_matching(value, wanted, depth + 1)


def _is_submission(record: Mapping[str, Any]) -> bool:
    return "title" in record and "code" in record and "name" not in record


def _is_person(record: Mapping[str, Any]) -> bool:
    return (
        "code" in record
        and "name" in record
        and ("biography" in record or "avatar_url" in record or "avatar" in record)
    )


def _is_room(record: Mapping[str, Any]) -> bool:
    return (
        "id" in record
        and "name" in record
        and ("capacity" in record or "speaker_info" in record or "position" in record)
        and "code" not in record
    )


class _Reader:
    def __init__(self, source: Source, notes: ImportNotes) -> None:
        self._source, self._notes = source, notes
        self.people = PeopleRegister(notes)
        self.sessions: dict[tuple[str, str], SessionDraft] = {}
        self.rooms: dict[str, NamedThingDraft] = {}
        self.positions: dict[str, int] = {}
        self.tracks: dict[str, NamedThingDraft] = {}
        self.formats: dict[str, NamedThingDraft] = {}
        self._unchosen: list[str] = []

    def room(self, room: Mapping[str, Any]) -> str:
        """Take in a room; gives its key."""
        key, name = as_text(room.get("id")), clean_texts(room.get("name"))
        fields: dict[str, Any] = {}
        if description := clean_texts(room.get("description"), long=True):
            fields["description"] = description
        if as_text(room.get("capacity")).isdigit():
            fields["capacity"] = int(as_text(room["capacity"]))
        if isinstance(room.get("position"), int):
            self.positions.setdefault(key, room["position"])
        if first_text(name):
            self.rooms.setdefault(key, NamedThingDraft(key, name, fields, described=True))
        return key if key in self.rooms else ""

    def person(self, person: Mapping[str, Any] | str) -> str:
        """Take in a speaker; gives the key. A bare code of somebody described elsewhere is one too."""
        if isinstance(person, str):
            return person if person in self.people.speakers else ""
        name = clean_line(person.get("name"))
        code = as_text(person.get("code"))
        if not name:
            return ""
        photo = web_address(person.get("avatar_url") or person.get("avatar"))
        return self.people.add(
            SpeakerDraft(
                key=code,
                name=name,
                place=self._place(code),
                biography=clean_texts(person.get("biography"), long=True),
                extra={**({"photo": photo} if photo else {}), **_answers(person)},
            )
        )

    def submission(self, record: Mapping[str, Any]) -> None:
        """Take in a submission: a session for each of its slots."""
        state = as_text(record.get("state"))
        if state in _NOT_CHOSEN:
            self._unchosen.append(as_text(record.get("code")))
            return
        slots = [
            as_mapping(slot) for slot in as_list(record.get("slots") or record.get("slot")) if isinstance(slot, Mapping)
        ]
        slots = [slot for slot in slots if slot.get("start")] or [dict(record)]
        for slot in slots:
            session = self._session(record, slot, state)
            self.sessions.setdefault((session.key, as_text(slot.get("id")) or str(session.when.start)), session)

    def _session(self, record: Mapping[str, Any], slot: Mapping[str, Any], state: str) -> SessionDraft:
        code = as_text(record.get("code"))
        title = clean_texts(record.get("title"))
        bare, status = split_status(first_text(title))
        if isinstance(title, str):
            title = bare
        room = slot.get("room") if slot.get("room") is not None else record.get("room")
        minutes = as_text(slot.get("duration") or record.get("duration"))
        base = (clean_texts(record.get("abstract"), long=True), clean_texts(record.get("description"), long=True))
        resources = [_link(as_mapping(link)) for link in as_list(record.get("resources"))]
        extra = {
            key: value
            for key in ("do_not_record", "is_featured", "image")
            if (value := as_text(record.get(key))) not in ("", "false")
        }
        return SessionDraft(
            key=code,
            slot=as_text(slot.get("id")) if "code" not in slot else "",
            title=title,
            when=DraftTime(
                parse_date_time(as_text(slot.get("start"))),
                parse_date_time(as_text(slot.get("end"))),
                timedelta(minutes=int(minutes)) if minutes.isdigit() and not slot.get("end") else None,
            ),
            place=self._place(code),
            format=self._thing(record.get("submission_type") or record.get("session_type"), self.formats),
            track=self._thing(record.get("track"), self.tracks),
            rooms=(key,) if room is not None and (key := self._room_of(room)) else (),
            speakers=tuple(
                (key, "speaker") for person in as_list(record.get("speakers")) if (key := self.person(person))
            ),
            abstract=_abstract_and_description(*base),
            languages=language_codes_in(as_text(record.get("content_locale"))),
            links=tuple(link for link in resources if link.url),
            status=status or _STATES.get(state, "") or ("tentative" if state == "accepted" else ""),
            tags=tuple(
                tag
                for each in as_list(record.get("tags"))
                if (tag := clean_line(each) or first_text(clean_texts(as_mapping(each).get("tag") or "")))
            ),
            extra={**extra, **_answers(record)},
        )

    def _room_of(self, room: object) -> str:
        if isinstance(room, Mapping):
            if room.get("id") is not None:
                return self.room(room)
            room = clean_texts(room) or clean_texts(room.get("name"))
        if isinstance(room, int) or (isinstance(room, str) and room in self.rooms):
            return str(room) if str(room) in self.rooms else ""
        name: Words = room if isinstance(room, Mapping) else clean_line(room)
        if first_text(name):
            self.rooms.setdefault(first_text(name), NamedThingDraft(first_text(name), name))
        return first_text(name)

    def _thing(self, value: object, things: dict[str, NamedThingDraft]) -> str:
        """The key of a track or type, given as a mapping, a name or a name per language."""
        record = as_mapping(value)
        name = (
            clean_texts(record.get("name"))
            if "name" in record
            else clean_texts(record)
            if record
            else clean_line(value)
            if isinstance(value, str)
            else ""
        )
        key = first_text(name)
        if key:
            things.setdefault(key, NamedThingDraft(key, name))
        return key

    def interludes(self, day: str, times: Mapping[str, Any]) -> None:
        """Take in what a schedule lists beside its submissions: minute of the day to a title."""
        date = parse_date(day)
        for minute, value in times.items():
            entry = as_mapping(value)
            if date is None or not str(minute).isdigit() or not entry.get("title"):
                continue
            key = as_text(entry.get("id"))
            start = datetime.combine(date, time()) + timedelta(minutes=int(minute))
            when = DraftTime(
                start,
                duration=timedelta(minutes=int(entry["duration"]))
                if as_text(entry.get("duration")).isdigit()
                else None,
            )
            self.sessions[(key or str(start), "")] = SessionDraft(
                key, clean_texts(entry["title"]), when, self._place(key), format="break", extra={}
            )
            self.formats.setdefault("break", NamedThingDraft("break", "Break", {"interlude": True}))

    def _place(self, code: str) -> SourcePlace:
        return SourcePlace(self._source.name, self._source.line_of(f'"{code}"') if code else 1)

    def left_out(self) -> tuple[str, ...]:
        """Submissions that nobody has chosen."""
        if not self._unchosen:
            return ()
        return (f"{len(self._unchosen)} submissions that are not accepted: {', '.join(self._unchosen[:20])}.",)


def _abstract_and_description(abstract: Words, description: Words) -> Words:
    """Abstract and description as one text, language by language."""
    if not abstract or not description or first_text(description) in first_text(abstract):
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


def _answers(record: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to the organisers' questions: by the question's words or its number."""
    found = {}
    for answer in as_list(record.get("answers")):
        entry = as_mapping(answer)
        question = entry.get("question")
        name = (
            first_text(clean_texts(as_mapping(question).get("question")))
            if isinstance(question, Mapping)
            else f"question_{as_text(question)}"
        )
        value = clean_line(as_text(entry.get("answer")))
        if value and name:
            found[name] = value
    return {"answers": found} if found else {}


def _link(link: Mapping[str, Any]) -> LinkDraft:
    return LinkDraft(
        web_address(link.get("resource") or link.get("link") or link.get("url")), clean_line(link.get("description"))
    )


FORMAT = Format("pretalx", "pretalx (JSON of its API, or a schedule made from it)", recognises, read)

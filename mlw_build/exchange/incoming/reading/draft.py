"""A programme between its source and our files: neutral and frozen, every thing with the source's own id.

The readers of formats fill it with what the source says, texts already cleaned; nothing in it is resolved yet:
sessions name rooms, tracks, formats and speakers by the keys under which the draft lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct, field

Words = str | Mapping[str, str]
"""A text, or a text per language."""

Extra = Mapping[str, Any]
"""What has no place in our files: kept under `extra`, as texts, lists and mappings."""


class SourcePlace(Struct, frozen=True):
    """Where in the source a thing stands: the file's name, and the line (1 where it is not known)."""

    file: str
    line: int = 1


class LinkDraft(Struct, frozen=True):
    """A link; without a title the address is shown."""

    url: str
    title: Words = ""


class ConferenceDraft(Struct, frozen=True):
    """What a source says about the whole conference; `base_url` resolves relative links in its texts."""

    title: Words = ""
    id: str = ""
    theme_title: Words = ""
    description: Words = ""
    start: date | None = None
    end: date | None = None
    zone: str = ""
    languages: tuple[str, ...] = ()
    place: Words = ""
    base_url: str = ""
    links: tuple[LinkDraft, ...] = ()
    partner_levels: tuple[tuple[str, Words], ...] = ()
    registration: str = ""
    fields: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


class DayDraft(Struct, frozen=True):
    """A conference day that the source says something about."""

    date: date
    title: Words = ""
    intro: Words = ""
    fields: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


class NamedThingDraft(Struct, frozen=True):
    """A room, track, format or organisation: `key` is the source's own id, or its name where it has none.

    `fields` holds further keys of our files for it (capacity, url, level, ...), as everywhere in a draft; `described`
    is whether the source lists it for itself, so that it is kept even if no session refers to it; `prefer` a
    proposal for our id.
    """

    key: str
    name: Words
    fields: Mapping[str, Any] = field(default_factory=dict)
    described: bool = False
    prefer: str = ""
    extra: Extra = field(default_factory=dict)


class SpeakerDraft(Struct, frozen=True):
    """A person: `key` is the source's own id. `prefer` is a proposal for our id, such as the source's file name."""

    key: str
    name: Words
    place: SourcePlace
    prefer: str = ""
    position: str = ""
    affiliation: str = ""
    country: str = ""
    pronouns: str = ""
    biography: Words = ""
    links: tuple[LinkDraft, ...] = ()
    languages: tuple[str, ...] = ()
    fields: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


class FileDraft(Struct, frozen=True):
    """A booth or a page: `key` is its id, `fields` what its file says in its front matter, `body` the text below."""

    key: str
    fields: Extra
    body: Words = ""


class DraftTime(Struct, frozen=True):
    """A time as a source gives it: naive (local) or with an offset; `day` is the conference day it is listed under."""

    start: datetime | None = None
    end: datetime | None = None
    duration: timedelta | None = None
    day: date | None = None


class PartDraft(Struct, frozen=True):
    """A short item inside a session."""

    key: str
    title: Words
    duration: timedelta
    speakers: tuple[str, ...] = ()
    abstract: Words = ""
    fields: Extra = field(default_factory=dict)


class SessionDraft(Struct, frozen=True):
    """A session: `key` is the source's own id ('' where it has none), `slot` what tells its slots apart."""

    key: str
    title: Words
    when: DraftTime
    place: SourcePlace
    slot: str = ""
    slug: str = ""
    format: str = ""
    track: str = ""
    rooms: tuple[str, ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()
    organisations: tuple[str, ...] = ()
    abstract: Words = ""
    languages: tuple[str, ...] = ()
    stream: str = ""
    recording: str = ""
    slides: str = ""
    links: tuple[LinkDraft, ...] = ()
    registration: str = ""
    capacity: int | None = None
    parts: tuple[PartDraft, ...] = ()
    part_of: str = ""
    status: str = ""
    reason: Words = ""
    tags: tuple[str, ...] = ()
    audience: Words = ""
    booth: str = ""
    fields: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


class ProgrammeDraft(Struct, frozen=True):
    """A whole programme. `left_out` names in words what the source has and our files have no place for."""

    conference: ConferenceDraft
    sessions: tuple[SessionDraft, ...]
    days: tuple[DayDraft, ...] = ()
    rooms: tuple[NamedThingDraft, ...] = ()
    tracks: tuple[NamedThingDraft, ...] = ()
    formats: tuple[NamedThingDraft, ...] = ()
    organisations: tuple[NamedThingDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()
    booths: tuple[FileDraft, ...] = ()
    pages: tuple[FileDraft, ...] = ()
    left_out: tuple[str, ...] = ()

"""What a subscriber sees of a session: joined, in every language, apart from how a calendar writes it.

Facts are compared and hashed, so they are made of the model alone: never of an octet that a library writes,
the address that a preview is built for, or the words of a theme.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property

from msgspec import Struct

from mlw_build.markup import plain_text, truncate_text
from mlw_build.model.conference import Conference, Session
from mlw_build.model.text import Text, clean_text, one_line
from mlw_build.read.document import Origin
from mlw_build.stream import NotAnAddress, recognise

LONGEST_DESCRIPTION = 600
"""Characters of a description: calendars refuse feeds of more than about 1 MB."""

DIGEST = 16
"""Hexadecimal digits of a hash: enough to tell a session from its own earlier versions."""


class LocalisedFacts(Struct, frozen=True):
    """A session in one language, as plain text in NFC: the title and the reason of a change, what it is about."""

    title: str
    description: str
    reason: str
    rooms: tuple[str, ...]
    place: str
    categories: tuple[str, ...]


class StoredFacts(Struct, frozen=True):
    """What is kept of a session for when it is gone, and to tell what changed.

    start and end are instants in UTC; `feeds` are the keys (kind/id) of the feeds that the session is in.
    """

    start: datetime
    end: datetime
    status: str
    slug: str
    title: Text
    rooms: tuple[Text, ...]
    place: Text
    categories: tuple[Text, ...]
    stream: str | None
    feeds: tuple[str, ...]


class SessionFacts(Struct, frozen=True, dict=True):
    """A session as its subscribers see it: the same in all languages (`last`, languages), and `told` in each.

    `page` is what its page's address is made of: the site's and the session's.
    """

    conference: Conference
    session: Session
    last: StoredFacts
    page: tuple[str, str]

    @property
    def id(self) -> str:
        """The session's id."""
        return self.session.id

    @property
    def was(self) -> tuple[str, ...]:
        """The ids that it had before."""
        return self.session.was

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are spoken."""
        return self.session.languages

    @property
    def interpretation(self) -> tuple[str, ...]:
        """The languages that it is interpreted into."""
        return self.session.interpretation

    @property
    def origin(self) -> Origin:
        """Where it is written."""
        return self.session.origin

    @cached_property
    def told(self) -> Mapping[str, LocalisedFacts]:
        """What is said of it in each language; put together for whom it is asked, since texts are long."""
        return {
            language: _localised_facts(self.conference, self.session, language)
            for language in self.conference.languages
        }

    def digests(self) -> Mapping[str, str]:
        """A hash of all that is seen in each language. Adding a language to the site changes none of them."""
        return {language: self._digest(told, language) for language, told in self.told.items()}

    def _digest(self, told: LocalisedFacts, language: str) -> str:
        seen = {
            "start": instant_text(self.last.start),
            "end": instant_text(self.last.end),
            "status": self.last.status,
            "stream": self.last.stream,
            "page": self.page,
            "languages": self.languages,
            "interpretation": self.interpretation,
            "title": told.title,
            "description": told.description,
            "reason": told.reason,
            "rooms": told.rooms,
            "place": told.place,
            "categories": told.categories,
        }
        text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def instant_text(instant: datetime) -> str:
    """An instant in UTC to the second: 2020-10-12T08:00:00Z."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def session_facts(conference: Conference) -> Mapping[str, SessionFacts]:
    """The facts of every session by its id, in the order of the conference."""
    return {session.id: _facts_of_session(conference, session) for session in conference.sessions.values()}


def _facts_of_session(conference: Conference, session: Session) -> SessionFacts:
    return SessionFacts(
        conference=conference,
        session=session,
        last=StoredFacts(
            start=session.start.astimezone(UTC).replace(microsecond=0),
            end=session.end.astimezone(UTC).replace(microsecond=0),
            status=session.status.value,
            slug=session.slug,
            title=session.title,
            rooms=tuple(room.name for room in session.rooms),
            place=next((room.place for room in session.rooms if room.place), Text()),
            categories=tuple(one.name for one in (session.track, session.format) if one),
            stream=None if session.cancelled else _public_stream_address(session),
            feeds=tuple(sorted({f"conference/{conference.settings.id}", *_feeds(session)})),
        ),
        page=((conference.settings.address or "").rstrip("/"), session.slug),
    )


def _localised_facts(conference: Conference, session: Session, language: str) -> LocalisedFacts:
    def line(text: Text) -> str:
        return one_line(clean_text(conference.phrase(text, language).text))

    place = next((room.place for room in session.rooms if room.place), Text())
    return LocalisedFacts(
        title=line(session.title),
        description=truncate_text(
            clean_text(plain_text(conference.phrase(session.abstract, language).text)), LONGEST_DESCRIPTION
        ),
        reason=line(session.reason),
        rooms=tuple(line(room.name) for room in session.rooms),
        place=line(place),
        categories=tuple(line(one.name) for one in (session.track, session.format) if one),
    )


def _public_stream_address(session: Session) -> str | None:
    """The address of the stream; none that lets its holder in, since a feed is copied to where no page is."""
    address = session.stream.url if session.stream else None
    if not address:
        return None
    try:
        found = recognise(address)
    except NotAnAddress:
        return None
    return None if found.secrets else found.address


def _feeds(session: Session) -> Iterator[str]:
    """The keys of the feeds that a session is in, but the whole conference's and its own."""
    yield f"day/{session.day.isoformat()}"
    yield from (f"room/{room.id}" for room in session.rooms)
    if session.track:
        yield f"track/{session.track.id}"
    if session.format:
        yield f"format/{session.format.id}"
    if session.booth:
        yield f"booth/{session.booth}"
    for contribution in session.everyone:
        yield f"speaker/{contribution.speaker.id}"
        if contribution.speaker.organisation:
            yield f"organisation/{contribution.speaker.organisation.id}"
    yield from (f"organisation/{organisation.id}" for organisation in session.organisations)
    yield from (f"language/{code}" for code in _audible_languages(session))


def _audible_languages(session: Session) -> Iterable[str]:
    """The languages in which a session can be followed."""
    return (*session.languages, *session.interpretation)

"""An event of the frab formats: a session in one room, with all that the formats can say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from msgspec import Struct

from mlw_build.exchange.outgoing.identity import guid, lasting_identity, numbers_from_hashes, recording_slug
from mlw_build.exchange.outgoing.publication import Publication, public_stream_address, session_links
from mlw_build.model.conference import Contribution, Session, Speaker, Status


class Person(Struct, frozen=True):
    """A speaker; `role` is speaker, moderator, host or interpreter."""

    number: int
    guid: str
    name: str
    role: str
    url: str | None


class Link(Struct, frozen=True):
    """A link: its kind (media, slides, web, related), words and address."""

    kind: str
    title: str
    url: str


class Event(Struct, frozen=True):
    """A session, or what of it is on one day; `start` and `end` are on the conference's clocks."""

    number: int
    guid: str
    slug: str
    room: str
    title: str
    subtitle: str
    type: str
    track: str
    language: str
    abstract: str
    description: str
    start: datetime
    end: datetime
    duration: timedelta
    url: str | None
    recording: str | None
    persons: tuple[Person, ...]
    links: tuple[Link, ...]
    cancelled: bool


class SessionPiece(Struct, frozen=True):
    """What of a session is on one day: `index` of `count`, counted from 1; `identity` is unlike every other's."""

    session: Session
    identity: str
    index: int
    count: int
    start: datetime
    end: datetime


class ScheduledEvent(Struct, frozen=True, dict=True):
    """A piece of a session in its place: the name of its room, its start on the conference's clocks.

    `key` stands for all that is said of it; `told` puts that together.
    """

    key: str
    room: str
    start: datetime
    told: Callable[[], Event]

    @cached_property
    def event(self) -> Event:
        """All that is said of it, put together once."""
        return self.told()


def build_event(
    publication: Publication,
    piece: SessionPiece,
    number: int,
    rooms: Mapping[str, str],
    people: ScheduledPeople,
) -> Event:
    """The event of a piece of a session. `rooms` has the rooms' names by id, '' for no room."""
    session = piece.session
    title = publication.line(session.title)
    return Event(
        number=number,
        guid=guid(piece.identity),
        slug=recording_slug(publication.conference, number, session),
        room=rooms[session.rooms[0].id if session.rooms else ""],
        title=publication.words.plain("cancelled_summary", title=title) if session.cancelled else title,
        subtitle=f"{piece.index}/{piece.count}" if piece.count > 1 else "",
        type=publication.line(session.format.name) if session.format else "",
        track=publication.line(session.track.name) if session.track else "",
        language=session.languages[0] if session.languages else "",
        abstract=publication.markdown(session.abstract),
        description="\n\n".join(_notes(publication, session, rooms)),
        start=publication.local(piece.start),
        end=publication.local(piece.end),
        duration=piece.end - piece.start,
        url=publication.page("session", session.id),
        recording=public_stream_address(session.recording),
        persons=_persons(session.everyone, people),
        links=tuple(Link(*link) for link in session_links(publication, session)),
        cancelled=session.cancelled,
    )


class ScheduledPeople:
    """The people whose names are known, as speakers. Each is looked up when the first event has them."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._found: dict[str, Person] = {}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        speakers = self._publication.conference.speakers.values()
        return numbers_from_hashes(sorted(self._identity(speaker) for speaker in speakers if speaker.announced))

    def find(self, speaker: Speaker) -> Person | None:
        """A speaker as a person; None where it is open who will come."""
        if not speaker.announced:
            return None
        if speaker.id not in self._found:
            identity = self._identity(speaker)
            self._found[speaker.id] = Person(
                number=self._numbers[identity],
                guid=guid(identity),
                name=self._publication.line(speaker.name),
                role="speaker",
                url=self._publication.page("speaker", speaker.id),
            )
        return self._found[speaker.id]

    def _identity(self, speaker: Speaker) -> str:
        return lasting_identity(self._publication.conference, "speaker", speaker.id)


def _persons(contributions: Iterable[Contribution], people: ScheduledPeople) -> tuple[Person, ...]:
    """Each person once, with the first role that is written."""
    found: dict[str, Person] = {}
    for contribution in contributions:
        person = people.find(contribution.speaker)
        if person:
            found.setdefault(
                contribution.speaker.id, Person(person.number, person.guid, person.name, contribution.role, person.url)
            )
    return tuple(found.values())


def _notes(publication: Publication, session: Session, rooms: Mapping[str, str]) -> Iterable[str]:
    """What the formats have no place for, a paragraph each: the state, further rooms, parts, who sends whom."""
    words, line = publication.words, publication.line
    state = words.plain(session.status.value) if session.status is not Status.CONFIRMED else ""
    if session.reason and state:
        yield f"{state}: {line(session.reason)}"
    elif session.status is Status.TENTATIVE:
        yield f"{state}."
    if len(session.rooms) > 1:
        yield f"{words.plain('rooms')}: {words.listed([rooms[room.id] for room in session.rooms])}"
    facts = [
        (
            "with",
            [
                publication.label(contribution.speaker)
                for contribution in session.everyone
                if not contribution.speaker.announced
            ],
        ),
        ("organisations", [line(organisation.name) for organisation in session.organisations]),
        ("languages", [words.language_name(code) for code in session.languages] if session.languages[1:] else []),
        ("interpretation", [words.language_name(code) for code in session.interpretation]),
        ("captions", [words.language_name(code) for code in session.captions]),
        ("sign_language", list(session.sign_language)),
        ("audience", [line(session.audience)] if session.audience else []),
    ]
    told = [f"{words.plain(key)}: {words.listed(list(dict.fromkeys(names)))}" for key, names in facts if names]
    if told:
        yield "\n".join(told)
    if session.parts:
        yield "\n".join(_part_lines(publication, session))


def _part_lines(publication: Publication, session: Session) -> Iterable[str]:
    for part in session.parts:
        names = [
            publication.line(contribution.speaker.name)
            for contribution in part.contributions
            if contribution.speaker.announced
        ]
        names = names or [publication.line(organisation.name) for organisation in part.organisations]
        who = f" ({publication.words.listed(names)})" if names else ""
        yield f"- {publication.local(part.start):%H:%M} {publication.line(part.title)}{who}"

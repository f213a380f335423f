"""The conference: one frozen value with everything resolved, which all later steps read and none changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build.model.schema.entry import Contact, Link, Picture, StreamEntry
from mlw_build.model.schema.people import Menu
from mlw_build.model.schema.programme import Status
from mlw_build.model.schema.settings import ConferenceEntry
from mlw_build.model.text import Phrase, Text
from mlw_build.read.document import Origin
from mlw_build.read.media import Media

Translations = tuple[tuple[str, Origin], ...]
"""By language, where a text is written that stands in a file of its own (NAME.fr.md)."""

Stream = StreamEntry
Settings = ConferenceEntry

__all__ = ["Contact", "Link", "Media", "Menu", "Picture", "Settings", "Status", "Stream"]


class Window(Struct, frozen=True):
    """A stretch of local time on a day, or on every day (None), counted from midnight; it may end after it."""

    day: date | None
    start: timedelta
    end: timedelta


class Organisation(Struct, frozen=True, eq=False):
    """An organiser, partner, sponsor or exhibitor."""

    id: str
    name: Text
    full_name: Text
    level: str | None
    description: Text
    logo: Picture | None
    url: str | None
    team: int | None
    origin: Origin


class Room(Struct, frozen=True, eq=False):
    """A place, an online channel, or both; `number` is its place in rooms.yaml, counted from 0.

    `online` is what it says itself, None where it says nothing (mlw_build.model.attendance).
    """

    id: str
    number: int
    name: Text
    description: Text
    place: Text
    stream: Stream | None
    capacity: int | None
    changeover: timedelta
    open: tuple[Window, ...]
    shared: bool
    languages: tuple[str, ...]
    was: tuple[str, ...]
    origin: Origin
    online: bool | None = None


class Track(Struct, frozen=True, eq=False):
    """A sub-theme; `number` is its place in tracks.yaml, counted from 0."""

    id: str
    number: int
    name: Text
    description: Text
    origin: Origin


class Format(Struct, frozen=True, eq=False):
    """A kind of session with the conference's rules for it."""

    id: str
    name: Text
    description: Text
    plenary: bool
    interlude: bool
    duration: timedelta | None
    part_duration: timedelta | None
    longest: timedelta | None
    shortest: timedelta | None
    origin: Origin


class Resource(Struct, frozen=True, eq=False):
    """What sessions need besides rooms and people, of which there is only so much (`capacity`) at a time."""

    id: str
    name: Text
    description: Text
    capacity: int
    changeover: timedelta
    available: tuple[Window, ...]
    origin: Origin


class Speaker(Struct, frozen=True, eq=False):
    """A person in the programme; not `announced` while it is open who will come."""

    id: str
    slug: str
    name: Text
    announced: bool
    position: Text
    organisation: Organisation | None
    affiliation: Text
    country: Text
    pronouns: Text
    photo: Picture | None
    languages: tuple[str, ...]
    time_zone: str | None
    available: tuple[Window, ...]
    links: tuple[Link, ...]
    biography: Text
    origin: Origin
    translations: Translations = ()


class Contribution(Struct, frozen=True, eq=False):
    """A speaker in a session or part, with a role: speaker, moderator, host or interpreter."""

    speaker: Speaker
    role: str
    origin: Origin


class Part(Struct, frozen=True, eq=False):
    """A short item inside a session; start and end are instants in UTC."""

    id: str
    title: Text
    start: datetime
    end: datetime
    contributions: tuple[Contribution, ...]
    organisations: tuple[Organisation, ...]
    abstract: Text
    slides: str | None
    recording: str | None
    links: tuple[Link, ...]
    origin: Origin


class Need(Struct, frozen=True, eq=False):
    """A resource that a session needs, and how many of it."""

    resource: Resource
    amount: int
    origin: Origin


class Allowed(Struct, frozen=True):
    """A check that a session may break, and why."""

    check: str
    reason: str


class Session(Struct, frozen=True, eq=False):
    """A session in its slot: `day` is its conference day, start and end are instants in UTC."""

    id: str
    slug: str
    was: tuple[str, ...]
    title: Text
    format: Format | None
    track: Track | None
    rooms: tuple[Room, ...]
    day: date
    start: datetime
    end: datetime
    contributions: tuple[Contribution, ...]
    organisations: tuple[Organisation, ...]
    abstract: Text
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    captions: tuple[str, ...]
    sign_language: tuple[str, ...]
    own_stream: Stream | None
    recording: str | None
    slides: str | None
    links: tuple[Link, ...]
    questions: str | None
    registration: str | None
    capacity: int | None
    parts: tuple[Part, ...]
    part_of: str | None
    needs: tuple[Need, ...]
    not_with: tuple[str, ...]
    booth: str | None
    status: Status
    reason: Text
    tags: tuple[str, ...]
    audience: Text
    allowed: tuple[Allowed, ...]
    origin: Origin

    @property
    def cancelled(self) -> bool:
        """Whether the session will not take place."""
        return self.status is Status.CANCELLED

    @property
    def plenary(self) -> bool:
        """Whether it is for everybody, with nothing beside it."""
        return bool(self.format and self.format.plenary)

    @property
    def interlude(self) -> bool:
        """Whether it is a break or the like."""
        return bool(self.format and self.format.interlude)

    @property
    def stream(self) -> Stream | None:
        """Its own stream, or its first room's that has one."""
        if self.own_stream:
            return self.own_stream
        return next((room.stream for room in self.rooms if room.stream), None)

    @property
    def everyone(self) -> tuple[Contribution, ...]:
        """The contributions to the session and to its parts, each person and role once."""
        if not self.parts and len(self.contributions) < 2:
            return self.contributions
        found: dict[tuple[str, str], Contribution] = {}
        for contribution in (*self.contributions, *(c for part in self.parts for c in part.contributions)):
            found.setdefault((contribution.speaker.id, contribution.role), contribution)
        return tuple(found.values())

    def allows(self, check: str) -> bool:
        """Whether this session may break the check."""
        return any(allowed.check == check for allowed in self.allowed)


NOT_BEGUN = datetime(1970, 1, 1, tzinfo=UTC)
"""From when the times of a session without a time are counted."""


class UnscheduledSession(Struct, frozen=True, eq=False):
    """A session without a time yet, which is not published: all but its time, and how long it lasts (None: not said).

    `details` is the session with its times counted from `NOT_BEGUN`; only `at` makes one of it that takes place.
    """

    details: Session
    duration: timedelta | None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.details.id

    @property
    def origin(self) -> Origin:
        """Where it is written."""
        return self.details.origin

    def at(self, day: date, start: datetime) -> Session:
        """The session as it would be on a conference day from an instant in UTC."""
        later = start - NOT_BEGUN
        details = self.details
        parts = tuple(replace(part, start=part.start + later, end=part.end + later) for part in details.parts)
        return replace(details, day=day, start=start, end=details.end + later, parts=parts)


class Project(Struct, frozen=True, eq=False):
    """What a booth shows."""

    name: Text
    description: Text
    picture: Picture | None
    documents: tuple[str, ...]
    links: tuple[Link, ...]
    origin: Origin
    translations: Translations = ()


class Booth(Struct, frozen=True, eq=False):
    """An online booth; its live demonstrations are sessions with this booth's id."""

    id: str
    slug: str
    name: Text
    organisation: Organisation
    tagline: Text
    description: Text
    projects: tuple[Project, ...]
    contact: Contact | None
    open_from: date | None
    open_until: date | None
    links: tuple[Link, ...]
    order: int
    origin: Origin
    translations: Translations = ()


class Page(Struct, frozen=True, eq=False):
    """A page of text."""

    id: str
    title: Text
    menu_title: Text
    menu: Menu
    order: int
    description: Text
    body: Text
    origin: Origin
    translations: Translations = ()


class Day(Struct, frozen=True, eq=False):
    """A conference day; its id is its date."""

    date: date
    number: int
    title: Text
    subtitle: Text
    intro: Text
    questions: tuple[Text, ...]
    origin: Origin

    @property
    def id(self) -> str:
        """The day's id, used in addresses: 2020-10-12."""
        return self.date.isoformat()


class Gap(Struct, frozen=True):
    """What could not be read of one kind: the ids of which that is known, and whether there may be any others."""

    ids: tuple[str, ...] = ()
    has_more: bool = False


class Conference(Struct, frozen=True, eq=False):
    """Everything that was read, resolved. Sessions are sorted by start, room and id; the rest as written.

    `unscheduled` are the sessions without a time, by id, in the order of their files; no step publishes them.
    `gaps` tells of each kind (`session`, `page`, ...) what could not be read of it; what is published has none.
    """

    settings: Settings
    zone: ZoneInfo
    days: tuple[Day, ...]
    rooms: Mapping[str, Room]
    tracks: Mapping[str, Track]
    formats: Mapping[str, Format]
    organisations: Mapping[str, Organisation]
    resources: Mapping[str, Resource]
    speakers: Mapping[str, Speaker]
    booths: Mapping[str, Booth]
    pages: Mapping[str, Page]
    sessions: Mapping[str, Session]
    media: Mapping[str, Media]
    origin: Origin
    unscheduled: Mapping[str, UnscheduledSession] = field(default_factory=dict)
    gaps: Mapping[str, Gap] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages, the default first."""
        return tuple(self.settings.languages)

    @property
    def default_language(self) -> str:
        """The language at the root of the site."""
        return self.settings.languages[0]

    def phrase(self, text: Text, language: str) -> Phrase:
        """A text in a language, or in the nearest there is."""
        return text.phrase(language, self.default_language)

    def local(self, instant: datetime) -> datetime:
        """An instant on the conference's clocks."""
        return instant.astimezone(self.zone)

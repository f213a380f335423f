"""The shape of programme.json, version 1. Its JSON Schema is made from these classes and their descriptions.

Every key is always there. A new key may come within a version; a key that changes its meaning or goes makes a
new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

VERSION: Literal[1] = 1

Localized = Annotated[
    dict[str, str],
    Field(description="A text by language code. Empty where there is none; a language may be missing."),
]
Markdown = Annotated[
    dict[str, str],
    Field(
        description=(
            "A Markdown text by language code. A link such as session:opening or page:about leads to the thing of "
            "that kind with that id."
        )
    ),
]
Path = Annotated[
    str,
    Field(
        description=(
            "A path below the site's address, in the default language. Other languages have the same path in their "
            "folder."
        )
    ),
]
Address = Annotated[str, Field(description="A web address.")]
Minutes = Annotated[int, Field(description="Minutes.", ge=0)]
Instant = Annotated[datetime, Field(description="An instant in ISO 8601, with the conference's offset from UTC.")]
Date = Annotated[date, Field(description="A date.")]
Languages = Annotated[list[str], Field(description="Language codes (BCP 47).")]


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """A language of the site."""

    code: Annotated[str, Field(description="Its code (BCP 47).")]
    folder: Annotated[str, Field(description="Its folder, '' for the default language, else such as 'fr/'.")]


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A link."""

    url: Address
    title: Localized


@dataclass(frozen=True, slots=True)
class PictureItem:
    """A picture of the site."""

    file: Annotated[str, Field(description="Its name in content/media.")]
    path: Annotated[str | None, Field(description="Its path below the site's address.")]
    alt: Localized


@dataclass(frozen=True, slots=True)
class StreamItem:
    """A stream. Addresses that carry a password are left out."""

    url: Address | None
    audio: Annotated[str | None, Field(description="Sound only.")]
    text: Annotated[str | None, Field(description="A live transcript.")]
    sign_language: Annotated[str | None, Field(description="A stream with sign-language interpretation.")]
    languages: Annotated[dict[str, str], Field(description="Streams with interpretation, by language code.")]
    telephone: Annotated[list[str], Field(description="Telephone numbers to listen in.")]
    note: Localized


@dataclass(frozen=True, slots=True)
class ContactItem:
    """How to reach somebody."""

    email: str | None
    telephone: str | None
    url: Address | None
    meeting: Address | None


@dataclass(frozen=True, slots=True)
class RegistrationItem:
    """Registration for the conference."""

    url: Address | None
    opens: Date | None
    closes: Date | None
    note: Localized


@dataclass(frozen=True, slots=True)
class ConferenceItem:
    """The conference as a whole."""

    id: str
    title: Localized
    short_title: Localized
    theme_title: Localized
    description: Localized
    intro: Markdown
    start: Annotated[date | None, Field(description="The first day.")]
    end: Annotated[date | None, Field(description="The last day.")]
    time_zone: Annotated[str, Field(description="The conference's zone, an IANA name.")]
    day_change: Annotated[str | None, Field(description="When a day ends after midnight, such as 06:00.")]
    domain: Annotated[str, Field(description="The organiser's domain.")]
    place: Localized
    online: Localized
    organisers: Annotated[list[str], Field(description="Ids of organisations.")]
    partner_levels: Annotated[dict[str, Localized], Field(description="Kinds of partners with their headings.")]
    registration: RegistrationItem | None
    support: ContactItem | None
    hashtag: str | None
    links: list[LinkItem]
    licence: Localized


@dataclass(frozen=True, slots=True)
class DayItem:
    """A conference day."""

    date: Date
    number: Annotated[int, Field(description="Its place, counted from 1.", ge=1)]
    title: Localized
    subtitle: Localized
    intro: Markdown
    questions: list[Localized]
    path: Path


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room: a place or an online channel."""

    id: str
    guid: Annotated[str, Field(description="The same as in schedule.xml.")]
    name: Localized
    description: Markdown
    place: Localized
    stream: StreamItem | None
    capacity: int | None
    shared: Annotated[bool, Field(description="Whether many things go on side by side.")]
    languages: Languages
    path: Path


@dataclass(frozen=True, slots=True)
class TrackItem:
    """A track."""

    id: str
    name: Localized
    description: Markdown
    path: Path


@dataclass(frozen=True, slots=True)
class FormatItem:
    """A format of sessions."""

    id: str
    name: Localized
    description: Markdown
    plenary: Annotated[bool, Field(description="Whether nothing else runs beside it.")]
    interlude: Annotated[bool, Field(description="Whether it is a break or the like.")]
    path: Path


@dataclass(frozen=True, slots=True)
class OrganisationItem:
    """An organisation."""

    id: str
    name: Localized
    full_name: Localized
    level: Annotated[str | None, Field(description="A key of the conference's partner_levels.")]
    description: Markdown
    logo: PictureItem | None
    url: Address | None


@dataclass(frozen=True, slots=True)
class SpeakerItem:
    """A person in the programme."""

    id: str
    guid: Annotated[str, Field(description="The same as in schedule.xml.")]
    slug: str
    name: Localized
    announced: Annotated[bool, Field(description="False while it is open who will come.")]
    position: Localized
    organisation: Annotated[str | None, Field(description="The id of an organisation.")]
    affiliation: Localized
    country: Localized
    pronouns: Localized
    photo: PictureItem | None
    languages: Languages
    links: list[LinkItem]
    biography: Markdown
    sessions: Annotated[list[str], Field(description="Ids of sessions, in order of time.")]
    path: Path


@dataclass(frozen=True, slots=True)
class ContributionItem:
    """A speaker in a session or part."""

    speaker: Annotated[str, Field(description="The id of a speaker.")]
    role: Annotated[str, Field(description="speaker, moderator, host or interpreter.")]


@dataclass(frozen=True, slots=True)
class PartItem:
    """A short item inside a session."""

    id: str
    title: Localized
    start: Instant
    end: Instant
    minutes: Minutes
    speakers: list[ContributionItem]
    organisations: Annotated[list[str], Field(description="Ids of organisations.")]
    abstract: Markdown
    slides: Address | None
    recording: Address | None
    links: list[LinkItem]


@dataclass(frozen=True, slots=True)
class SessionItem:
    """A session in its slot."""

    id: str
    uid: Annotated[str, Field(description="The UID of its calendar entry (RFC 5545).")]
    guid: Annotated[str, Field(description="The same as in schedule.xml.")]
    number: Annotated[int, Field(description="The id in schedule.xml, below 2^31.")]
    slug: str
    was: Annotated[list[str], Field(description="Former ids.")]
    title: Localized
    format: Annotated[str | None, Field(description="The id of a format.")]
    track: Annotated[str | None, Field(description="The id of a track.")]
    rooms: Annotated[list[str], Field(description="Ids of rooms.")]
    day: Annotated[date, Field(description="Its conference day, which may end after midnight.")]
    start: Instant
    end: Instant
    minutes: Minutes
    status: Annotated[Literal["confirmed", "tentative", "cancelled"], Field(description="How sure it is.")]
    reason: Localized
    speakers: list[ContributionItem]
    organisations: Annotated[list[str], Field(description="Ids of organisations.")]
    abstract: Markdown
    languages: Languages
    interpretation: Languages
    captions: Languages
    sign_language: list[str]
    audience: Localized
    capacity: int | None
    registration: Address | None
    questions: Annotated[str | None, Field(description="Where to ask questions.")]
    stream: Annotated[StreamItem | None, Field(description="Its own stream; without one, its room's.")]
    recording: Address | None
    slides: Address | None
    links: list[LinkItem]
    parts: list[PartItem]
    part_of: Annotated[str | None, Field(description="The id of the session that it is part of.")]
    booth: Annotated[str | None, Field(description="The id of the booth whose live demonstration it is.")]
    tags: list[str]
    path: Path


@dataclass(frozen=True, slots=True)
class ProjectItem:
    """What a booth shows."""

    name: Localized
    description: Markdown
    picture: PictureItem | None
    documents: Annotated[list[str], Field(description="Names of files in content/media.")]
    links: list[LinkItem]


@dataclass(frozen=True, slots=True)
class BoothItem:
    """An online booth."""

    id: str
    slug: str
    name: Localized
    organisation: Annotated[str, Field(description="The id of an organisation.")]
    tagline: Localized
    description: Markdown
    projects: list[ProjectItem]
    demos: Annotated[list[str], Field(description="Ids of its live demonstrations among the sessions.")]
    contact: ContactItem | None
    open_from: Date | None
    open_until: Date | None
    links: list[LinkItem]
    order: int
    path: Path


@dataclass(frozen=True, slots=True)
class PageItem:
    """A page of text."""

    id: str
    title: Localized
    description: Localized
    path: Path


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A calendar feed (iCalendar)."""

    kind: str
    subject: Annotated[str, Field(description="The id of what it is about; '' for the whole conference.")]
    name: Localized
    path: Path


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything public of a conference's programme."""

    version: Annotated[Literal[1], Field(description="The version of this format.")]
    generator: str
    address: Annotated[str | None, Field(description="The site's public address, where it is known.")]
    languages: Annotated[list[SiteLanguage], Field(description="The site's languages, the default first.")]
    conference: ConferenceItem
    days: list[DayItem]
    rooms: list[RoomItem]
    tracks: list[TrackItem]
    formats: list[FormatItem]
    organisations: list[OrganisationItem]
    speakers: list[SpeakerItem]
    sessions: Annotated[list[SessionItem], Field(description="In order of time.")]
    booths: list[BoothItem]
    pages: list[PageItem]
    feeds: list[FeedItem]

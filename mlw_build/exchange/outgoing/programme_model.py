"""The shape of programme.json, version 1. Its JSON Schema is made from these classes and their descriptions.

Every key is always there. A new key may come within a version; a key that changes its meaning or goes makes a
new version.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

VERSION: Literal[1] = 1

Localized = Annotated[
    dict[str, str],
    Meta(description="A text by language code. Empty where there is none; a language may be missing."),
]
Markdown = Annotated[
    dict[str, str],
    Meta(
        description=(
            "A Markdown text by language code. A link such as session:opening or page:about leads to the thing of "
            "that kind with that id."
        )
    ),
]
Path = Annotated[
    str,
    Meta(
        description=(
            "A path below the site's address, in the default language. Other languages have the same path in their "
            "folder."
        )
    ),
]
Address = Annotated[str, Meta(description="A web address.")]
Minutes = Annotated[int, Meta(description="Minutes.", ge=0)]
Instant = Annotated[datetime, Meta(description="An instant in ISO 8601, with the conference's offset from UTC.")]
Date = Annotated[date, Meta(description="A date.")]
Languages = Annotated[list[str], Meta(description="Language codes (BCP 47).")]


class SiteLanguage(Struct, frozen=True):
    """A language of the site."""

    code: Annotated[str, Meta(description="Its code (BCP 47).")]
    folder: Annotated[str, Meta(description="Its folder, '' for the default language, else such as 'fr/'.")]


class LinkItem(Struct, frozen=True):
    """A link."""

    url: Address
    title: Localized


class PictureItem(Struct, frozen=True):
    """A picture of the site."""

    file: Annotated[str, Meta(description="Its name in content/media.")]
    path: Annotated[str | None, Meta(description="Its path below the site's address.")]
    alt: Localized


class StreamItem(Struct, frozen=True):
    """A stream. Addresses that carry a password are left out."""

    url: Address | None
    audio: Annotated[str | None, Meta(description="Sound only.")]
    text: Annotated[str | None, Meta(description="A live transcript.")]
    sign_language: Annotated[str | None, Meta(description="A stream with sign-language interpretation.")]
    languages: Annotated[dict[str, str], Meta(description="Streams with interpretation, by language code.")]
    telephone: Annotated[list[str], Meta(description="Telephone numbers to listen in.")]
    note: Localized


class ContactItem(Struct, frozen=True):
    """How to reach somebody."""

    email: str | None
    telephone: str | None
    url: Address | None
    meeting: Address | None


class RegistrationItem(Struct, frozen=True):
    """Registration for the conference."""

    url: Address | None
    opens: Date | None
    closes: Date | None
    note: Localized


class ConferenceItem(Struct, frozen=True):
    """The conference as a whole."""

    id: str
    title: Localized
    short_title: Localized
    theme_title: Localized
    description: Localized
    intro: Markdown
    start: Annotated[date | None, Meta(description="The first day.")]
    end: Annotated[date | None, Meta(description="The last day.")]
    time_zone: Annotated[str, Meta(description="The conference's zone, an IANA name.")]
    day_change: Annotated[str | None, Meta(description="When a day ends after midnight, such as 06:00.")]
    domain: Annotated[str, Meta(description="The organiser's domain.")]
    place: Localized
    online: Localized
    organisers: Annotated[list[str], Meta(description="Ids of organisations.")]
    partner_levels: Annotated[dict[str, Localized], Meta(description="Kinds of partners with their headings.")]
    registration: RegistrationItem | None
    support: ContactItem | None
    hashtag: str | None
    links: list[LinkItem]
    licence: Localized


class DayItem(Struct, frozen=True):
    """A conference day."""

    date: Date
    number: Annotated[int, Meta(description="Its place, counted from 1.", ge=1)]
    title: Localized
    subtitle: Localized
    intro: Markdown
    questions: list[Localized]
    path: Path


class RoomItem(Struct, frozen=True):
    """A room: a place, an online channel, or both."""

    id: str
    guid: Annotated[str, Meta(description="The same as in schedule.xml.")]
    name: Localized
    description: Markdown
    place: Localized
    stream: StreamItem | None
    online: Annotated[bool | None, Meta(description="Whether it is followed online; null where the room does not say.")]
    capacity: int | None
    shared: Annotated[bool, Meta(description="Whether many things go on side by side.")]
    languages: Languages
    path: Path


class TrackItem(Struct, frozen=True):
    """A track."""

    id: str
    name: Localized
    description: Markdown
    path: Path


class FormatItem(Struct, frozen=True):
    """A format of sessions."""

    id: str
    name: Localized
    description: Markdown
    plenary: Annotated[bool, Meta(description="Whether nothing else runs beside it.")]
    interlude: Annotated[bool, Meta(description="Whether it is a break or the like.")]
    path: Path


class OrganisationItem(Struct, frozen=True):
    """An organisation."""

    id: str
    name: Localized
    full_name: Localized
    level: Annotated[str | None, Meta(description="A key of the conference's partner_levels.")]
    description: Markdown
    logo: PictureItem | None
    url: Address | None


class SpeakerItem(Struct, frozen=True):
    """A person in the programme."""

    id: str
    guid: Annotated[str, Meta(description="The same as in schedule.xml.")]
    slug: str
    name: Localized
    announced: Annotated[bool, Meta(description="False while it is open who will come.")]
    position: Localized
    organisation: Annotated[str | None, Meta(description="The id of an organisation.")]
    affiliation: Localized
    country: Localized
    pronouns: Localized
    photo: PictureItem | None
    languages: Languages
    links: list[LinkItem]
    biography: Markdown
    sessions: Annotated[list[str], Meta(description="Ids of sessions, in order of time.")]
    path: Path


class ContributionItem(Struct, frozen=True):
    """A speaker in a session or part."""

    speaker: Annotated[str, Meta(description="The id of a speaker.")]
    role: Annotated[str, Meta(description="speaker, moderator, host or interpreter.")]


class PartItem(Struct, frozen=True):
    """A short item inside a session."""

    id: str
    title: Localized
    start: Instant
    end: Instant
    minutes: Minutes
    speakers: list[ContributionItem]
    organisations: Annotated[list[str], Meta(description="Ids of organisations.")]
    abstract: Markdown
    slides: Address | None
    recording: Address | None
    links: list[LinkItem]


class SessionItem(Struct, frozen=True):
    """A session in its slot."""

    id: str
    uid: Annotated[str, Meta(description="The UID of its calendar entry (RFC 5545).")]
    guid: Annotated[str, Meta(description="The same as in schedule.xml.")]
    number: Annotated[int, Meta(description="The id in schedule.xml, below 2^31.")]
    slug: str
    was: Annotated[list[str], Meta(description="Former ids.")]
    title: Localized
    format: Annotated[str | None, Meta(description="The id of a format.")]
    track: Annotated[str | None, Meta(description="The id of a track.")]
    rooms: Annotated[list[str], Meta(description="Ids of rooms.")]
    day: Annotated[date, Meta(description="Its conference day, which may end after midnight.")]
    start: Instant
    end: Instant
    minutes: Minutes
    status: Annotated[Literal["confirmed", "tentative", "cancelled"], Meta(description="How sure it is.")]
    reason: Localized
    speakers: list[ContributionItem]
    organisations: Annotated[list[str], Meta(description="Ids of organisations.")]
    abstract: Markdown
    languages: Languages
    interpretation: Languages
    captions: Languages
    sign_language: list[str]
    audience: Localized
    capacity: int | None
    registration: Address | None
    questions: Annotated[str | None, Meta(description="Where to ask questions.")]
    stream: Annotated[StreamItem | None, Meta(description="Its own stream; without one, its room's.")]
    recording: Address | None
    slides: Address | None
    links: list[LinkItem]
    parts: list[PartItem]
    part_of: Annotated[str | None, Meta(description="The id of the session that it is part of.")]
    booth: Annotated[str | None, Meta(description="The id of the booth whose live demonstration it is.")]
    tags: list[str]
    path: Path


class ProjectItem(Struct, frozen=True):
    """What a booth shows."""

    name: Localized
    description: Markdown
    picture: PictureItem | None
    documents: Annotated[list[str], Meta(description="Names of files in content/media.")]
    links: list[LinkItem]


class BoothItem(Struct, frozen=True):
    """An online booth."""

    id: str
    slug: str
    name: Localized
    organisation: Annotated[str, Meta(description="The id of an organisation.")]
    tagline: Localized
    description: Markdown
    projects: list[ProjectItem]
    demos: Annotated[list[str], Meta(description="Ids of its live demonstrations among the sessions.")]
    contact: ContactItem | None
    open_from: Date | None
    open_until: Date | None
    links: list[LinkItem]
    order: int
    path: Path


class PageItem(Struct, frozen=True):
    """A page of text."""

    id: str
    title: Localized
    description: Localized
    path: Path


class FeedItem(Struct, frozen=True):
    """A calendar feed (iCalendar)."""

    kind: str
    subject: Annotated[str, Meta(description="The id of what it is about; '' for the whole conference.")]
    name: Localized
    path: Path


class Programme(Struct, frozen=True):
    """Everything public of a conference's programme."""

    version: Annotated[Literal[1], Meta(description="The version of this format.")]
    generator: str
    address: Annotated[str | None, Meta(description="The site's public address, where it is known.")]
    languages: Annotated[list[SiteLanguage], Meta(description="The site's languages, the default first.")]
    conference: ConferenceItem
    days: list[DayItem]
    rooms: list[RoomItem]
    tracks: list[TrackItem]
    formats: list[FormatItem]
    organisations: list[OrganisationItem]
    speakers: list[SpeakerItem]
    sessions: Annotated[list[SessionItem], Meta(description="In order of time.")]
    booths: list[BoothItem]
    pages: list[PageItem]
    feeds: list[FeedItem]

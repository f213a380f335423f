"""What templates are given: frozen values, with links that are right for the page and texts in its language.

A template reads these and nothing else. `Phrase` is a text with the language it is in (the `shown` filter
writes it with `lang` where that differs from the page's); `Prose` is safe HTML with its language.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.text import Phrase


class Prose(Struct, frozen=True):
    """A text as safe HTML."""

    html: Markup
    language: str


class Moment(Struct, frozen=True):
    """An instant: `machine` in ISO 8601 with the conference's offset, `clock` as people read it (10:00).

    `offset` (UTC+1) tells a time that clocks show twice, when they are put back, from the other one; else it is ''.
    """

    machine: str
    clock: str
    offset: str = ""

    @property
    def plain(self) -> str:
        """The time for people, as a text: 10:00, 02:30 (UTC+1)."""
        return f"{self.clock} ({self.offset})" if self.offset else self.clock

    @property
    def shown(self) -> Markup:
        """The same for a page, where the offset is a mark beside the time."""
        mark = Markup(' <small class="shift">({})</small>').format(self.offset) if self.offset else ""
        return Markup("{}{}").format(self.clock, mark)


class LinkView(Struct, frozen=True):
    """A link: its words and where it leads."""

    title: Phrase
    href: str


class PictureView(Struct, frozen=True):
    """A picture: link to the file and a text for those who don't see it; the size that it takes, in CSS pixels.

    `sources` are the same picture in modern formats, the smallest first, each as its media type and the `srcset` to
    write; `sizes` goes with them where they are told apart by their width.
    """

    src: str
    alt: Phrase
    width: int | None = None
    height: int | None = None
    sources: tuple[tuple[str, str], ...] = ()
    sizes: str | None = None


class RoomView(Struct, frozen=True):
    """A room as every page shows it: its colour (`tone`, 1 to 9) and its shape (1 to 8) hold on the whole site."""

    id: str
    name: Phrase
    href: str
    tone: int
    shape: int
    place: Phrase


class DayView(Struct, frozen=True):
    """A day: `accent` (1 to 7) is its colour, `number` counts from 1."""

    id: str
    href: str
    number: int
    accent: int
    numeral: str
    weekday: str
    weekday_short: str
    month: str
    full: str
    title: Phrase
    subtitle: Phrase
    zone: str


class PersonView(Struct, frozen=True):
    """A speaker in a list or a session; `announced` is False while it is open who will come.

    `label` is the name, or for somebody not announced the office or organisation that will send them.
    `role` is set where it is another than speaker; `sessions` is filled on lists of speakers.
    """

    id: str
    href: str
    name: Phrase
    label: Phrase
    announced: bool
    initials: str
    photo: PictureView | None
    large_photo: PictureView | None
    position: Phrase
    organisation: Phrase
    organisation_href: str | None
    country: Phrase
    role: str | None
    sessions: tuple[LinkView, ...] = ()


class PartView(Struct, frozen=True):
    """A part of a session, or a session that is part of it (then `href` leads to its own page)."""

    id: str
    title: Phrase
    href: str | None
    start: Moment
    end: Moment
    minutes: int
    people: tuple[PersonView, ...]
    organisations: tuple[LinkView, ...]
    abstract: Prose | None
    links: tuple[LinkView, ...]


class SessionView(Struct, frozen=True):
    """A session in a list or an agenda.

    `who` names people and organisations in short, each in its own language; `status` is confirmed, tentative or
    cancelled. `topic` is the track where there are several, and `kind` the format where it tells sessions apart: both
    are empty where the title says the same. `keys` are what it can be filtered by (ids; several with | between them),
    without those that it has not.
    """

    id: str
    href: str
    title: Phrase
    day: DayView
    start: Moment
    end: Moment
    minutes: int
    room: RoomView | None
    rooms: tuple[RoomView, ...]
    format: Phrase
    track: Phrase
    topic: Phrase
    kind: Phrase
    who: Markup
    status: str
    reason: Phrase
    plenary: bool
    interlude: bool
    languages: tuple[str, ...]
    parts: tuple[PartView, ...]
    keys: Mapping[str, str]


class Alternative(Struct, frozen=True):
    """Another way to follow a stream: what it is, and its address (None for a telephone number, in `text`)."""

    kind: str
    text: Phrase
    href: str | None


class StreamView(Struct, frozen=True):
    """A stream, a recording or a meeting.

    `kind`: frame (a player in an iframe), video or audio (a media element), join (a meeting), link. `embed`
    is loaded only after a press. `plays_everywhere` is False where the link beside the player is needed.
    `recording` tells a recording from a live stream.
    """

    kind: str
    address: str
    provider: str
    embed: str | None
    contacts: str | None
    allow: str
    sandbox: str
    referrer_policy: str
    media_type: str | None
    plays_everywhere: bool
    recording: bool
    alternatives: tuple[Alternative, ...]
    note: Phrase | None


class FeedLink(Struct, frozen=True):
    """The calendar feed of a page: link from here, public address where it is known.

    `webcal` subscribes at a click where a program of this machine takes it.
    """

    href: str
    address: str | None
    webcal: str | None


class FeedView(Struct, frozen=True):
    """A calendar feed among others: link from here, public address where it is known, and how many sessions it has.

    `title` is what a day is called, beside its date in `name`.

    `webcal` subscribes at a click where a program of this machine takes it; `google` and `outlook` (and
    `office`, for accounts of an organisation) open the page on which these services ask whether to subscribe.
    """

    name: Phrase
    href: str
    address: str | None
    webcal: str | None
    count: int
    title: Phrase | None = None
    room: RoomView | None = None
    google: str | None = None
    outlook: str | None = None
    office: str | None = None


class DayGroup(Struct, frozen=True):
    """Sessions of one day in a list."""

    day: DayView
    sessions: tuple[SessionView, ...]

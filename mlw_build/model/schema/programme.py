"""Days, sessions, parts, and what they refer to: rooms, tracks, formats, organisations."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from mlw_build.model.schema.entry import ContributorEntry, Entry, Languages, Link, Picture, StreamEntry
from mlw_build.model.schema.values import (
    Address,
    Count,
    Date,
    Duration,
    Id,
    Line,
    LocalTime,
    OneOrMore,
    Prose,
    Time,
    Title,
    YesNo,
    problem,
)  # fmt: skip
from mlw_build.model.schema.windows import NeedEntry, Windows
from mlw_build.model.text import Text

UNSCHEDULED_FILE = "content/programme/unscheduled.yaml"
"""Where sessions that have no time yet are kept together; they may stand in any file of the programme."""


class Status(StrEnum):
    """How sure a session is."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


def _status(value: object) -> object:
    if value == "canceled":
        return "cancelled"
    return value


StatusValue = Annotated[Status, BeforeValidator(_status)]


class Allowance(Entry):
    """A check that a session may break, and why."""

    check: Annotated[Line, Field(description="The check's code, such as room-clash.")]
    reason: Annotated[Line, Field(description="Why it is all right here.")]


class PartEntry(Entry):
    """A short item inside a session, such as one 10-minute solution. Without a start it follows the part before."""

    id: Annotated[Id, Field(description="Never changes, so that links and calendars keep working.")]
    title: Annotated[Title, Field(description="The part's title, or a title per language.")]
    start: Annotated[Time | None, Field(description="When it begins; without it, when the part before ends.")] = None
    end: Annotated[Time | None, Field(description="When it ends.")] = None
    duration: Annotated[Duration | None, Field(description="How long it lasts, such as 10m.")] = None
    speakers: Annotated[list[ContributorEntry], OneOrMore, Field(description="Ids of speakers, with roles.")] = Field(
        default_factory=list
    )
    organisations: Annotated[list[Id], OneOrMore, Field(description="Ids from organisations.yaml.")] = Field(
        default_factory=list
    )
    abstract: Annotated[Prose, Field(description="What it is about, in Markdown.")] = Text()
    slides: Annotated[Address | None, Field(description="Where the slides are.")] = None
    recording: Annotated[Address | None, Field(description="The recording of this part.")] = None
    links: Annotated[list[Link], OneOrMore, Field(description="Further links.")] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        _end_or_duration(self.end, self.duration)
        return self


class SessionEntry(Entry):
    """A session: what happens when and where, with whom."""

    id: Annotated[Id, Field(description="Never changes, so that links and calendars keep working.")]
    slug: Annotated[Id | None, Field(description="The session's address, if not its id.")] = None
    was: Annotated[list[Id], OneOrMore, Field(description="Former ids of this session.")] = Field(default_factory=list)
    title: Annotated[Title, Field(description="The title, or a title per language.")]
    format: Annotated[Id | None, Field(description="An id from formats.yaml.")] = None
    track: Annotated[Id | None, Field(description="An id from tracks.yaml.")] = None
    room: Annotated[list[Id], OneOrMore, Field(description="An id from rooms.yaml.")] = Field(default_factory=list)
    rooms: Annotated[list[Id], OneOrMore, Field(description="Several ids from rooms.yaml.")] = Field(
        default_factory=list
    )
    date: Annotated[Date | None, Field(description="The conference day, if not the file's own date.")] = None
    start: Annotated[
        Time | None,
        Field(
            description="When it begins, such as 10:00, in the conference's time zone; left out while it has no time."
        ),
    ] = None
    end: Annotated[Time | None, Field(description="When it ends; or give `duration`.")] = None
    duration: Annotated[Duration | None, Field(description="How long it lasts, such as 90m; or give `end`.")] = None
    speakers: Annotated[list[ContributorEntry], OneOrMore, Field(description="Ids of speakers, with roles.")] = Field(
        default_factory=list
    )
    organisations: Annotated[list[Id], OneOrMore, Field(description="Ids from organisations.yaml.")] = Field(
        default_factory=list
    )
    abstract: Annotated[Prose, Field(description="What it is about, in Markdown.")] = Text()
    languages: Annotated[Languages, Field(description="Languages spoken.")] = Field(default_factory=list)
    interpretation: Annotated[Languages, Field(description="Languages it is interpreted into.")] = Field(
        default_factory=list
    )
    captions: Annotated[Languages, Field(description="Languages of live captions.")] = Field(default_factory=list)
    sign_language: Annotated[
        list[Line], OneOrMore, Field(description="Sign languages, such as International Sign.")
    ] = Field(default_factory=list)
    stream: Annotated[StreamEntry | None, Field(description="Its own stream, if not its room's.")] = None
    recording: Annotated[Address | None, Field(description="The recording, once there is one.")] = None
    slides: Annotated[Address | None, Field(description="Where the slides are.")] = None
    links: Annotated[list[Link], OneOrMore, Field(description="Further links.")] = Field(default_factory=list)
    questions: Annotated[Address | None, Field(description="Where to ask questions (Q&A).")] = None
    registration: Annotated[Address | None, Field(description="Where to register for this session.")] = None
    capacity: Annotated[Count | None, Field(description="How many people can take part.")] = None
    parts: Annotated[list[PartEntry], OneOrMore, Field(description="Short items inside the session.")] = Field(
        default_factory=list
    )
    part_of: Annotated[Id | None, Field(description="The id of the session that this one is part of.")] = None
    needs: Annotated[
        list[NeedEntry], OneOrMore, Field(description="Ids from resources.yaml, with amounts where more than one.")
    ] = Field(default_factory=list)
    not_with: Annotated[
        list[Id], OneOrMore, Field(description="Ids of sessions that must not be at the same time as this one.")
    ] = Field(default_factory=list)
    status: Annotated[StatusValue, Field(description="confirmed, tentative or cancelled.")] = Status.CONFIRMED
    reason: Annotated[Title, Field(description="Why it is tentative or cancelled, shown to readers.")] = Text()
    tags: Annotated[list[Line], OneOrMore, Field(description="Topics.")] = Field(default_factory=list)
    audience: Annotated[Title, Field(description="For whom it is.")] = Text()
    allow: Annotated[list[Allowance], OneOrMore, Field(description="Checks it may break, each with a reason.")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        _end_or_duration(self.end, self.duration)
        if self.room and self.rooms:
            raise problem("Both `room` and `rooms` are given.", "Write all of them under `rooms`.", key="room")
        if self.end is not None and self.start is None:
            raise problem(
                f"It says that it ends at {self.end}, and not when it begins.",
                "Add `start`; or, while it has no time yet, write `duration: 60m` instead of `end`.",
                key="end",
            )
        return self


def _end_or_duration(end: LocalTime | None, duration: timedelta | None) -> None:
    if end is not None and duration is not None:
        raise problem(
            "Both `end` and `duration` are given, and one of them will be forgotten at the next change.",
            "Delete one of the two.",
            key="duration",
        )


class DemoEntry(SessionEntry):
    """A live demonstration at a booth: a session that belongs to the booth."""

    date: Annotated[Date | None, Field(description="The conference day, if `start` has no date.")] = None
    start: Annotated[Time, Field(description="When it begins, such as 10:00, in the conference's time zone.")]


class DayHeader(Entry):
    """The head of a day's file: everything but its sessions."""

    date: Annotated[Date | None, Field(description="The day of this file's sessions, such as 2020-10-12.")] = None
    title: Annotated[Title, Field(description="The day's theme.")] = Text()
    subtitle: Annotated[Title, Field(description="A line below it.")] = Text()
    intro: Annotated[Prose, Field(description="What the day is about, in Markdown.")] = Text()
    questions: Annotated[list[Title], OneOrMore, Field(description="The day's guiding questions.")] = Field(
        default_factory=list
    )
    sessions: Annotated[list[Any], Field(description="The day's sessions.")] = Field(default_factory=list)


class DayFile(DayHeader):
    """A day of the programme, or a piece of one: files with the same date are put together."""

    sessions: Annotated[list[SessionEntry], Field(description="The day's sessions.")] = Field(default_factory=list)


class RoomEntry(Entry):
    """A room: a place, an online channel, or both."""

    id: Annotated[Id, Field(description="Never changes.")]
    was: Annotated[list[Id], OneOrMore, Field(description="Former ids of this room.")] = Field(default_factory=list)
    name: Annotated[Title, Field(description="The room's name.")]
    description: Annotated[Prose, Field(description="What to know about it, in Markdown.")] = Text()
    place: Annotated[Title, Field(description="Where it is, for a real room.")] = Text()
    online: Annotated[
        YesNo | None,
        Field(description="yes for an online channel, no where nobody follows online; without it, yes with a stream."),
    ] = None
    stream: Annotated[StreamEntry | None, Field(description="The stream of all its sessions.")] = None
    capacity: Annotated[Count | None, Field(description="How many people it holds.")] = None
    changeover: Annotated[Duration | None, Field(description="Time needed between two sessions.")] = None
    open: Annotated[
        Windows, Field(description="When it can be used, in the conference's time zone; without it, always.")
    ] = Field(default_factory=list)
    shared: Annotated[YesNo, Field(description="yes where many things go on side by side, as in an exhibition.")] = (
        False
    )
    languages: Annotated[Languages, Field(description="Languages spoken here.")] = Field(default_factory=list)


class TrackEntry(Entry):
    """A track: a sub-theme that sessions belong to."""

    id: Annotated[Id, Field(description="Never changes.")]
    name: Annotated[Title, Field(description="The track's name.")]
    description: Annotated[Prose, Field(description="What it is about, in Markdown.")] = Text()


class FormatEntry(Entry):
    """A format: the kind of session, and the rules that the conference has for it."""

    id: Annotated[Id, Field(description="Never changes.")]
    name: Annotated[Title, Field(description="The format's name, such as Workshop.")]
    description: Annotated[Prose, Field(description="What to expect, in Markdown.")] = Text()
    plenary: Annotated[YesNo, Field(description="yes where nothing else runs beside it.")] = False
    interlude: Annotated[YesNo, Field(description="yes for breaks and networking, shown slim in the agenda.")] = False
    duration: Annotated[Duration | None, Field(description="How long such a session lasts if it does not say.")] = None
    part_duration: Annotated[Duration | None, Field(description="How long each of its parts lasts.")] = None
    longest: Annotated[Duration | None, Field(description="The longest such a session may be.")] = None
    shortest: Annotated[Duration | None, Field(description="The shortest such a session may be.")] = None


class OrganisationEntry(Entry):
    """An organisation: the organiser, a partner, a sponsor, an exhibitor."""

    id: Annotated[Id, Field(description="Never changes.")]
    name: Annotated[Title, Field(description="The name as it is written in running text.")]
    full_name: Annotated[Title, Field(description="The name in full, where `name` is short.")] = Text()
    level: Annotated[Line | None, Field(description="A key of `partner_levels` in conference.yaml.")] = None
    description: Annotated[Prose, Field(description="Who they are, in Markdown.")] = Text()
    logo: Annotated[Picture | None, Field(description="A picture in content/media.")] = None
    url: Annotated[Address | None, Field(description="Their site.")] = None
    team: Annotated[
        Count | None, Field(description="In how many sessions it can be at a time; without it, in any number.")
    ] = None

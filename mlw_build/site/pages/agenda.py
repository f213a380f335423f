"""The agenda: all days at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from mlw_build.model.text import Phrase
from mlw_build.site.cards import session_view
from mlw_build.site.day_pictures import DayPicture, day_pictures
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind, once
from mlw_build.site.views import Moment, SessionView


@dataclass(frozen=True, slots=True)
class TimeGroup:
    """Sessions that begin at the same time."""

    start: Moment
    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class DayAgenda:
    """A day with its picture and its sessions by start."""

    picture: DayPicture
    times: tuple[TimeGroup, ...]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The overview of the agenda."""

    title: Phrase
    description: str
    days: tuple[DayAgenda, ...]
    sessions: int
    zone: str
    calendar: str


def view(here: Here, subject: str) -> AgendaView:
    """The view of the agenda."""
    words = here.words
    return AgendaView(
        title=Phrase(words.plain("nav_agenda"), here.language),
        description=words.plain(
            "agenda_description", title=here.phrase(here.conference.settings.title), count=len(here.conference.sessions)
        ),
        days=tuple(DayAgenda(picture, _times(here, picture)) for picture in day_pictures(here)),
        sessions=len(here.conference.sessions),
        zone=here.zone(),
        calendar=here.page("calendar"),
    )


def _times(here: Here, picture: DayPicture) -> tuple[TimeGroup, ...]:
    sessions = [
        session_view(here, one, picture.day)
        for one in here.site.index.by_day.get(picture.day.id, ())
        if not one.part_of
    ]
    return tuple(
        TimeGroup(start, tuple(group)) for start, group in groupby(sessions, key=lambda session: session.start)
    )


KIND = PageKind("agenda", once, view, feed="conference")

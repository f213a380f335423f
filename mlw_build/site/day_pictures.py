"""Each day with the picture drawn from its programme."""

from __future__ import annotations

from datetime import datetime, time

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.conference import Conference, Day, Session
from mlw_build.site.agenda_grid import Grid, grid_of
from mlw_build.site.cards import day_view
from mlw_build.site.here import Here, remembered
from mlw_build.site.site import Site
from mlw_build.site.views import DayView
from mlw_build.site.weave import Hours, hours_of, weave


class DayPicture(Struct, frozen=True):
    """A day and the picture that is drawn of it."""

    day: DayView
    weave: Markup
    sessions: int


@remembered
def day_pictures(here: Here) -> tuple[DayPicture, ...]:
    """All days, drawn in the same hours."""
    site, index = here.site, here.site.index
    return tuple(
        DayPicture(
            day_view(here, day),
            weave(day_grid(site, day.id), _midnight(site, day), hours(site)),
            len(index.by_day.get(day.id, ())),
        )
        for day in here.conference.days
    )


def hours(site: Site) -> Hours:
    """The hours that all days are drawn in."""
    return site.memory.of(_hours, site)


def _hours(site: Site) -> Hours:
    return hours_of([(_midnight(site, day), site.index.by_day.get(day.id, ())) for day in site.conference.days])


def _midnight(site: Site, day: Day) -> datetime:
    return datetime.combine(day.date, time(), site.conference.zone)


def day_grid(site: Site, day: str) -> Grid:
    """The grid of a day's sessions, made once."""
    return site.memory.of(_day_grid, site, day)


def _day_grid(site: Site, day: str) -> Grid:
    return grid_of(_on_the_grid(site, day))


def _on_the_grid(site: Site, day: str) -> list[Session]:
    """The sessions of a day that have a place of their own: not those shown inside the session they are part of."""
    return [one for one in site.index.by_day.get(day, ()) if not is_inside(one, site.conference)]


def is_inside(session: Session, conference: Conference) -> bool:
    """Whether an agenda shows a session inside the one that it is part of."""
    whole = conference.sessions.get(session.part_of or "")
    return whole is not None and whole.day == session.day and _same_rooms(session, whole)


def _same_rooms(session: Session, whole: Session) -> bool:
    return not session.rooms or {room.id for room in session.rooms} <= {room.id for room in whole.rooms}

"""A day's agenda: a grid of rooms against time on a wide screen, a list by time on a telephone, one order in both."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.agenda_grid import Cell, Grid
from mlw_build.site.brief import start_id
from mlw_build.site.cards import room_view, session_view
from mlw_build.site.day_pictures import DayPicture, day_grid, day_pictures
from mlw_build.site.filters import FilterView, filters_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views import DayView, Moment, Prose, RoomView, SessionView


class ColumnView(Struct, frozen=True):
    """The head of a room's columns; room is None for sessions without one."""

    room: RoomView | None
    line: int
    span: int


class SlotView(Struct, frozen=True):
    """A session with its place in the grid (grid lines)."""

    session: SessionView
    row: int
    end_row: int
    line: int
    span: int
    spans_all: bool


class StartView(Struct, frozen=True):
    """The sessions that begin at one time, and the rows that this time stands beside."""

    id: str
    start: Moment
    row: int
    end_row: int
    slots: tuple[SlotView, ...]


class DayPageView(Struct, frozen=True):
    """A day's agenda. `row_minutes` are the heights of the grid's rows, in minutes."""

    title: Phrase
    description: str
    day: DayView
    picture: DayPicture
    days: tuple[DayView, ...]
    intro: Prose | None
    questions: tuple[Phrase, ...]
    row_minutes: tuple[int, ...]
    width: int
    columns: tuple[ColumnView, ...]
    starts: tuple[StartView, ...]
    filters: tuple[FilterView, ...]


def subjects(site: Site) -> Iterable[str]:
    """Every day."""
    return [day.id for day in site.conference.days]


def view(here: Here, subject: str) -> DayPageView:
    """The view of a day."""
    pictures = day_pictures(here)
    picture = next(one for one in pictures if one.day.id == subject)
    day = next(one for one in here.conference.days if one.id == subject)
    grid = day_grid(here, subject)
    title = Phrase(picture.day.full, here.language)
    return DayPageView(
        title=here.phrase(day.title) or title,
        description=f"{picture.day.full}: {here.phrase(day.title).text}. {here.phrase(day.subtitle).text}".strip(": ."),
        day=picture.day,
        picture=picture,
        days=tuple(one.day for one in pictures),
        intro=here.prose(day.intro, level=2),
        questions=tuple(here.phrase(question) for question in day.questions),
        row_minutes=grid.minutes,
        width=max(1, grid.width),
        columns=tuple(
            ColumnView(room_view(here, one.room) if one.room else None, one.line, one.span) for one in grid.columns
        ),
        starts=_starts(here, grid),
        filters=filters_of(here, [cell.session for cell in grid.cells]),
    )


def _starts(here: Here, grid: Grid) -> tuple[StartView, ...]:
    groups = [list(group) for _, group in groupby(grid.cells, key=lambda cell: cell.session.start)]
    last = max((cell.end_row for cell in grid.cells), default=0)
    following = [group[0].row for group in groups[1:]] + [last]
    return tuple(
        StartView(
            id=start_id(here, group[0].session),
            start=here.moment(group[0].session.start),
            row=group[0].row,
            end_row=end,
            slots=tuple(_slot(here, cell) for cell in group),
        )
        for group, end in zip(groups, following, strict=True)
    )


def _slot(here: Here, cell: Cell) -> SlotView:
    session = session_view(here, cell.session)
    return SlotView(session, cell.row, cell.end_row, cell.line, cell.span, cell.spans_all)


KIND = PageKind("day", subjects, view, feed="day")

"""A day's agenda: a grid of rooms against time on a wide screen, a list by time on a telephone, one order in both.

A day with too many sessions for one page comes in parts, each with its own page (day_parts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.agenda_grid import Cell, Grid, narrowed
from mlw_build.site.brief import start_id
from mlw_build.site.cards import room_view, session_view
from mlw_build.site.day_pictures import DayPicture, day_grid, day_pictures, hours
from mlw_build.site.filters import FilterView, filters_of
from mlw_build.site.here import Here, remembered
from mlw_build.site.page_kind import PageKind
from mlw_build.site.paging import number_of, subject_of, whole_of
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


class PartOfDayView(Struct, frozen=True):
    """A part of a day with a page of its own: from when to when, how many sessions begin then, the link to the page.

    `order` tells parts with one start apart (1/2). `starts` are the ids of the starts that its page has and the page
    that shows this does not, so that links to a time of the day arrive wherever the day is cut.
    """

    start: Moment
    end: Moment
    order: str
    sessions: int
    href: str
    current: bool
    starts: tuple[str, ...]


class DayPageView(Struct, frozen=True):
    """A day's agenda, or a part of it. `row_minutes` are the heights of the grid's rows, in minutes.

    `parts` are all parts of the day, and empty where there is only one; `earlier` and `later` are those beside it.
    """

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
    parts: tuple[PartOfDayView, ...]
    earlier: PartOfDayView | None
    later: PartOfDayView | None


def subjects(site: Site) -> Iterable[str]:
    """Every day, and the further parts of long ones."""
    return [page for day in site.conference.days for page in site.index.day_pages(day.id)]


def view(here: Here, subject: str) -> DayPageView:
    """The view of a day, or of a part of it."""
    identifier, number = whole_of(subject), number_of(subject)
    pictures = day_pictures(here)
    picture = next(one for one in pictures if one.day.id == identifier)
    day = next(one for one in here.conference.days if one.id == identifier)
    whole = day_grid(here.site, identifier)
    grids = _grids(here, identifier)
    grid = grids[number - 1]
    parts = tuple(_parts(here, identifier, number)) if len(grids) > 1 else ()
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
        filters=filters_of(here, [cell.session for cell in whole.cells]),
        parts=parts,
        earlier=parts[number - 2] if number > 1 else None,
        later=parts[number] if number < len(parts) else None,
    )


@remembered
def _grids(here: Here, day: str) -> tuple[Grid, ...]:
    """The grid of each page of a day."""
    whole, parts = day_grid(here.site, day), here.site.index.parts.get(day, ())
    if len(parts) < 2:
        return (whole,)
    return tuple(narrowed(whole, {one.id for one in part.sessions}) for part in parts)


def _parts(here: Here, day: str, current: int) -> Iterator[PartOfDayView]:
    parts, grids = here.site.index.parts[day], _grids(here, day)
    known = {start_id(here, cell.session) for cell in grids[current - 1].cells}
    for part, grid in zip(parts, grids, strict=True):
        starts = dict.fromkeys(start_id(here, cell.session) for cell in grid.cells)
        together = [one.number for one in parts if one.start == part.start]
        yield PartOfDayView(
            start=here.moment(part.start),
            end=here.moment(part.end),
            order=f"{together.index(part.number) + 1}/{len(together)}" if len(together) > 1 else "",
            sessions=len(part.sessions),
            href=here.page("day", subject_of(day, part.number)),
            current=part.number == current,
            starts=tuple(start for start in starts if start not in known),
        )
        known.update(starts)


def _starts(here: Here, grid: Grid) -> tuple[StartView, ...]:
    groups = [list(group) for _, group in groupby(grid.cells, key=lambda cell: cell.session.start)]
    if not groups:
        return ()
    following = [group[0].row for group in groups[1:]] + [max(cell.end_row for cell in grid.cells)]
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


def _made_of(site: Site, subject: str) -> object:
    identifier = whole_of(subject)
    return (
        made_of.cards(site, site.index.by_day.get(identifier, ())),
        hours(site),
        *(made_of.leads(site, day.intro) for day in site.conference.days if day.id == identifier),
    )


KIND = PageKind("day", subjects, view, feed="day", made_of=_made_of)

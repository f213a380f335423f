"""A day's agenda: a grid of rooms against time on a wide screen, a list by time on a telephone, one order in both.

A day with too many sessions for one page comes in parts, each with its own page (day_parts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.model.text import Phrase
from mlw_build.site.agenda.day_artwork import DayArtwork, artwork_hours, day_artworks, day_grid
from mlw_build.site.agenda.grid import SHARED_FROM, Cell, Grid, filter_grid
from mlw_build.site.agenda.overview import start_anchor
from mlw_build.site.files.day_data import day_file_links
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.filters import FilterView, filters_of
from mlw_build.site.views.pagination import list_subject, page_number, page_subject
from mlw_build.site.views.shared import room_view, session_view
from mlw_build.site.views.values import DayView, Moment, Prose, RoomView, SessionView


class ColumnView(Struct, frozen=True):
    """The head of a room's columns; room is None for sessions without one."""

    room: RoomView | None
    line: int
    span: int


class SlotView(Struct, frozen=True):
    """A session with its place in the grid (grid lines).

    `shared` are all sessions of this place, this one first, where they are many in one room at one time.
    """

    session: SessionView
    row: int
    end_row: int
    line: int
    span: int
    spans_all: bool
    shared: tuple[SessionView, ...] = ()


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

    `hours` are the starts that are the first in their hour; `files` are links to the sessions of all days, for filters.

    `parts` are all parts of the day, and empty where there is only one; `earlier` and `later` are those beside it.
    """

    title: Phrase
    description: str
    day: DayView
    picture: DayArtwork
    days: tuple[DayView, ...]
    intro: Prose | None
    questions: tuple[Phrase, ...]
    row_minutes: tuple[int, ...]
    width: int
    columns: tuple[ColumnView, ...]
    starts: tuple[StartView, ...]
    hours: tuple[StartView, ...]
    filters: tuple[FilterView, ...]
    files: tuple[str, ...]
    parts: tuple[PartOfDayView, ...]
    earlier: PartOfDayView | None
    later: PartOfDayView | None


def subjects(site: Site) -> Iterable[str]:
    """Every day, and the further parts of long ones."""
    return [page for day in site.conference.days for page in site.index.day_pages(day.id)]


def view(context: PageContext, subject: str) -> DayPageView:
    """The view of a day, or of a part of it."""
    identifier, number = list_subject(subject), page_number(subject)
    pictures = day_artworks(context)
    picture = next(picture for picture in pictures if picture.day.id == identifier)
    day = next(day for day in context.conference.days if day.id == identifier)
    whole = day_grid(context.site, identifier)
    grids = _grids(context, identifier)
    grid = grids[number - 1]
    parts = tuple(_parts(context, identifier, number)) if len(grids) > 1 else ()
    title, starts = Phrase(picture.day.full, context.language), _starts(context, grid)
    return DayPageView(
        title=context.phrase(day.title) or title,
        description=f"{picture.day.full}: {context.phrase(day.title).text}. {context.phrase(day.subtitle).text}".strip(
            ": ."
        ),
        day=picture.day,
        picture=picture,
        days=tuple(picture.day for picture in pictures),
        intro=context.prose(day.intro, level=2),
        questions=tuple(context.phrase(question) for question in day.questions),
        row_minutes=grid.minutes,
        width=max(1, grid.width),
        columns=tuple(
            ColumnView(room_view(context, column.room) if column.room else None, column.line, column.span)
            for column in grid.columns
        ),
        starts=starts,
        hours=tuple({start.start.machine[:13]: start for start in reversed(starts)}.values())[::-1],
        filters=filters_of(context, [cell.session for cell in whole.cells]),
        files=tuple(day_file_links(context)),
        parts=parts,
        earlier=parts[number - 2] if number > 1 else None,
        later=parts[number] if number < len(parts) else None,
    )


@cached_per_context
def _grids(context: PageContext, day: str) -> tuple[Grid, ...]:
    """The grid of each page of a day."""
    whole, parts = day_grid(context.site, day), context.site.index.parts.get(day, ())
    if len(parts) < 2:
        return (whole,)
    return tuple(filter_grid(whole, {session.id for session in part.sessions}) for part in parts)


def _parts(context: PageContext, day: str, current: int) -> Iterator[PartOfDayView]:
    parts, grids = context.site.index.parts[day], _grids(context, day)
    known = {start_anchor(context, cell.session) for cell in grids[current - 1].cells}
    for part, grid in zip(parts, grids, strict=True):
        starts = dict.fromkeys(start_anchor(context, cell.session) for cell in grid.cells)
        together = [day_part.number for day_part in parts if day_part.start == part.start]
        yield PartOfDayView(
            start=context.moment(part.start),
            end=context.moment(part.end),
            order=f"{together.index(part.number) + 1}/{len(together)}" if len(together) > 1 else "",
            sessions=len(part.sessions),
            href=context.page("day", page_subject(day, part.number)),
            current=part.number == current,
            starts=tuple(start for start in starts if start not in known),
        )
        known.update(starts)


def _starts(context: PageContext, grid: Grid) -> tuple[StartView, ...]:
    groups = [list(group) for _, group in groupby(grid.cells, key=lambda cell: cell.session.start)]
    if not groups:
        return ()
    following = [group[0].row for group in groups[1:]] + [max(cell.end_row for cell in grid.cells)]
    return tuple(
        StartView(
            id=start_anchor(context, group[0].session),
            start=context.moment(group[0].session.start),
            row=group[0].row,
            end_row=end,
            slots=tuple(_slots(context, group)),
        )
        for group, end in zip(groups, following, strict=True)
    )


def _slots(context: PageContext, cells: Iterable[Cell]) -> Iterator[SlotView]:
    """The places of sessions that begin together, with all that are in each."""
    for _, group in groupby(cells, key=lambda cell: (cell.row, cell.end_row, cell.line, cell.span, cell.session.rooms)):
        held = list(group)
        if len(held) < SHARED_FROM or held[0].spans_all:
            yield from (_slot(context, cell) for cell in held)
        else:
            sessions = tuple(session_view(context, cell.session) for cell in held)
            yield replace(_slot(context, held[0]), shared=sessions)


def _slot(context: PageContext, cell: Cell) -> SlotView:
    session = session_view(context, cell.session)
    return SlotView(session, cell.row, cell.end_row, cell.line, cell.span, cell.spans_all)


def _fingerprint(site: Site, subject: str) -> object:
    identifier = list_subject(subject)
    return (
        fingerprints.session_card_fingerprints(site, site.index.by_day.get(identifier, ())),
        artwork_hours(site),
        [(day, len(parts)) for day, parts in site.index.parts.items()],
        *(fingerprints.link_fingerprint(site, day.intro) for day in site.conference.days if day.id == identifier),
    )


KIND = PageKind("day", subjects, view, feed="day", fingerprint_of=_fingerprint)

"""A day laid out as a grid: rows are the day's distinct times, columns are rooms.

Rows are as tall as their minutes, but grow with the text in them, so nothing is cut whatever the times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.model.conference import Room, Session

FIRST_LINE = 2
"""The first grid line of sessions: line 1 begins the heads of rows and columns."""

SHARED_FROM = 4
"""From so many sessions on that have one room from the same start to the same end, they share a place: posters."""

WITHOUT_ROOM = 1_000_000
"""Sorts sessions without a room after all rooms."""


class Column(Struct, frozen=True):
    """A room's columns: the first grid line and how many lines it takes (more than one where sessions overlap).

    The column without a room holds sessions that have none and run beside others.
    """

    room: Room | None
    line: int
    span: int


class Cell(Struct, frozen=True):
    """A session's place: grid lines of its rows (from, to) and columns; `spans_all` where it takes every room."""

    session: Session
    row: int
    end_row: int
    line: int
    span: int
    spans_all: bool


class Grid(Struct, frozen=True):
    """A day's grid. `minutes` are the heights of its rows; cells are in reading order: by time, then room."""

    minutes: tuple[int, ...]
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return sum(column.span for column in self.columns)


def build_grid(sessions: Sequence[Session]) -> Grid:
    """The grid of a day's sessions."""
    rows, minutes = _rows(sessions)
    alone = {room.id for room in _sessions_across_all_rooms(sessions)}
    in_rooms = [session for session in sessions if session.id not in alone]
    columns, places = _columns(in_rooms)
    width = max(1, sum(column.span for column in columns))
    cells = []
    for session in sorted(sessions, key=reading_order):
        line, span = places.get(session.id, (FIRST_LINE, width))
        row = rows[session.start]
        cells.append(Cell(session, row, max(row + 1, rows[session.end]), line, span, session.id not in places))
    return Grid(minutes, columns, tuple(cells))


def filter_grid(grid: Grid, kept: Collection[str]) -> Grid:
    """A grid with some of its sessions, by their ids: the rows that these need and the columns that they stand in.

    What stands where stays as it is: a session for everybody still is, whatever ran beside the others.
    """
    cells = [cell for cell in grid.cells if cell.session.id in kept]
    rows, minutes = _rows([cell.session for cell in cells])
    used = {line for cell in cells if not cell.spans_all for line in range(cell.line, cell.line + cell.span)}
    columns: list[Column] = []
    lines: dict[int, int] = {}
    for column in grid.columns:
        taken = range(column.line, column.line + column.span)
        if not used.isdisjoint(taken):
            first = FIRST_LINE + len(lines)
            columns.append(replace(column, line=first))
            lines.update((line, first + number) for number, line in enumerate(taken))
    width = max(1, len(lines))
    return Grid(
        minutes,
        tuple(columns),
        tuple(
            replace(
                cell,
                row=rows[cell.session.start],
                end_row=max(rows[cell.session.start] + 1, rows[cell.session.end]),
                line=lines.get(cell.line, FIRST_LINE),
                span=width if cell.spans_all else cell.span,
            )
            for cell in cells
        ),
    )


def _rows(sessions: Sequence[Session]) -> tuple[dict[datetime, int], tuple[int, ...]]:
    """The grid line at each distinct time, and the heights of the rows between them in minutes."""
    times = sorted({instant for session in sessions for instant in (session.start, session.end)})
    rows = {instant: FIRST_LINE + number for number, instant in enumerate(times)}
    return rows, tuple(round((later - earlier).total_seconds() / 60) for earlier, later in pairwise(times))


def reading_order(session: Session) -> tuple[datetime, int, datetime, str]:
    """Sorts sessions as a day lists them: by start, then room."""
    return (session.start, _first_room(session), session.end, session.id)


def _sessions_across_all_rooms(sessions: Sequence[Session]) -> Iterable[Session]:
    """Sessions that take all columns, since nothing runs beside them.

    These are plenaries, sessions without a room, and those in a room that never has anything beside it that day.
    """
    ordered = sorted(sessions, key=lambda session: session.start)
    alone = list(_sessions_without_overlap(ordered))
    by_themselves = {session.id for session in alone}
    in_company = {room.id for session in ordered if session.id not in by_themselves for room in session.rooms}
    for session in alone:
        if session.plenary or in_company.isdisjoint(room.id for room in session.rooms):
            yield session


def _sessions_without_overlap(ordered: Sequence[Session]) -> Iterable[Session]:
    """Of sessions in order of their start, those that nothing runs beside."""
    latest: datetime | None = None
    for index, session in enumerate(ordered):
        before = latest is not None and latest > session.start
        after = any(other.start < session.end for other in ordered[index + 1 : index + 2])
        if not before and not after:
            yield session
        latest = session.end if latest is None else max(latest, session.end)


def _columns(sessions: Sequence[Session]) -> tuple[tuple[Column, ...], dict[str, tuple[int, int]]]:
    """The columns, and for each session's id its first column line and its span."""
    by_room: defaultdict[int, list[Session]] = defaultdict(list)
    rooms: dict[int, Room | None] = {}
    for session in sessions:
        by_room[_first_room(session)].append(session)
        rooms.update((room.number, room) for room in session.rooms)
        if not session.rooms:
            rooms[WITHOUT_ROOM] = None
    columns: list[Column] = []
    places: dict[str, tuple[int, int]] = {}
    line = FIRST_LINE
    for number in sorted(rooms):
        lanes, placed = _lanes(by_room[number])
        columns.append(Column(rooms[number], line, lanes))
        for session, lane in placed:
            places[session.id] = (line, lanes) if lane is None else (line + lane, 1)
        line += lanes
    for session in sessions:
        if len(session.rooms) > 1:
            places[session.id] = _columns_of_session(session, columns, places[session.id])
    return tuple(columns), places


def _first_room(session: Session) -> int:
    return session.rooms[0].number if session.rooms else WITHOUT_ROOM


def _lanes(sessions: Sequence[Session]) -> tuple[int, list[tuple[Session, int | None]]]:
    """How many lanes a room needs, and each session's lane; None where it is alone in its time."""
    ends: list[datetime] = []
    placed: list[tuple[Session, int]] = []
    shared = {slot for slot, held in Counter(map(_slot, sessions)).items() if held >= SHARED_FROM}
    for session in sorted(sessions, key=lambda session: (session.start, session.end, session.id)):
        if placed and _slot(session) in shared and _slot(placed[-1][0]) == _slot(session):
            placed.append((session, placed[-1][1]))
            continue
        lane = next((index for index, end in enumerate(ends) if end <= session.start), len(ends))
        if lane == len(ends):
            ends.append(session.end)
        ends[lane] = session.end
        placed.append((session, lane))
    if len(ends) <= 1:
        return 1, [(session, None) for session, _ in placed]
    alone = {session.id for session in _sessions_without_overlap([session for session, _ in placed])}
    return len(ends), [(session, None if session.id in alone else lane) for session, lane in placed]


def _slot(session: Session) -> tuple[datetime, datetime, tuple[str, ...]]:
    """When and where a session is."""
    return session.start, session.end, tuple(room.id for room in session.rooms)


def _columns_of_session(session: Session, columns: Sequence[Column], place: tuple[int, int]) -> tuple[int, int]:
    """The place of a session in several rooms: all their columns where these stand side by side."""
    numbers = {room.number for room in session.rooms}
    taken = [index for index, column in enumerate(columns) if column.room and column.room.number in numbers]
    side_by_side = taken == list(range(taken[0], taken[-1] + 1))
    if not side_by_side:
        return place
    first, last = columns[taken[0]], columns[taken[-1]]
    return first.line, last.line + last.span - first.line

"""A day drawn from its own programme: time runs along, rooms are lanes, a plenary fills all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.conference import Session
from mlw_build.site.agenda.grid import Grid

WIDTH = 168
HEIGHT = 72
SMALLEST_GLYPH = 6
"""The least side of a block, in the picture's units, in which a shape can be told from a speck."""

TONES = 9
SHAPES = 8


class Hours(Struct, frozen=True):
    """The hours that all days of a conference are drawn in, so that they can be compared."""

    first: timedelta
    last: timedelta


def room_tone(number: int) -> int:
    """A room's colour by its place in rooms.yaml."""
    return number % TONES + 1


def room_shape(number: int) -> int:
    """A room's shape by its place in rooms.yaml; with the colour, 72 rooms can be told apart."""
    return number % SHAPES + 1


def day_artwork_svg(grid: Grid, midnight: datetime, hours: Hours) -> Markup:
    """The picture of a day as SVG, decorative; `midnight` is the instant its hours count from."""
    lanes = {column.room.id if column.room else None: index for index, column in enumerate(grid.columns)}
    # With hundreds of rooms many blocks are the same speck; it is drawn once.
    blocks: defaultdict[int, dict[str, None]] = defaultdict(dict)
    knocked: list[str] = []
    drawer = _Drawer(midnight, hours, max(1, len(lanes)))
    for cell in grid.cells:
        session = cell.session
        room = session.rooms[0] if session.rooms else None
        lane = None if cell.spans_all else lanes.get(room.id if room else None)
        box = drawer.box(session, lane)
        drawn = f"M{box.x} {box.y}h{box.width}v{box.height}h-{box.width}z"
        blocks[room_tone(room.number) if room else 1][drawn] = None
        if min(box.width, box.height) >= SMALLEST_GLYPH:
            knocked += drawer.cuts(session, box) or [_shape_path(room_shape(room.number) if room else 1, box)]
    paths = "".join(f'<path class="lane tone-{key}" d="{"".join(drawn)}"/>' for key, drawn in sorted(blocks.items()))
    return Markup(
        f'<svg class="weave" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f'{paths}<path class="knock" d="{"".join(knocked)}"/></svg>'
    )


class _Box(Struct, frozen=True):
    x: int
    y: int
    width: int
    height: int


class _Drawer(Struct, frozen=True):
    midnight: datetime
    hours: Hours
    lanes: int

    def across(self, instant: datetime) -> int:
        whole = max(self.hours.last - self.hours.first, timedelta(hours=1))
        return round((instant - self.midnight - self.hours.first) / whole * WIDTH)

    def box(self, session: Session, lane: int | None) -> _Box:
        x = self.across(session.start)
        width = max(1, self.across(session.end) - x - 1)
        if lane is None:
            return _Box(x, 0, width, HEIGHT)
        top, bottom = round(lane * HEIGHT / self.lanes), round((lane + 1) * HEIGHT / self.lanes)
        return _Box(x, top, width, max(1, bottom - top - 1))

    def cuts(self, session: Session, box: _Box) -> list[str]:
        return [f"M{self.across(part.start)} {box.y}h.5v{box.height}h-.5z" for part in session.parts[1:]]


def _shape_path(number: int, box: _Box) -> str:
    """One of the rooms' shapes in the middle of a block."""
    k = max(1, round(min(box.width, box.height) * 0.3))
    x, y = box.x + round(box.width / 2), box.y + round(box.height / 2)
    third = _number(2 * k / 3)
    drawn = {
        1: f"M{x - k} {y}a{k} {k} 0 1 0 {2 * k} 0a{k} {k} 0 1 0-{2 * k} 0z",
        2: f"M{x - k} {y - k}h{2 * k}v{2 * k}h-{2 * k}z",
        3: f"M{x} {y - k}l{k} {2 * k}h-{2 * k}z",
        4: f"M{x} {y - k}l{k} {k}l-{k} {k}l-{k}-{k}z",
        5: f"M{_number(x - k / 3)} {y - k}h{third}v{third}h{third}v{third}h-{third}v{third}h-{third}v-{third}"
        f"h-{third}v-{third}h{third}z",
        6: f"M{x - k} {_number(y + k / 2)}a{k} {k} 0 0 1 {2 * k} 0z",
        7: f"M{x - k} {y - k}h{2 * k}l-{2 * k} {2 * k}h{2 * k}z",
        8: f"M{x} {y - k}l{_number(0.6 * k)} {_number(1.9 * k)}l-{_number(1.6 * k)}-{_number(1.2 * k)}h{2 * k}"
        f"l-{_number(1.6 * k)} {_number(1.2 * k)}z",
    }
    return drawn[number]


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def shared_hours(days: Sequence[tuple[datetime, Sequence[Session]]]) -> Hours:
    """The hours from the earliest start to the latest end of any day, counted from each day's midnight."""
    starts = [session.start - midnight for midnight, sessions in days for session in sessions]
    ends = [session.end - midnight for midnight, sessions in days for session in sessions]
    return Hours(min(starts, default=timedelta(hours=9)), max(ends, default=timedelta(hours=18)))

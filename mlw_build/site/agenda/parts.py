"""The parts of a day that has too many sessions for one page: by time, cut at the hour where that is possible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from mlw_build.model.conference import Conference, Session
from mlw_build.site.agenda.grid import reading_order
from mlw_build.site.views.pagination import paginate, paginate_blocks

MOST_SESSIONS = 600
"""How many sessions one page of a day has: some 40 KB of HTML after compression. A large real day stays whole."""


class DayPart(Struct, frozen=True):
    """A part of a day: its sessions in reading order, from the first start until the next part or the last end."""

    number: int
    sessions: tuple[Session, ...]
    start: datetime
    end: datetime


def day_parts(conference: Conference, sessions: Sequence[Session], most: int = MOST_SESSIONS) -> tuple[DayPart, ...]:
    """The parts of a day with these sessions; one where they fit on a page, none without sessions."""
    pages = paginate_blocks(list(_hour_blocks(conference, sorted(sessions, key=reading_order), most)), most)
    following = [page[0].start for page in pages[1:]]
    return tuple(
        DayPart(
            number,
            tuple(page),
            page[0].start,
            min([max(session.end for session in page), *following[number - 1 : number]]),
        )
        for number, page in enumerate(pages, start=1)
    )


def part_starting_at(parts: Sequence[DayPart], start: datetime) -> DayPart:
    """The part in which to look for what begins at a time: the first that begins with it, else the one that goes on."""
    found = bisect_left(parts, start, key=lambda part: part.start)
    return parts[found] if found < len(parts) and parts[found].start == start else parts[max(0, found - 1)]


def _hour_blocks(conference: Conference, ordered: Sequence[Session], most: int) -> Iterator[Sequence[Session]]:
    """What a page holds as a whole: all of an hour, of an hour that is too full each start, of that as much as fits."""
    for _, begun in groupby(ordered, key=lambda session: conference.local(session.start).replace(minute=0, second=0)):
        hour = list(begun)
        if len(hour) <= most:
            yield hour
            continue
        for _, together in groupby(hour, key=lambda session: session.start):
            yield from paginate(list(together), most)

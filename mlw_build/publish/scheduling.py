"""The files of a plan, ready to be published: in which order, and how processes share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from mlw_build.cache.chunks import CachedChunks, ChunkIndex
from mlw_build.publish.publish import Stage
from mlw_build.site.incremental.plan_items import FilePlan, PagePlan
from mlw_build.site.render import Renderer

BATCH_SIZE = 16
"""Files that a process takes at a time, as long as there are many."""

BATCHES_PER_WORKER = 8
"""Into how many pieces what is left is divided for each process: near the end they take less at a time, and few files
are taken one by one, so that none has much to do when the others are done."""

MOST_BATCHES = 2_000

WORTH_SEVERAL_WORKERS = 300
"""Files of a site from which several processes are quicker, even for a few of them: some are made of all sessions."""


class PlannedFile(Struct, frozen=True):
    """A file of a plan, with what renders it: ready to be published."""

    planned: PagePlan | FilePlan
    renderer: Renderer

    @property
    def path(self) -> str:
        """Its path in the output folder."""
        return self.planned.path

    def key(self) -> str | None:
        """With the same key its octets are the same. None where it must be made to be known."""
        return self.renderer.key(self.planned)

    def made(self, there: Callable[[], CachedChunks]) -> tuple[bytes, ChunkIndex]:
        """Its octets, and of which pieces they are. `there` gives those by key that the last build's file has."""
        pieces = self.planned.chunks if isinstance(self.planned, FilePlan) else None
        return pieces(there()) if pieces else (self.renderer(self.planned), ())


def output_files(plan: Sequence[PagePlan | FilePlan], renderer: Renderer) -> list[PlannedFile]:
    """Each file with what makes it."""
    return [PlannedFile(planned, renderer) for planned in plan]


def schedule_stages(plan: Sequence[PagePlan | FilePlan], jobs: int, places: Sequence[int]) -> tuple[Stage, ...]:
    """The files of these places. What pages need is there before them: first what is copied and drawn, then others."""
    before = [place for place in places if _needed_by_pages(plan[place])]
    after = [place for place in places if not _needed_by_pages(plan[place])]
    drawn = [place for place in before if _is_drawn(plan[place])]
    kept = [place for place in before if not _is_drawn(plan[place])]
    return (
        Stage((kept,)),
        Stage(tuple((place,) for place in drawn), jobs),
        Stage(tuple(_batches(plan, after, jobs)), jobs if len(plan) >= WORTH_SEVERAL_WORKERS else 1),
    )


def _needed_by_pages(planned: PagePlan | FilePlan) -> bool:
    return isinstance(planned, FilePlan) and planned.needed_by_pages


def _is_drawn(planned: PagePlan | FilePlan) -> bool:
    return isinstance(planned, FilePlan) and planned.make is not None


def _batches(plan: Sequence[PagePlan | FilePlan], places: Sequence[int], jobs: int) -> Iterator[Sequence[int]]:
    """Files that share what they are made from in one piece, the others some at a time."""
    most = max(BATCH_SIZE, len(places) // MOST_BATCHES)
    left = len(places)
    for together, group in groupby(places, key=lambda place: getattr(plan[place], "together", "")):
        held = list(group)
        first = 0
        while first < len(held):
            size = len(held) if together else min(most, max(1, left // (jobs * BATCHES_PER_WORKER)))
            yield held[first : first + size]
            first += size
            left -= size

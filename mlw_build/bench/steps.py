"""Where a build spends its time: each step of the straight line, by the processor's clock and by the wall's."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.step import held_against, read_lock_file
from mlw_build.check.registry import check_conference
from mlw_build.model.assemble import conference_of
from mlw_build.publish.stages import ready, stages_of
from mlw_build.publish.write import publish
from mlw_build.read.site_files import read_site
from mlw_build.site.plan import plan_site
from mlw_build.site.render import Renderer
from mlw_build.site.site import site_of
from mlw_build.site.theme import load_theme

Result = TypeVar("Result")


class Step(Struct, frozen=True):
    """A step and what it took, in seconds of the processor and of the wall's clock."""

    name: str
    processor: float
    wall: float


def steps_of(root: Path, output: Path, *, checks_only: bool) -> tuple[Step, ...]:
    """Time the steps of a build, or only those up to the checks."""
    steps: list[Step] = []

    def timed(name: str, work: Callable[[], Result]) -> Result:
        gc.collect()
        processor, wall = time.process_time(), time.perf_counter()
        result = work()
        steps.append(Step(name, time.process_time() - processor, time.perf_counter() - wall))
        return result

    sources, faults = timed("read", lambda: read_site(root))
    conference, misfits = timed("model", lambda: conference_of(sources))
    assert conference is not None
    assert not (*faults, *misfits), "a synthetic conference is read whole"
    # What was read stays; without this every later collection would look at all of it again.
    gc.freeze()
    timed("check", lambda: check_conference(conference))
    if not checks_only:
        theme, _ = load_theme(root, conference)
        assert theme is not None
        lock = read_lock_file(root)
        calendar: Calendar | None
        calendar, _ = timed("calendar", lambda: held_against(conference, lock, locked=False))
        site = timed("site", lambda: site_of(conference, theme, root, None, calendar))
        plan = timed("plan", lambda: plan_site(site))
        renderer = Renderer(site)

        files = ready(plan, renderer)
        timed("render and publish", lambda: publish(files, output, stages=partial(stages_of, plan, 1)))
    gc.unfreeze()
    return tuple(steps)

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
from mlw_build.calendar.lock.comparison import compare_with_lock, read_lock_file
from mlw_build.check.registry import check_conference
from mlw_build.model.assemble import build_conference
from mlw_build.publish.publish import publish
from mlw_build.publish.scheduling import output_files, schedule_stages
from mlw_build.read.site_files import read_site
from mlw_build.site.plan import plan_site
from mlw_build.site.render import Renderer
from mlw_build.site.site import build_site_model
from mlw_build.site.theme.theme import load_theme

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
    conference, misfits = timed("model", lambda: build_conference(sources))
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
        calendar, _ = timed("calendar", lambda: compare_with_lock(conference, lock, locked=False))
        site = timed("site", lambda: build_site_model(conference, theme, root, None, calendar))
        plan = timed("plan", lambda: plan_site(site))
        renderer = Renderer(site)

        files = output_files(plan, renderer)
        timed("render and publish", lambda: publish(files, output, stages=partial(schedule_stages, plan, 1)))
    gc.unfreeze()
    return tuple(steps)

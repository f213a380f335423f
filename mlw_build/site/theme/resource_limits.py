"""Bounds on the processor's time and the memory that a template may take, where the system can hold a process to them.

Both are the process's own, so they are set for a page and taken back after it, and only where one thread does all the
work. Where they cannot be set (Windows; memory on macOS), what `sandbox` bounds is all there is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlw_build.system.time_limit import time_limit

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SECONDS = 10
"""Of the processor. The largest page takes half a second."""

MEGABYTES = 1024


class OutOfTime(Exception):
    """A template that goes on and on."""


@contextmanager
def bounded() -> Iterator[None]:
    """What is done within may take SECONDS and MEGABYTES beyond what is used already. Raises OutOfTime, MemoryError."""
    memory = _hold_memory() if threading.current_thread() is threading.main_thread() else None
    try:
        with time_limit(SECONDS, OutOfTime):
            yield
    finally:
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, memory)


def _hold_memory() -> tuple[int, int] | None:
    """Set the bound of memory; gives what it was before."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    before = soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + MEGABYTES * 2**20
    within = [number for number in (soft, hard, wanted) if number != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(within), hard))
    return before

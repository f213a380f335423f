"""Bounds on the processor's time and the memory that a template may take, where the system can hold a process to them.

Both are the process's own, so they are set for a page and taken back after it, and only where one thread does all the
work. Where they cannot be set (Windows; memory on macOS), what `sandbox` bounds is all there is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SECONDS = 10
"""Of the processor. The largest page takes half a second."""

MEGABYTES = 1024

_AGAIN = 0.5
"""Seconds after which time is over once more, should the first word of it have been lost in a filter."""


class OutOfTime(Exception):
    """A template that goes on and on."""


@contextmanager
def bounded() -> Iterator[None]:
    """What is done within may take SECONDS and MEGABYTES beyond what is used already. Raises OutOfTime, MemoryError."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGVTALRM, _over)
    memory = _hold_memory()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, memory)


def _over(number: int, frame: FrameType | None) -> None:
    raise OutOfTime(f"This takes more than {SECONDS} seconds of the processor's time.")


def _hold_memory() -> tuple[int, int] | None:
    """Set the bound of memory; gives what it was before."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    before = soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + MEGABYTES * 2**20
    within = [one for one in (soft, hard, wanted) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(within), hard))
    return before

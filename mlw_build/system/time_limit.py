"""A bound on the processor time that a piece of work may take, for what cannot be bounded by what is given to it.

It is a second line: what is known to take long is refused before, by counting. The clock is the processor's own, so
that a busy machine refuses nothing that a quiet one takes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

MOST_SECONDS = 5.0
"""Seconds of the processor that reading a file may take: a hundred times what the largest ordinary one takes."""


_AGAIN = 0.5


class TookTooLong(BaseException):
    """The work was stopped. No Exception, so that no library on the way takes it for one of its own."""


@contextmanager
def time_limit(seconds: float = MOST_SECONDS, error: type[BaseException] = TookTooLong) -> Iterator[None]:
    """Stop what is done within the `with` after so many seconds of the processor: raises the error.

    Nothing is stopped on Windows, which has no such clock, nor in a thread beside the main one (Python's `signal`);
    code of a library in C is stopped where it next comes back to Python.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, partial(_stop, error, seconds))
    # Again and again: what is raised while a library calls back may be lost there.
    around = signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, *around)
        signal.signal(signal.SIGVTALRM, before)


def _stop(error: type[BaseException], seconds: float, *_: object) -> None:
    raise error(f"This takes more than {seconds:g} seconds of the processor's time.")

"""Work in pieces, shared among processes: each takes the next piece as soon as it has done one.

The processes are copies of this one (fork), so that nothing has to be handed over but the results. Where the system
cannot do that safely, or threads run, this process does it alone; what comes out is the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

Result = TypeVar("Result")

MOST_PIECES = 8_000
"""Their numbers must fit into a pipe at once (64 KiB on Linux)."""

_OCTETS = 4


class Ended(Exception):
    """A process ended before it had done its part: the system or a person ended it."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared(
    pieces: int, do: Callable[[int], Result], jobs: int, progress: Callable[[Result], None] = lambda result: None
) -> list[Result]:
    """What `do` gives for each number from 0 to `pieces` - 1, in this order, by up to `jobs` processes.

    `progress` is told in this process after each piece. What `do` raises is raised here, and Ended.
    """
    jobs = min(jobs, pieces)
    if jobs < 2 or not _can_copy() or pieces > MOST_PIECES:
        results = []
        for piece in range(pieces):
            results.append(do(piece))
            progress(results[-1])
        return results
    numbers, write = os.pipe()
    with os.fdopen(write, "wb") as writing:
        writing.write(b"".join(piece.to_bytes(_OCTETS, "big") for piece in range(pieces)))
    # What is there already stays there: looking for unused things would only copy the pages of memory it is on.
    gc.freeze()
    helpers = [_Helper(numbers, do) for _ in range(jobs - 1)]
    done: dict[int, Result] = {}
    try:
        for piece in _taken(numbers):
            done[piece] = do(piece)
            progress(done[piece])
            for helper in helpers:
                _note(helper.said(), done, progress)
        for helper in helpers:
            _note(helper.all_said(), done, progress)
    finally:
        os.close(numbers)
        for helper in helpers:
            helper.end()
        gc.unfreeze()
    return [done[piece] for piece in range(pieces)]


def _can_copy() -> bool:
    """macOS's own libraries do not survive a fork, and a copy of a process with threads may wait for ever."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _taken(numbers: int) -> Iterator[int]:
    """The numbers of the pieces that nobody has taken yet, one by one."""
    while octets := os.read(numbers, _OCTETS):
        yield int.from_bytes(octets, "big")


def _note(said: Iterator[tuple[int, Result]], done: dict[int, Result], progress: Callable[[Result], None]) -> None:
    for piece, result in said:
        done[piece] = result
        progress(result)


class _Helper(Generic[Result]):
    """A copy of this process that does pieces until none is left."""

    def __init__(self, numbers: int, do: Callable[[int], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._receive, send = context.Pipe(duplex=False)
        self._process = context.Process(target=_help, args=(numbers, do, send), daemon=True)
        self._process.start()
        send.close()
        self._over = False

    def said(self) -> Iterator[tuple[int, Result]]:
        """The results that have come so far."""
        while not self._over and self._receive.poll():
            yield from self._next()

    def all_said(self) -> Iterator[tuple[int, Result]]:
        """The results that are still to come, until the last."""
        while not self._over:
            yield from self._next()

    def _next(self) -> Iterator[tuple[int, Result]]:
        try:
            message = self._receive.recv()
        except (EOFError, OSError) as error:
            raise Ended("A process of the build was ended from outside.") from error
        if message is None:
            self._over = True
        elif isinstance(message, Exception):
            raise message
        else:
            yield message

    def end(self) -> None:
        """Take the process away, whatever it is doing."""
        if not self._over:
            self._process.terminate()
        self._process.join()
        self._receive.close()


def _help(numbers: int, do: Callable[[int], object], send: Connection) -> None:
    try:
        for piece in _taken(numbers):
            send.send((piece, do(piece)))
        send.send(None)
    except Exception as error:
        send.send(error)
    except KeyboardInterrupt:
        pass

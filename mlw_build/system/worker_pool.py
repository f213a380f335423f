"""Tasks shared among processes: each takes the next one as soon as it has done one.

The processes are copies of this one (fork), so that nothing has to be handed over but the results. Where the system
cannot do that safely, or threads run, this process does it alone; what comes out is the same.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")

MOST_TASKS = 8_000
"""Their numbers must fit into a pipe at once (64 KiB on Linux)."""

_OCTETS = 4
_PR_SET_PDEATHSIG = 1


class WorkerDied(Exception):
    """A process ended before it had done its part: the system or a person ended it."""


def processor_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_workers(
    tasks: int, do: Callable[[int], Result], jobs: int, progress: Callable[[int], None] = lambda task: None
) -> list[Result]:
    """What `do` gives for each number from 0 to `tasks` - 1, in this order, by up to `jobs` processes.

    `progress` is told in this process which task has been done. What `do` raises is raised here, and WorkerDied.
    """
    jobs = min(jobs, tasks)
    if jobs < 2 or not _can_fork() or tasks > MOST_TASKS:
        return [_run_task(task, do, progress) for task in range(tasks)]
    numbers, write = os.pipe()
    with os.fdopen(write, "wb") as writing:
        writing.write(b"".join(task.to_bytes(_OCTETS, "big") for task in range(tasks)))
    # What is there already stays there: looking for unused things would only copy the pages of memory it is on.
    gc.freeze()
    workers: list[_Worker[Result]] = []
    try:
        workers.extend(_Worker(numbers, do, progress) for _ in range(jobs - 1))
        done: dict[int, Result] = {}
        for task in _claimed_tasks(numbers):
            done[task] = _run_task(task, do, progress)
            for worker in workers:
                worker.poll()
        for worker in workers:
            done.update(worker.results())
        return [done[task] for task in range(tasks)]
    finally:
        os.close(numbers)
        for worker in workers:
            worker.end()
        gc.unfreeze()


def _run_task(task: int, do: Callable[[int], Result], progress: Callable[[int], None]) -> Result:
    """What a task gives, done by this process."""
    result = do(task)
    progress(task)
    return result


def _can_fork() -> bool:
    """macOS's own libraries do not survive a fork, and a copy of a process with threads may wait for ever."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _claimed_tasks(numbers: int) -> Iterator[int]:
    """The numbers of the tasks that nobody has taken yet, one by one."""
    while octets := os.read(numbers, _OCTETS):
        yield int.from_bytes(octets, "big")


def _die_with_parent(leader: int) -> None:
    """End when the process that leads is killed: whoever runs next must not meet files of this run still being made.

    Linux tells a process of its parent's end (prctl(2), PR_SET_PDEATHSIG); elsewhere it is noticed after a task.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != leader:
        os._exit(1)


class _Worker(Generic[Result]):
    """A copy of this process that does tasks until none is left."""

    def __init__(self, numbers: int, do: Callable[[int], Result], progress: Callable[[int], None]) -> None:
        import multiprocessing  # takes long, and many builds have nothing to share

        context = multiprocessing.get_context("fork")
        self._progress = progress
        self._receive, send = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(numbers, do, send, os.getpid()), daemon=True)
        self._process.start()
        send.close()
        self._done: dict[int, Result] | None = None

    def poll(self) -> None:
        """Hear what has been done so far."""
        while self._done is None and self._receive.poll():
            self._receive_message()

    def results(self) -> dict[int, Result]:
        """The results by their tasks, as soon as all are there."""
        while self._done is None:
            self._receive_message()
        return self._done

    def _receive_message(self) -> None:
        try:
            message = self._receive.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied("A process of the build was ended from outside.") from error
        if isinstance(message, Exception):
            raise message
        if isinstance(message, int):
            self._progress(message)
        else:
            self._done = message

    def end(self) -> None:
        """Take the process away, whatever it is doing."""
        if self._done is None:
            self._process.terminate()
        self._process.join()
        self._receive.close()


def _work(numbers: int, do: Callable[[int], object], send: Connection, leader: int) -> None:
    _die_with_parent(leader)
    done = {}
    try:
        for task in _claimed_tasks(numbers):
            if os.getppid() != leader:
                return
            done[task] = do(task)
            # The results go all at once: a pipe that is full would make this process wait for the other.
            send.send(task)
        send.send(done)
    except Exception as error:
        send.send(error)
    except KeyboardInterrupt:
        pass

"""Running a program from its start to its end, and what that took."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from mlw_build.bench.memory import PeakMemory, watch_memory

LONGEST = 1800.0
"""Seconds after which a run is ended: an error in a cached partial can make Hugo wait for ever."""


class RunFailed(Exception):
    """A program failed or did not end; the message says which, and its last words."""


class RunCost(Struct, frozen=True):
    """What a run took: seconds of the clock, of all processors together, and the peak of memory in octets.

    The last two are None where the system does not tell; the peak also where nobody asked for it.
    """

    wall: float
    processor: float | None
    peak: int | None


def run_whole(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    memory: bool = False,
    longest: float = LONGEST,
) -> RunCost:
    """Run a command in a folder. With `memory` it is watched, which costs some time: do not compare that.

    Raises RunFailed where it fails, or is not done after `longest` seconds.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        late = threading.Timer(longest, end_all, (process,))
        late.start()
        try:
            with watch_memory(process.pid) if memory else contextlib.nullcontext(PeakMemory()) as seen:
                processor, largest = _ended(process)
                wall = time.perf_counter() - started
        finally:
            late.cancel()
            if process.returncode is None:
                end_all(process)
                process.wait()
        if process.returncode != 0:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()[-8:]
            raise RunFailed("\n    ".join([f"`{' '.join(command)}` {_why(process.returncode)}:", *words]))
    return RunCost(wall, processor, (seen.octets or largest) if memory else None)


def end_all(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started as the leader of a session, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _ended(process: subprocess.Popen[bytes]) -> tuple[float | None, int | None]:
    """Wait for the end. Gives processor seconds, and the size of the largest of its processes in octets."""
    if sys.platform == "win32":
        process.wait()
        return None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


def _why(status: int) -> str:
    return f"gave status {status}" if status > 0 else f"was ended by signal {-status}"

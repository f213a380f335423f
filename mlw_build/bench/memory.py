"""How much memory a program and everything that it started hold together, while it runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

PROCESSES = Path("/proc")

INTERVAL = 0.01
"""Seconds between two looks; longer where looking itself takes long, so that it costs a fifth of a core at most."""


class PeakMemory(Struct):
    """The most that was seen, in octets; None where the system does not tell."""

    octets: int | None = None

    def saw(self, octets: int) -> None:
        """Take what was seen now."""
        self.octets = max(self.octets or 0, octets)


@contextmanager
def watch_memory(leader: int, processes: Path = PROCESSES) -> Iterator[PeakMemory]:
    """Look every few milliseconds at all processes of the session that this process leads, until the block ends.

    The peak is the highest sum of their proportional set sizes (Pss: memory that several share counts once), and
    never less than what the kernel noted as the most that one of them held at any time (VmHWM).
    """
    peak = PeakMemory()
    if not (processes / "self" / "stat").is_file():
        yield peak
        return
    ended = threading.Event()
    looker = threading.Thread(target=_look, args=(peak, leader, processes, ended.wait), daemon=True)
    looker.start()
    try:
        yield peak
    finally:
        ended.set()
        looker.join()


def _look(peak: PeakMemory, leader: int, processes: Path, ended: Callable[[float], bool]) -> None:
    """Look from the beginning of the block to its end, at least once."""
    last = False
    while not last:
        started = time.perf_counter()
        sizes = [_held(process) for process in _of_session(leader, processes)]
        if sizes:
            peak.saw(max(sum(now for now, _ in sizes), *(most for _, most in sizes)))
        last = ended(max(INTERVAL, 4 * (time.perf_counter() - started)))


def _of_session(leader: int, processes: Path) -> Iterator[Path]:
    """The processes of a session: the sixth word of `stat` (proc(5)), after a name that may hold anything."""
    for process in processes.iterdir():
        if process.name.isdecimal() and _words(process / "stat").rpartition(")")[2].split()[3:4] == [str(leader)]:
            yield process


def _held(process: Path) -> tuple[int, int]:
    """What a process holds now and the most it held, in octets; nothing where it has just ended."""
    status = _sizes(_words(process / "status"))
    rollup = _sizes(_words(process / "smaps_rollup"))
    return rollup.get("Pss", status.get("VmRSS", 0)), status.get("VmHWM", 0)


def _sizes(text: str) -> dict[str, int]:
    """The lines `Name:  123 kB`, in octets."""
    rows = (line.split() for line in text.splitlines())
    return {row[0].rstrip(":"): int(row[1]) * 1024 for row in rows if len(row) == 3 and row[2] == "kB"}


def _words(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""

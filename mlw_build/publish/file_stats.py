"""What the file system says of a file without opening it: enough to tell that nobody wrote it since.

A trace is size, times of the last writing and of the last change of any kind, and the file's number (inode). Whoever
writes a file changes its trace, unless that happens so soon after the last time that the clock of the file system
shows the same; so what is younger than MOMENT when it is looked at counts as not known (the same rule as git's index).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

CLOCK_TICK = 50_000_000
"""Nanoseconds: more than any file system's clock takes from one tick to the next."""

FileStat = tuple[int, int, int, int]


class CannotStat(Exception):
    """A file that cannot be looked at, or a link to a folder, behind which may be anything."""


def file_stat(file: str | Path | int) -> FileStat | None:
    """The trace of a regular file, or of one that is open by its number; None for none, or a link in its place."""
    try:
        found = os.fstat(file) if isinstance(file, int) else os.lstat(file)
    except OSError:
        return None
    return _from_stat_result(found) if stat.S_ISREG(found.st_mode) else None


def file_stats_below(folder: str) -> Iterator[tuple[str, FileStat]]:
    """Every file in a folder and below with its trace, sorted by name; none where there is no folder.

    A link is there with its own trace, and then with that of the file that it leads to, if it leads to one (editors
    lock files by links that lead nowhere). Raises CannotTell.
    """
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotStat(folder) from error
    for entry in entries:
        try:
            is_folder, is_link = entry.is_dir(), entry.is_symlink()
            own = _from_stat_result(entry.stat(follow_symlinks=False)) if is_link else None
            trace = None if is_folder else _from_stat_result(entry.stat()) if os.path.exists(entry.path) else own
        except OSError as error:
            raise CannotStat(entry.path) from error
        if own and trace != own:
            yield entry.path, own
        if trace:
            yield entry.path, trace
        elif is_link:
            raise CannotStat(entry.path)
        elif entry.name != "__pycache__":
            yield from file_stats_below(entry.path)


def _from_stat_result(found: os.stat_result) -> FileStat:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def last_changed(trace: FileStat) -> int:
    """When the file was last written or changed, in nanoseconds of its file system's clock."""
    return max(trace[1], trace[2])

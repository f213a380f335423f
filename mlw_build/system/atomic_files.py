"""Writing a file through rename, so that nobody ever meets half of it."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import BinaryIO


def atomic_write(file: str | Path, data: bytes, *, through: str | Path | None = None, lasting: bool = False) -> None:
    """Put a whole file in place of what is there. Raises OSError where the disk refuses; then the old one stays.

    It is written beside that, or in the folder `through` on the same disk, under a name that tells the process.
    Nothing is written through a link: one in the place of the file is replaced, one that somebody laid in the place
    of the unfinished file is taken away. (That no folder on the way is a link is for the caller to see to.)
    `lasting` is for files that people wrote and nothing can make again: the new one is on the disk before it takes
    the place of the old (fsync), and has its permissions.
    """
    folder, name = os.path.split(file)
    # A name with a dot in front is nothing that a site reads or publishes.
    beside = os.path.join(through or folder, f".{name}.{os.getpid()}.new")
    try:
        with _new_file(beside) as writing:
            writing.write(data)
            if lasting:
                writing.flush()
                os.fsync(writing.fileno())
        if lasting:
            with contextlib.suppress(FileNotFoundError):
                there = os.lstat(file).st_mode
                if stat.S_ISREG(there):
                    os.chmod(beside, stat.S_IMODE(there))
        os.replace(beside, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _new_file(file: str) -> BinaryIO:
    """A file that was not there before, also where something else has its name."""
    try:
        return open(file, "xb")
    except FileExistsError:
        os.unlink(file)
        return open(file, "xb")

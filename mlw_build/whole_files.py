"""Writing a file through rename, so that nobody ever meets half of it."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def put(file: str | Path, data: bytes, *, through: str | Path | None = None, lasting: bool = False) -> None:
    """Put a whole file in place of what is there. Raises OSError where the disk refuses; then the old one stays.

    It is written beside that, or in the folder `through` on the same disk, under a name that tells the process.
    `lasting` is for files that people wrote and nothing can make again: the new one is on the disk before it takes
    the place of the old (fsync), has its permissions, and is never written through a link that somebody else laid.
    """
    folder, name = os.path.split(file)
    # A name with a dot in front is nothing that a site reads or publishes.
    beside = os.path.join(through or folder, f".{name}.{os.getpid()}.new")
    try:
        if lasting:
            _write_lasting(beside, data)
            with contextlib.suppress(FileNotFoundError):
                os.chmod(beside, stat.S_IMODE(os.stat(file).st_mode))
        else:
            with open(beside, "wb") as writing:
                writing.write(data)
        os.replace(beside, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _write_lasting(file: str, data: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(file)
    with open(file, "xb") as writing:
        writing.write(data)
        writing.flush()
        os.fsync(writing.fileno())

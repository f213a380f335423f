"""Writing a file through rename, so that nobody ever meets half of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def put(file: str | Path, data: bytes) -> None:
    """Put a whole file in place of what is there. Raises OSError where the disk refuses; then the old one stays."""
    folder, name = os.path.split(file)
    beside = os.path.join(folder, f".{name}.{os.getpid()}.new")
    try:
        with open(beside, "wb") as writing:
            writing.write(data)
        os.replace(beside, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise

"""Writing the calendar lock, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from mlw_build.calendar.lock import LOCK_FILE


def write_lock(root: Path, text: str) -> None:
    """Put the text in place of content/calendar.lock at once, so that an interruption leaves the old one.

    Raises OSError where the disk refuses; then the old lock is as it was.
    """
    place = root / LOCK_FILE
    # A name with a dot in front is nothing that the site reads.
    beside = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)

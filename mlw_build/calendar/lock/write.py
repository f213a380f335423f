"""Writing the calendar lock, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from mlw_build.calendar.lock.lock import LOCK_FILE
from mlw_build.system.atomic_files import atomic_write


def write_lock(root: Path, text: str) -> None:
    """Put the text in place of content/calendar.lock at once, so that an interruption leaves the old one.

    Raises OSError where the disk refuses; then the old lock is as it was.
    """
    atomic_write(root / LOCK_FILE, text.encode(), lasting=True)

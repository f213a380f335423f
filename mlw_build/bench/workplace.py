"""The folder in which everything is measured: in memory, where the system has a place for that."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = "/dev/shm"


@contextmanager
def workplace() -> Iterator[tuple[Path, str]]:
    """A folder that is gone afterwards, and in words where it is. A disk's noise would hide what is measured."""
    place = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="mlw-bench-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder), "memory" if place else "the folder for temporary files"

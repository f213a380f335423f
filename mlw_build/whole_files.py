"""Writing a file through rename, so that nobody ever meets half of it."""

from __future__ import annotations

import os
from pathlib import Path


def put(file: Path, data: bytes) -> None:
    """Put a whole file in place of what is there. Raises OSError where the disk refuses; then the old one stays."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)

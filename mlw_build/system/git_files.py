"""Which files others may have brought: all that git carries."""

from __future__ import annotations

import os
from pathlib import Path


def repository_of(folder: Path) -> Path:
    """The folder of the git repository that a folder lies in, or is; the folder itself where there is none."""
    return next((path for path in (folder, *folder.parents) if os.path.lexists(path / ".git")), folder)

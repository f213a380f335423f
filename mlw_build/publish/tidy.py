"""Taking out of .cache/ what no build needs any more, after a build that was published; never after one that failed.

A picture stays as long as the build or the record of another output folder names it; a record stays as long as its
output folder is there. What two builds at once take from each other is made again: both write files through rename,
and count one that is gone as not there. Nothing is deleted through a link.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mlw_build.kept import is_ours
from mlw_build.publish.last_build import FOLDER, LastBuild, clock_of, record_of, records
from mlw_build.site.pictures.store import FOLDER as PICTURES

ABANDONED = 3600 * 10**9
"""Nanoseconds after which a file that was never put in place belongs to a build that was killed."""


def tidy(root: Path, output: Path, build: LastBuild) -> None:
    """Take away what was kept in the site's root and what neither this build nor another one's record needs."""
    builds, pictures = root.resolve() / FOLDER, root.resolve() / PICTURES
    own = record_of(root, output)
    used = _names(build)
    for record in records(root):
        if record.file == own:
            continue
        if record.output.is_dir():
            used |= _names(record.build)
        else:
            _remove(record.file)
    for file in _files(pictures):
        if not file.name.startswith(".") and file.name not in used:
            _remove(file)
    now = clock_of(root)
    for folder in (builds, pictures) if now is not None else ():
        for file in _files(folder):
            if file.name.startswith(".") and file.name != ".gitignore" and _age(file, now or 0) > ABANDONED:
                _remove(file)


def _names(build: LastBuild) -> set[str]:
    """What the files of a build are called, without their folders: made pictures are kept under these names."""
    return {PurePosixPath(path).name for path in build.files}


def _files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        if is_ours(folder):
            yield from [one for one in sorted(folder.iterdir()) if one.is_file() and not one.is_symlink()]


def _age(file: Path, now: int) -> int:
    try:
        return now - file.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()

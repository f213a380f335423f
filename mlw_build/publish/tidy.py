"""Taking out of .cache/ what no build needs any more, after a build that was published; never after one that failed.

A picture stays as long as the build or the record of another output folder names it; a record stays as long as its
output folder is there. What two builds at once take from each other is made again: both write files through rename,
and count one that is gone as not there. Nothing is deleted through a link.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mlw_build.kept import is_ours
from mlw_build.publish.last_build import FOLDER, LastBuild, clock_of, layouts_of, record_of, records
from mlw_build.site.pictures.store import FOLDER as PICTURES

LOOKED_AT = 24 * 3600 * 10**9
"""Nanoseconds after which it is looked whether the output folder of a record is still there."""

ABANDONED = 3600 * 10**9
"""Nanoseconds after which a file that was never put in place belongs to a build that was killed."""


def tidy(root: Path, output: Path, build: LastBuild) -> None:
    """Take away what was kept in the site's root and what neither this build nor another one's record needs."""
    builds, pictures = root.resolve() / FOLDER, root.resolve() / PICTURES
    own = record_of(root, output)
    unused = {file.name: file for file in _files(pictures) if not file.name.startswith(".")}
    _leave_out(unused, build)
    now = clock_of(root)
    # Reading the records of others takes longer than a small build, so it is not done for nothing.
    if unused or any(now is not None and _age(file, now) > LOOKED_AT for file in _files(builds, ".json")):
        for record in records(root):
            if record.file != own and not record.output.is_dir():
                _remove(record.file)
                _remove(layouts_of(record.file))
            elif record.file != own:
                _leave_out(unused, record.build)
                os.utime(record.file)
    for file in unused.values():
        _remove(file)
    for folder in (builds, pictures) if now is not None else ():
        for file in _files(folder):
            if file.name.startswith(".") and file.name != ".gitignore" and _age(file, now or 0) > ABANDONED:
                _remove(file)


def _leave_out(unused: dict[str, Path], build: LastBuild) -> None:
    """Take out the pictures that a build shows: they are kept under the names of its files, without their folders."""
    for path in build.files if unused else ():
        unused.pop(path.rpartition("/")[2], None)


def _files(folder: Path, ending: str = "") -> Iterator[Path]:
    with contextlib.suppress(OSError):
        if is_ours(folder):
            found = (one for one in sorted(folder.iterdir()) if one.name.endswith(ending))
            yield from [one for one in found if one.is_file() and not one.is_symlink()]


def _age(file: Path, now: int) -> int:
    try:
        return now - file.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()

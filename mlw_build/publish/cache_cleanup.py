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

from mlw_build.cache.storage import is_real_folder
from mlw_build.publish.build_record import (
    FOLDER,
    PreviousBuild,
    build_record_path,
    chunk_index_path,
    file_system_clock,
    load_build_records,
)
from mlw_build.site.pictures.store import FOLDER as PICTURES

RECHECK_INTERVAL = 24 * 3600 * 10**9
"""Nanoseconds after which it is looked whether the output folder of a record is still there."""

ABANDONED = 3600 * 10**9
"""Nanoseconds after which a file that was never put in place belongs to a build that was killed."""


def remove_unused_cache_files(root: Path, output: Path, build: PreviousBuild) -> None:
    """Take away what was kept in the site's root and what neither this build nor another one's record needs."""
    builds, pictures = root.resolve() / FOLDER, root.resolve() / PICTURES
    own = build_record_path(root, output)
    unused = {file.name: file for file in _files(pictures) if not file.name.startswith(".")}
    _keep_pictures_of(unused, build)
    now = file_system_clock(root)
    # Reading the records of others takes longer than a small build, so it is not done for nothing.
    if unused or any(now is not None and _age(file, now) > RECHECK_INTERVAL for file in _files(builds, ".json")):
        for record in load_build_records(root):
            if record.file != own and not record.output.is_dir():
                _remove(record.file)
                _remove(chunk_index_path(record.file))
            elif record.file != own:
                _keep_pictures_of(unused, record.build)
                os.utime(record.file)
    for file in unused.values():
        _remove(file)
    for folder in (builds, pictures) if now is not None else ():
        for file in _files(folder):
            if file.name.startswith(".") and file.name != ".gitignore" and _age(file, now or 0) > ABANDONED:
                _remove(file)


def _keep_pictures_of(unused: dict[str, Path], build: PreviousBuild) -> None:
    """Take out the pictures that a build shows: they are kept under the names of its files, without their folders."""
    for path in build.files if unused else ():
        unused.pop(path.rpartition("/")[2], None)


def _files(folder: Path, ending: str = "") -> Iterator[Path]:
    with contextlib.suppress(OSError):
        if is_real_folder(folder):
            found = (path for path in sorted(folder.iterdir()) if path.name.endswith(ending))
            yield from [path for path in found if path.is_file() and not path.is_symlink()]


def _age(file: Path, now: int) -> int:
    try:
        return now - file.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()

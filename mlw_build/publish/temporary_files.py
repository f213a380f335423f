"""Files that are being written. They lie in one folder until each is put in its place, so that what a build that was
killed left of them is found by the next, and two builds at once leave each other's alone."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from mlw_build.system.atomic_files import atomic_write

NAME = ".mlw-build.new"
"""In the output folder, while it is written to."""

ABANDONED = 3600
"""Seconds after which a file is nobody's any more, where processes cannot be asked for."""


def atomic_write_output(output: Path, file: str | Path, data: bytes) -> None:
    """Put a whole file of the output folder in place of what is there. Raises OSError where the disk refuses."""
    try:
        atomic_write(file, data, through=f"{output}/{NAME}")
    except FileNotFoundError:  # another build that has just ended took the empty folder away
        atomic_write(file, data, through=make_temporary_folder(output))


def make_temporary_folder(output: Path) -> Path:
    """The folder, made if it is not there; nothing is written through a link in its place. Raises OSError."""
    folder = output / NAME
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(exist_ok=True)
    return folder


def remove_abandoned_files(output: Path) -> None:
    """Take away what no process that runs is writing, and the folder when it is empty."""
    folder = output / NAME
    with contextlib.suppress(OSError):
        if folder.is_symlink():
            return
        for file in folder.iterdir():
            if not _is_being_written(file):
                file.unlink()
        folder.rmdir()


def _is_being_written(file: Path) -> bool:
    """Whether the process whose number the file's name ends with runs (`put` gives it the name)."""
    number = file.suffixes[-2][1:] if len(file.suffixes) > 1 else ""
    if not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return False  # this process writes nothing while it clears up
    if os.name == "nt":  # where asking for a process would end it
        return time.time() - file.stat().st_mtime < ABANDONED
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(int(number))


def _is_zombie(process: int) -> bool:
    """Whether a process ended, though nobody has asked how yet (proc(5), state Z): its number is still taken."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return False

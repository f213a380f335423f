"""Edited texts back into their files: whole or not at all, and only where nobody else has changed them since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mlw_build.read.own_files import NotOwn, own_place
from mlw_build.system.atomic_files import atomic_write
from mlw_build.system.regular_files import NotRegular, regular_octets

LARGEST = 30_000_000
"""Octets of the largest file that is edited: what an import keeps of its source may be larger than a text."""


class CannotEdit(Exception):
    """A file that is not edited, with the reason in words."""


def raw_text(root: Path, file: str) -> str:
    """The text of a file under the root as it is, with its byte order mark and line ends. Raises CannotEdit."""
    try:
        return regular_octets(_safe(root, file), LARGEST).decode("utf-8")
    except UnicodeDecodeError:
        raise CannotEdit(f"{file} is not UTF-8 text.") from None
    except OSError as error:
        raise CannotEdit(f"{file} cannot be read: {error.strerror}.") from error


def write_all(root: Path, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Write the texts of the files that differ; gives their paths.

    Looks at all of them first: where any is no longer as it was before, or cannot be written, none is touched.
    Each file is then replaced in one step, so that whoever reads it meanwhile sees the old or the new text.
    Raises CannotEdit.
    """
    changed = [file for file in sorted(after) if after[file] != before[file]]
    for file in changed:
        if raw_text(root, file) != before[file]:
            raise CannotEdit(f"{file} was changed by somebody else meanwhile; nothing was written. Run this again.")
        place = _safe(root, file)
        if not os.access(place, os.W_OK) or not os.access(place.parent, os.W_OK):
            raise CannotEdit(f"{file} cannot be written: it is protected. Nothing was written.")
    for file in changed:
        _replace(_safe(root, file), after[file].encode("utf-8"), file)
    return tuple(changed)


def _safe(root: Path, file: str) -> Path:
    """Where a file of the site really is; links are followed as they are where it is read."""
    try:
        return Path(own_place(root.resolve(), file))
    except NotOwn as error:
        raise CannotEdit(f"{file} is {error.strerror}; it is not edited.") from error
    except NotRegular as error:
        raise CannotEdit(f"{file} is not a regular file; it is not edited.") from error
    except OSError as error:
        raise CannotEdit(f"{file} cannot be read: {error.strerror}.") from error


def _replace(place: Path, data: bytes, file: str) -> None:
    try:
        atomic_write(place, data, lasting=True)
    except OSError as error:
        raise CannotEdit(f"{file} cannot be written: {error.strerror}.") from error

"""The files in a site's folders, as paths relative to its root; of links, those that `own_files` follows."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from mlw_build.diagnostics import Diagnostic, Rule, Span
from mlw_build.read.own_files import PUT_IT_HERE, NotOwn, own_place
from mlw_build.system.regular_files import NotRegular

UNREADABLE = Rule("unreadable-file", "A file cannot be read")
FILE_NAME = Rule("file-name", "A file's name cannot be used as an id")
RULES = (UNREADABLE, FILE_NAME)


def files_below(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[str]:
    """The regular files in a folder and below, sorted by name within each folder."""
    for path, is_folder in entries_in(root, folder, problems):
        if is_folder:
            yield from files_below(root, path, problems)
        else:
            yield path


def entries_in(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[tuple[str, bool]]:
    """The files and folders directly in a folder, sorted, with forward slashes; and whether each is a folder."""
    place = root / folder
    if any(above.is_symlink() for above in place.parents if above.is_relative_to(root) and above != root):
        return  # whoever lists that folder tells of the link
    if place.is_symlink():
        problems.append(leading_away_problem(folder))
        return
    try:
        # The folder's own record of what its entries are saves asking the disk for each of thousands of files.
        with os.scandir(place) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problems.append(unreadable_problem(folder, error))
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(".") or entry.name == "Thumbs.db":
            continue
        if not entry.name.isprintable():
            shown = f"{folder}/{''.join(text if text.isprintable() else '?' for text in entry.name)}"
            problems.append(
                FILE_NAME.at(
                    Span(shown),
                    f"The name of {shown} has characters (`?`) that cannot be shown.",
                    "Rename the file, best with the letters a to z, digits and hyphens.",
                )
            )
        elif entry.is_dir(follow_symlinks=False):
            yield path, True
        elif entry.is_file(follow_symlinks=False) or _is_own(root, path, problems):
            yield path, False


def _is_own(root: Path, path: str, problems: list[Diagnostic]) -> bool:
    """Whether this is a link that is followed; a diagnostic where it is not, or no file at all."""
    try:
        own_place(root, path)
    except OSError as error:
        problems.append(unreadable_problem(path, error))
        return False
    return True


def leading_away_problem(path: str) -> Diagnostic:
    """What is said of a link to a folder."""
    return UNREADABLE.at(Span(path), f"{path} is a link that leads to another folder or out of the site.", PUT_IT_HERE)


def unreadable_problem(path: str, error: OSError) -> Diagnostic:
    """What is said of a file, or folder, that could not be read for this reason."""
    if isinstance(error, NotOwn):
        return UNREADABLE.at(Span(path), f"{path} is {error.strerror}.", error.hint)
    if isinstance(error, NotRegular):
        smaller = error.errno == errno.EFBIG
        hint = "Split it into several files, or make it smaller." if smaller else "Put a file here."
        return UNREADABLE.at(Span(path), f"{path} cannot be read: {error.strerror}.", hint)
    return UNREADABLE.at(Span(path), f"{path} cannot be read: {error.strerror}.", "Check its permissions.")

"""The files in a site's folders, as paths relative to its root; never through a link that leads out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mlw_build.diagnostics import Diagnostic, Rule, Span

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
    if place.is_symlink() and not leads_inside(place, root):
        problems.append(leads_away(folder))
        return
    try:
        # The folder's own record of what its entries are saves asking the disk for each of thousands of files.
        with os.scandir(place) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problems.append(
            UNREADABLE.at(Span(folder), f"{folder} cannot be read: {error.strerror}.", "Check its permissions.")
        )
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(".") or entry.name == "Thumbs.db":
            continue
        if not entry.name.isprintable():
            shown = f"{folder}/{''.join(one if one.isprintable() else '?' for one in entry.name)}"
            problems.append(
                FILE_NAME.at(
                    Span(shown),
                    f"The name of {shown} has characters (`?`) that cannot be shown.",
                    "Rename the file, best with the letters a to z, digits and hyphens.",
                )
            )
        elif entry.is_symlink() and (not leads_inside(root / path, root) or entry.is_dir()):
            problems.append(leads_away(path))
        elif entry.is_dir():
            yield path, True
        elif entry.is_file():
            yield path, False
        else:
            problems.append(UNREADABLE.at(Span(path), f"{path} is not a regular file.", "Put a file here."))


def is_own_file(root: Path, path: str) -> bool:
    """Whether this path leads to a regular file of the site, and not by a link to somewhere else."""
    place = root / path
    return place.is_file() and leads_inside(place, root.resolve())


def leads_away(path: str) -> Diagnostic:
    """What is said of a link that is not followed."""
    return UNREADABLE.at(
        Span(path), f"{path} is a link that leads to another folder or out of the site.", "Put the file itself here."
    )


def leads_inside(path: Path, root: Path) -> bool:
    """Whether there is something at a path, and it lies in this folder, which is resolved."""
    return path.exists() and path.resolve().is_relative_to(root)

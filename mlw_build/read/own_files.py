"""Where a file of a site really is: the one place that decides which links are followed.

A link to a file is followed where all of this holds for each link on the way: it leads to a file below the same
folder (content/, speakers/, booths/, a theme's own), through no link to a folder, and its path there has no name that
begins with a dot. What the file is goes by its own ending, so the link's name has to end in the same. No link to a
folder is followed. (A hard link is a file like any other; git carries none.)
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from pathlib import Path

from mlw_build.system.regular_files import NotRegular, regular_octets

MOST_LINKS = 8
"""Links that may lead to one file, one after the other."""

PUT_IT_HERE = "Put the file itself here."


class NotOwn(OSError):
    """A link that is not followed: `strerror` goes on after its name and "is", `hint` says what to do."""

    def __init__(self, reason: str, path: str, hint: str = PUT_IT_HERE) -> None:
        super().__init__(errno.ELOOP, reason, path)
        self.hint = hint


def own_place(root: str | Path, path: str) -> str:
    """Where the file at a path below a site's root really is, with no link on the way; the root is resolved.

    Raises OSError: NotOwn for a link that is not followed, NotRegular for what is no regular file.
    """
    parts = path.split("/")
    depth = 2 if parts[0] == "themes" else 1
    folder = "/".join(parts[:depth]) if len(parts) > depth else ""
    for number in range(1, depth + 1):
        above = "/".join(parts[:number])
        if folder and os.path.islink(os.path.join(root, above)):
            raise NotOwn("a link to a folder", above)
    return real_place(os.path.join(root, folder) if folder else root, "/".join(parts[depth:]) if folder else path)


def real_place(folder: str | Path, path: str) -> str:
    """Where the file at a path in a folder really is, with no link on the way below the folder.

    The folder's own path is resolved, and no link. Raises OSError as `own_place` does.
    """
    here, followed = path, False
    for _ in range(MOST_LINKS + 1):
        _through_no_link(folder, here, path)
        place = os.path.join(folder, here)
        try:
            mode = os.lstat(place).st_mode
        except OSError:
            if followed:
                raise NotOwn("a link that leads nowhere", path) from None
            raise
        if not stat.S_ISLNK(mode):
            break
        here, followed = _next(str(folder), here, path), True
    else:
        raise NotOwn("a link that leads to itself, or through too many others", path)
    if stat.S_ISDIR(mode) and followed:
        raise NotOwn("a link that leads to another folder or out of the site", path)
    if not stat.S_ISREG(mode):
        raise NotRegular(errno.EINVAL, "it is no regular file", path)
    if followed and posixpath.splitext(here)[1].lower() != posixpath.splitext(path)[1].lower():
        hint = f"Put the file itself here, or name the link as the file: it ends in {posixpath.basename(here)}."
        raise NotOwn("a link to a file of another kind", path, hint)
    return place


def own_octets(root: str | Path, path: str, largest: int) -> bytes:
    """The octets of the file at a path below a site's root. Raises OSError, also for one larger than this."""
    return regular_octets(own_place(root, path), largest)


def place_to_write(root: str | Path, path: str) -> str:
    """Where a file of the site at this path may be put, in folders that are there then and are no links.

    Raises OSError: NotOwn where one of them is a link.
    """
    base = os.path.realpath(root)
    _through_no_link(base, path, path)
    place = os.path.join(base, path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    return place


def _through_no_link(folder: str | Path, here: str, path: str) -> None:
    parts = here.split("/")
    for number in range(1, len(parts)):
        if os.path.islink(os.path.join(folder, *parts[:number])):
            raise NotOwn("reached through a link to a folder", path)


def _next(folder: str, here: str, path: str) -> str:
    """The path in the folder that a link there leads to. Raises NotOwn where it leads elsewhere."""
    target = os.readlink(os.path.join(folder, here)).replace(os.sep, "/")
    if os.path.isabs(target):
        above = os.path.join(os.path.realpath(os.path.dirname(target)), os.path.basename(target))
        target = os.path.relpath(above, folder).replace(os.sep, "/")
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
    if target in (".", "..") or target.startswith(("../", "/")) or os.path.splitdrive(target)[0]:
        raise NotOwn("a link that leads to another folder or out of the site", path)
    if any(part.startswith(".") for part in target.split("/")):
        raise NotOwn("a link to what is hidden: a name on its way begins with a dot", path)
    return target

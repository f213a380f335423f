"""A secret of this machine and user: with it a build tells what it wrote itself from what somebody else made up.

It lies outside of every repository, in the folder for what programs remember (XDG Base Directory Specification,
`$XDG_STATE_HOME`; `%LOCALAPPDATA%` on Windows), readable by its owner only. Git carries neither that permission nor the
file's owner. Where no such place can be written, a secret of this process alone is used: what a build keeps is then not
believed by the next one, which makes all of it again.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from functools import cache
from pathlib import Path

from mlw_build.system.git_files import repository_of
from mlw_build.system.regular_files import open_regular

LENGTH = 32
"""Octets of the secret."""

NAME = "cache-key"


def machine_key(site: Path) -> bytes:
    """The secret for what is kept for a site in this folder; the same in each process where it can be kept itself."""
    return _key(state_folder(), site)


def state_folder() -> Path | None:
    """Where this machine keeps what the tool remembers of this user; None where nothing says so."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        # A relative path counts as not set (XDG Base Directory Specification): it would lie in the site.
        base = os.environ.get("XDG_STATE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.local/state")
    return Path(base) / "mlw-build" if os.path.isabs(base) else None


@cache
def _key(folder: Path | None, site: Path) -> bytes:
    found = None
    if folder is not None and not _is_within(folder, site):
        with contextlib.suppress(OSError):
            found = _stored_secret(folder / NAME) or _new_secret(folder / NAME)
    return found or os.urandom(LENGTH)


def _is_within(folder: Path, site: Path) -> bool:
    """Whether a folder lies where git, or whoever made the site's folder, may have put things."""
    return Path(os.path.realpath(folder)).is_relative_to(repository_of(Path(os.path.realpath(site))))


def _stored_secret(file: Path) -> bytes | None:
    """The secret in a file that is nobody else's; None where it has none. Raises OSError where it cannot be read."""
    try:
        opened = open_regular(file)
    except FileNotFoundError:
        return None
    with opened:
        about = os.fstat(opened.fileno())
        key = opened.read(LENGTH + 1)
    mine = os.name == "nt" or (about.st_uid == os.geteuid() and not stat.S_IMODE(about.st_mode) & 0o077)
    if not mine or len(key) != LENGTH:
        raise PermissionError(f"{file} is not this user's own")
    return key


def _new_secret(file: Path) -> bytes | None:
    """A new secret in a file. Of two processes that make one at once, both get that of the first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f".{NAME}.{os.getpid()}.{os.urandom(4).hex()}")
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as writing:
            writing.write(os.urandom(LENGTH))
            writing.flush()
            os.fsync(writing.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, file)  # unlike a rename, it never takes the place of another's
    finally:
        os.unlink(unfinished)
    return _stored_secret(file)

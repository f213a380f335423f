"""Opening files that somebody else may have put there: regular ones only, never through a link, within bounds.

A link may lead anywhere, a FIFO waits for ever, opening a device may do something, and a file may be of any size. Git
carries links and files of any size (a terabyte of zeros is a few kilobytes there); it carries no hard links.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""Where a system lacks one of the last two, the look at the file before it is opened has to do."""

Place = str | os.PathLike[str]


class NotRegular(OSError):
    """What is no regular file, or a larger one than is read: `strerror` goes on after its name."""


def open_regular(file: Place) -> BinaryIO:
    """A regular file, open for reading. Raises OSError: NotRegular for a link, a folder, a FIFO and the like."""
    if not stat.S_ISREG(os.lstat(file).st_mode):
        raise NotRegular(errno.EINVAL, "it is no regular file", os.fspath(file))
    number = os.open(file, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):  # another one since
            raise NotRegular(errno.EINVAL, "it is no regular file", os.fspath(file))
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def regular_octets(file: Place, largest: int) -> bytes:
    """The octets of a regular file that has at most so many. Raises OSError: NotRegular for any other."""
    with open_regular(file) as opened:
        size = os.fstat(opened.fileno()).st_size
        octets = opened.read(size + 1) if size <= largest else b""
        if len(octets) > size:  # somebody writes to it just now
            octets += opened.read(largest + 1 - len(octets))
    if max(size, len(octets)) > largest:
        raise too_large_error(file, max(size, len(octets)), largest)
    return octets


def too_large_error(file: Place, size: int, largest: int) -> NotRegular:
    """What to raise for a file of this size, where so many octets are the most."""
    reason = f"it has {size / 1e6:.1f} MB, and more than {largest / 1e6:g} MB are not read"
    return NotRegular(errno.EFBIG, reason, os.fspath(file))

"""Files of pieces, one for each session: what the last build's file has of them is not made again.

A calendar of a whole conference changes with each of its sessions. Its octets are those of its events one after the
other, so those of the others are taken from the file that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

MADE_ANEW = ""
"""The key of pieces that are quicker made than found again."""


class Piece(Struct, frozen=True):
    """What follows the piece before: what makes its octets, and the key of what they are made of."""

    key: str
    make: Callable[[], bytes]


Laid = tuple[tuple[str, int], ...]
"""Which pieces a file has, in their order: the key and the length of each."""


def put_together(pieces: Iterable[Piece], earlier: Mapping[str, bytes]) -> tuple[bytes, Laid]:
    """The octets of these pieces, and how they are laid. `earlier` has octets by key that need not be made."""
    laid = [(one.key, earlier.get(one.key) or one.make()) for one in pieces]
    return b"".join([octets for _, octets in laid]), tuple((key, len(octets)) for key, octets in laid)


def taken_apart(octets: bytes, laid: Laid) -> dict[str, bytes]:
    """The pieces of a file by their keys."""
    found = {}
    start = 0
    for key, length in laid:
        if key != MADE_ANEW:
            found[key] = octets[start : start + length]
        start += length
    return found

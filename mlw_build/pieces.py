"""Files of pieces, one for each session: what the last build's file has of them is not made again.

A calendar of a whole conference changes with each of its sessions, and so does the programme as data. Their octets are
those of the sessions one after the other, so what they have of the others is taken from the file that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

MADE_ANEW = ""
"""The key of pieces that are quicker made than found again."""


class Piece(Struct, frozen=True):
    """What follows the piece before: what makes its octets, and the key of what they are made of."""

    key: str
    make: Callable[[], bytes]


Laid = tuple[tuple[str, int], ...]
"""Which pieces a file has, in their order: the key and the length of each."""

Earlier = Mapping[str, bytes | memoryview]
"""Octets by key that need not be made."""

Assembly = Callable[[Earlier], tuple[bytes, Laid]]
"""Gives a file's octets and how they are laid; it is given octets by key that need not be made."""


def in_a_row(pieces: Callable[[], Iterable[Piece]]) -> Assembly:
    """A file of these pieces one after the other."""
    return lambda earlier: put_together(pieces(), earlier)


def put_together(pieces: Iterable[Piece], earlier: Earlier) -> tuple[bytes, Laid]:
    """The octets of pieces, and how they are laid. `earlier` has octets by key that need not be made."""
    laid = [(one.key, earlier.get(one.key) or one.make()) for one in pieces]
    return b"".join([octets for _, octets in laid]), tuple((key, len(octets)) for key, octets in laid)


def taken_apart(octets: bytes, laid: Laid) -> dict[str, memoryview]:
    """The pieces of a file by their keys, where they stand in it: a large file is not copied."""
    whole = memoryview(octets)
    found = {}
    start = 0
    for key, length in laid:
        if key != MADE_ANEW:
            found[key] = whole[start : start + length]
        start += length
    return found


def literal(octets: bytes) -> Piece:
    """Octets that are there already."""
    return Piece(MADE_ANEW, partial(bytes, octets))


def listed(pieces: Iterable[Piece], separator: bytes) -> Iterator[Piece]:
    """Pieces with a separator between them."""
    last = None
    for one in pieces:
        if last:
            yield Piece(f"{last.key}{separator.decode()}", partial(_with, last.make, separator))
        last = one
    if last:
        yield last


def _with(make: Callable[[], bytes], separator: bytes) -> bytes:
    return make() + separator

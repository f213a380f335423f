"""Files of pieces, one for each session: what the last build's file has of them is not made again.

A calendar of a whole conference changes with each of its sessions, and so does the programme as data. Their octets are
those of the sessions one after the other, so what they have of the others is taken from the file that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

NOT_CACHED = ""
"""The key of pieces that are quicker made than found again."""


class Chunk(Struct, frozen=True):
    """What follows the piece before: what makes its octets, and the key of what they are made of."""

    key: str
    make: Callable[[], bytes]


ChunkIndex = tuple[tuple[str, int], ...]
"""Which pieces a file has, in their order: the key and the length of each."""

CachedChunks = Mapping[str, bytes | memoryview]
"""Octets by key that need not be made."""

Assemble = Callable[[CachedChunks], tuple[bytes, ChunkIndex]]
"""Gives a file's octets and how they are laid; it is given octets by key that need not be made."""


def assembled_from(pieces: Callable[[], Iterable[Chunk]]) -> Assemble:
    """A file of these pieces one after the other."""
    return lambda earlier: assemble(pieces(), earlier)


def assemble(pieces: Iterable[Chunk], earlier: CachedChunks) -> tuple[bytes, ChunkIndex]:
    """The octets of pieces, and how they are laid. `earlier` has octets by key that need not be made."""
    laid = [(piece.key, earlier.get(piece.key) or piece.make()) for piece in pieces]
    return b"".join([octets for _, octets in laid]), tuple((key, len(octets)) for key, octets in laid)


def split_chunks(octets: bytes, laid: ChunkIndex) -> dict[str, memoryview]:
    """The pieces of a file by their keys, where they stand in it: a large file is not copied."""
    whole = memoryview(octets)
    found = {}
    start = 0
    for key, length in laid:
        if key != NOT_CACHED:
            found[key] = whole[start : start + length]
        start += length
    return found


def literal_chunk(octets: bytes) -> Chunk:
    """Octets that are there already."""
    return Chunk(NOT_CACHED, partial(bytes, octets))


def separated(pieces: Iterable[Chunk], separator: bytes) -> Iterator[Chunk]:
    """Pieces with a separator between them."""
    last = None
    for piece in pieces:
        if last:
            yield Chunk(f"{last.key}{separator.decode()}", partial(_with_separator, last.make, separator))
        last = piece
    if last:
        yield last


def _with_separator(make: Callable[[], bytes], separator: bytes) -> bytes:
    return make() + separator

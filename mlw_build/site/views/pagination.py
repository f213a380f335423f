"""Lists that are too long for one page: how they come on several, and what these are called.

The first page has the list's own subject and address, so that links to the list stay what they are; the others are
called WHOLE/NUMBER. Splitting depends on the list alone: the pages are the same in every language and every build.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def page_subject(whole: str, number: int) -> str:
    """The subject of a page of the list with this subject; numbers begin at 1."""
    return f"{whole}/{number}" if number > 1 else whole


def list_subject(subject: str) -> str:
    """The subject of the list that a page belongs to."""
    return subject.partition("/")[0]


def page_number(subject: str) -> int:
    """Which page of its list a subject is."""
    return int(subject.partition("/")[2] or 1)


def page_subjects(whole: str, pages: int) -> tuple[str, ...]:
    """The subjects of all pages of a list, which has one even where there is nothing in it."""
    return tuple(page_subject(whole, number) for number in range(1, max(1, pages) + 1))


def paginate(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The pages of a list, each full but the last."""
    return [items[first : first + most] for first in range(0, len(items), most)]


def paginate_blocks(blocks: Sequence[Sequence[Item]], most: int) -> list[list[Item]]:
    """Pages of blocks that stay whole and in order: as few as hold `most` items, and about as long as each other.

    No block may be longer than `most`.
    """
    sizes = [len(block) for block in blocks]
    pages = len(_blocks_per_page(sizes, most))
    low, high = max(sizes, default=0), most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_blocks_per_page(sizes, middle)) <= pages else (middle + 1, high)
    remaining = iter(blocks)
    return [[item for block in islice(remaining, count) for item in block] for count in _blocks_per_page(sizes, low)]


def _blocks_per_page(sizes: Sequence[int], most: int) -> list[int]:
    """How many blocks each page takes if each is filled before the next is begun."""
    counts: list[int] = []
    room = 0
    for size in sizes:
        if size > room or not counts:
            counts.append(0)
            room = most
        counts[-1] += 1
        room -= size
    return counts

"""The pages of a list, as each of them leads to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.here import Here
from mlw_build.site.paging import subject_of


class RangeView(Struct, frozen=True):
    """A page of a list: its first and last entry (the beginnings of names, or numbers), and the link to it."""

    first: str
    last: str
    href: str
    current: bool


def ranges_of(here: Here, kind: str, ends: Sequence[tuple[str, str]], current: int) -> tuple[RangeView, ...]:
    """The pages of a kind of list, with the first and last entry of each; none where there is only one."""
    if len(ends) < 2:
        return ()
    return tuple(
        RangeView(first, last, here.page(kind, subject_of("", number)), number == current)
        for number, (first, last) in enumerate(ends, start=1)
    )


def numbered(pages: Sequence[Sequence[object]]) -> Iterator[tuple[str, str]]:
    """The first and last entry of each page by their numbers in the list, where it is in no order of names."""
    last = 0
    for page in pages:
        yield str(last + 1), str(last + len(page))
        last += len(page)


def title_of(title: Phrase, ranges: Sequence[RangeView]) -> Phrase:
    """The title of the page, which says which of several it is."""
    return next(
        (Phrase(f"{title.text}: {one.first} – {one.last}", title.language) for one in ranges if one.current), title
    )

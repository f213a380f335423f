"""The pages of a list, as each of them leads to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.page_context import PageContext
from mlw_build.site.views.pagination import page_subject


class PageLinkView(Struct, frozen=True):
    """A page of a list: its first and last entry (the beginnings of names, or numbers), and the link to it."""

    first: str
    last: str
    href: str
    current: bool


def page_links(
    context: PageContext, kind: str, ends: Sequence[tuple[str, str]], current: int
) -> tuple[PageLinkView, ...]:
    """The pages of a kind of list, with the first and last entry of each; none where there is only one."""
    if len(ends) < 2:
        return ()
    return tuple(
        PageLinkView(first, last, context.page(kind, page_subject("", number)), number == current)
        for number, (first, last) in enumerate(ends, start=1)
    )


def number_ranges(pages: Sequence[Sequence[object]]) -> Iterator[tuple[str, str]]:
    """The first and last entry of each page by their numbers in the list, where it is in no order of names."""
    last = 0
    for page in pages:
        yield str(last + 1), str(last + len(page))
        last += len(page)


def numbered_title(title: Phrase, ranges: Sequence[PageLinkView]) -> Phrase:
    """The title of the page, which says which of several it is."""
    return next(
        (
            Phrase(f"{title.text}: {page_link_view.first} – {page_link_view.last}", title.language)
            for page_link_view in ranges
            if page_link_view.current
        ),
        title,
    )

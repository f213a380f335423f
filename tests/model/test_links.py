"""Which addresses a text has, and which of them are pictures: what is checked, and what is made into sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.markup import addresses_in
from mlw_build.model.links import is_visible_address, targets_in


def found_in(text: str) -> list[tuple[str, str | None]]:
    """The addresses of a text that its readers meet, with the words of pictures."""
    return [(one.address, one.words) for one in targets_in(text) if is_visible_address(text, one)]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("[Register](page:registration)", ["page:registration"]),
        ("[Register]( page:registration 'Until May' )", ["page:registration"]),
        ("[Map](<media:two halls.pdf>)", ["media:two halls.pdf"]),
        ("[Map](media:two halls.pdf)", ["media:two halls.pdf"]),
        ("[Map](media:halls_(both).pdf)", ["media:halls_(both).pdf"]),
        ('[Film](https://e.org/film_(1) "A film") and [more](page:more)', ["https://e.org/film_(1)", "page:more"]),
        ("[Halls]\n\n[halls]: media:map.pdf", ["media:map.pdf"]),
        ('<a href="page:about">About</a> <A HREF=page:visit>Visit</A>', ["page:about", "page:visit"]),
        ("`[About](page:about)` is a link", []),
        ("<!-- [About](page:about) <a href='page:about'>About</a> -->", []),
        ("[Nowhere]()", []),
    ],
)
def test_a_text_leads_to_these_addresses(text: str, addresses: list[str]) -> None:
    assert found_in(text) == [(one, None) for one in addresses]


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("![A map](media:map.png)", "media:map.png", "A map"),
        ("![A map [of two halls]](map.png)", "map.png", "A map [of two halls]"),
        ("![A map\nof two halls](map.png)", "map.png", "A map\nof two halls"),
        ("![](two halls.png 'A map')", "two halls.png", ""),
        ("![A map][Two  Halls]\n\n[two halls]: map.png", "map.png", "A map"),
        ("![Halls][]\n\n[halls]: map.png", "map.png", "Halls"),
        ("![Halls]\n\n[halls]: map.png", "map.png", "Halls"),
        ('<img alt="A map" src="map.png">', "map.png", "A map"),
        ("<img src=map.png>", "map.png", ""),
    ],
)
def test_a_text_shows_this_picture(text: str, address: str, words: str) -> None:
    assert found_in(text) == [(address, words)]


def test_a_picture_may_be_a_link() -> None:
    assert found_in("[![A map](map.png)](page:venue)") == [("map.png", "A map"), ("page:venue", None)]


def test_what_is_defined_for_a_link_is_no_picture() -> None:
    assert found_in("![Halls](one.png) [halls]\n\n[halls]: map.pdf") == [("one.png", "Halls"), ("map.pdf", None)]


def test_a_picture_before_a_footnote_is_named_by_its_own_words() -> None:
    text = "![r][^1]: page:foot\n[r]: page:none\n"
    assert [target.address for target in targets_in(text) if is_visible_address(text, target)] == ["page:none"]


def test_a_text_that_is_shown_as_it_is_has_none() -> None:
    assert targets_in("![" * 200_000 + "](map.png)") == ()


PIECES = [
    *("[a](page:none)", "[a](<b c.pdf>)", '[a](b c "t")', "[a](x_(y).pdf)", "[a](\npage:below)", "[a][r]"),
    *("![a](none.png)", "![](silent.png)", "![x [y] z](n.png)", "![a\nb](below.png)", "![a][r]", "![][r]", "![r]"),
    *("[![i](i.png)](page:around)", "[r]: page:none\n", '[r]: <none.png> "t"\n', "[^1]", "[^1]: page:foot\n"),
    *('<img src="h.png">', '<a href="page:h">h</a>', "<a href=page:u>x</a>", "<!--", "-->", "<p>", "</p>", "<pre>"),
    *("</pre>", "<code>", "</code>", "&lt;", "`", "``", "```\n", "\n", "\n\n", "    ", " ", "\\", "*", "_", "- ", "> "),
    *("| a | b |\n| - | - |\n| ", "{: .lead }", "*[x]: y\n", "1. ", "# ", "word "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_what_is_checked_is_what_readers_meet(text: str) -> None:
    met = {address.removeprefix("media:") for address, _ in addresses_in(text) if not address.startswith("#")}
    checked = {target.address.removeprefix("media:") for target in targets_in(text) if is_visible_address(text, target)}
    assert checked == met

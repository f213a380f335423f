"""Which addresses a text has, and which of them are pictures: what is checked, and what is made into sizes."""

from __future__ import annotations

import pytest

from mlw_build.model.links import targets_in


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
    assert [(one.address, one.is_picture) for one in targets_in(text)] == [(one, False) for one in addresses]


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
    assert [(one.address, one.words) for one in targets_in(text)] == [(address, words)]


def test_a_picture_may_be_a_link() -> None:
    found = [(one.address, one.is_picture) for one in targets_in("[![A map](map.png)](page:venue)")]
    assert found == [("map.png", True), ("page:venue", False)]


def test_what_is_defined_for_a_link_is_no_picture() -> None:
    found = [(one.address, one.is_picture) for one in targets_in("![Halls](one.png)\n\n[halls]: media:map.pdf")]
    assert found == [("one.png", True), ("media:map.pdf", False)]


def test_a_text_that_is_shown_as_it_is_has_none() -> None:
    assert targets_in("![" * 200_000 + "](map.png)") == ()

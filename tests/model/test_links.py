"""Which addresses a text has, and which of them are pictures: what is checked, and what is made into sizes."""

from __future__ import annotations

import pytest

from mlw_build.model.links import targets_in


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[Register](page:registration)", [("page:registration", False)]),
        ("![A map](media:map.png)", [("media:map.png", True)]),
        ("![A map [of two halls]](map.png)", [("map.png", True)]),
        ("![A map\nof two halls](map.png)", [("map.png", True)]),
        ("[![A map](map.png)](page:venue)", [("map.png", True), ("page:venue", False)]),
        ("![A map][Two  Halls]\n\n[two halls]: map.png", [("map.png", True)]),
        ("![Halls][]\n\n[halls]: map.png", [("map.png", True)]),
        ("![Halls]\n\n[halls]: map.png", [("map.png", True)]),
        ("[Halls]\n\n[halls]: media:map.pdf", [("media:map.pdf", False)]),
        ("![Halls](one.png)\n\n[halls]: media:map.pdf", [("one.png", True), ("media:map.pdf", False)]),
        ("`![A map](map.png)` shows a map", []),
    ],
)
def test_a_text_has_these_addresses(text: str, targets: list[tuple[str, bool]]) -> None:
    assert list(targets_in(text)) == targets


def test_a_text_that_is_shown_as_it_is_has_none() -> None:
    assert targets_in("![" * 200_000 + "](map.png)") == ()

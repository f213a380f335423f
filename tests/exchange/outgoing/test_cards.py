"""The pictures of sessions for shared links."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from mlw_build.exchange.outgoing.card import HEIGHT, WIDTH, Card, card_png, drawable
from mlw_build.site.files.data import data_files
from tests.exchange.outgoing.published import FILES, site_with

pytestmark = pytest.mark.thorough

CARDS = {"content/conference.yaml": FILES["content/conference.yaml"] + "social_cards: yes\n"}
CARD = Card("Demo", "12 May 2026, 10:00–11:30 (UTC+2)", "Zoë’s œuvre — Ψηφιακή, Россия, Việt Nam", "Ana and Żółć")


def test_a_card_has_the_size_that_networks_show_whole() -> None:
    picture = Image.open(io.BytesIO(card_png(CARD)))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))


def test_the_same_card_is_the_same_picture() -> None:
    assert card_png(CARD) == card_png(CARD)


@pytest.mark.parametrize("title", ["", "word " * 200, "x" * 500])
def test_any_length_of_title_is_drawn(title: str) -> None:
    assert card_png(Card("Demo", "12 May", title))


@pytest.mark.parametrize("title", ["ورشة عمل", "讲习班", "कार्यशाला", "😀"])
def test_no_card_is_drawn_in_a_script_that_the_font_lacks(title: str) -> None:
    assert drawable(CARD)
    assert not drawable(Card("Demo", "12 May", title))


def test_cards_are_made_only_where_the_site_wants_them(tmp_path: Path) -> None:
    without = [one.path for one in data_files(site_with(tmp_path / "a")) if one.path.endswith(".png")]
    wanted = [one.path for one in data_files(site_with(tmp_path / "b", CARDS)) if one.path.endswith(".png")]
    assert without == []
    assert "fr/sessions/opening/card.png" in wanted
    assert len(wanted) == 2 * 4

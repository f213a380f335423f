"""Texts enter clean and come out in the language that was asked for, or the nearest."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.model.text import Phrase, Text, clean_text, one_line

STRANGE = st.text(st.sampled_from("a \t\n\r\x00\x1b\x85\u2028\u2029\ufeff\u202e\u200f\u0301e\u0301é가ᄀ")) | st.text()


@given(STRANGE)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert one_line(clean_text(one_line(clean_text(text)))) == one_line(clean_text(text))


@given(STRANGE)
def test_a_clean_text_has_nothing_that_can_be_mistaken_for_a_command(text: str) -> None:
    tidy = clean_text(text)
    assert unicodedata.is_normalized("NFC", tidy)
    assert not {one for one in tidy if unicodedata.category(one) == "Cc"} - {"\n", "\t"}
    assert not set(tidy) & set("\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e")


def test_direction_marks_and_joined_emoji_stay() -> None:
    assert clean_text("a\ufdd0b\ufdd1\uffff") == "ab"
    assert clean_text("\u200fمرحبا\u200f 👩\u200d🏫") == "\u200fمرحبا\u200f 👩\u200d🏫"


TEXT = Text((("fr", "Ouverture"), ("en", "Opening"), ("pt-BR", "Abertura")))


@pytest.mark.parametrize(
    ("language", "default", "expected"),
    [
        ("fr", "en", Phrase("Ouverture", "fr")),
        ("fr-CA", "en", Phrase("Ouverture", "fr")),
        ("ar", "en", Phrase("Opening", "en")),
        ("ar", "es", Phrase("Ouverture", "fr")),
        ("pt-BR", "en", Phrase("Abertura", "pt-BR")),
    ],
)
def test_a_reader_gets_their_language_or_the_nearest(language: str, default: str, expected: Phrase) -> None:
    assert TEXT.phrase(language, default) == expected


def test_a_text_without_a_language_is_in_the_sites_first() -> None:
    assert Text.of("Opening").phrase("fr", "en") == Phrase("Opening", "en")


def test_in_a_sites_regional_language_it_comes_before_that_of_other_regions() -> None:
    text = Text((("", "Abertura"), ("pt", "Sessão de abertura")))
    assert text.phrase("pt-BR", "pt-BR") == Phrase("Abertura", "pt-BR")
    assert text.phrase("pt-PT", "pt-BR") == Phrase("Sessão de abertura", "pt")


def test_no_text_is_no_phrase() -> None:
    assert not Text().phrase("fr", "en")
    assert not Text.of("")

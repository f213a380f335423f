"""Texts as files of data can hold them: whatever strangers write, every reader of the file can read it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.exchange.outgoing.publication import tidy
from mlw_build.model.text import one_line

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a document cannot hold (XML 1.0, 2.2)."""


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_can_be_in_a_file(text: str) -> None:
    held = tidy(text)
    assert not NOT_IN_XML.search(held)
    assert unicodedata.is_normalized("NFC", held)
    held.encode()


@given(st.text())
def test_nothing_goes_but_what_files_cannot_hold(text: str) -> None:
    def kept(one: str) -> str:
        return "".join(character for character in one if unicodedata.category(character) not in ("Cc", "Cn"))

    assert kept(tidy(text)) == unicodedata.normalize("NFC", kept(text))


@pytest.mark.parametrize("text", ["a  b", "a\tb", "a\nb", " a b\n", "a \n\t b"])
def test_a_title_is_on_one_line(text: str) -> None:
    assert one_line(text) == "a b"
    assert one_line(text.replace("a", "ä")) == "ä b"

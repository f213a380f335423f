"""Texts as files of data can hold them: whatever strangers write, every reader of the file can read it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.exchange.outgoing.publication import storable_text
from mlw_build.model.text import Text, one_line
from mlw_build.site.files.data import publication_of
from tests.exchange.outgoing.published import site_with

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a document cannot hold (XML 1.0, 2.2)."""


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_can_be_in_a_file(text: str) -> None:
    held = storable_text(text)
    assert not NOT_IN_XML.search(held)
    assert unicodedata.is_normalized("NFC", held)
    held.encode()


@given(st.text())
def test_nothing_goes_but_what_files_cannot_hold(text: str) -> None:
    def kept(one: str) -> str:
        return "".join(character for character in one if unicodedata.category(character) not in ("Cc", "Cn"))

    assert kept(storable_text(text)) == unicodedata.normalize("NFC", kept(text))


@pytest.mark.parametrize("text", ["a  b", "a\tb", "a\nb", " a b\n", "a \n\t b"])
def test_a_title_is_on_one_line(text: str) -> None:
    assert one_line(text) == "a b"
    assert one_line(text.replace("a", "ä")) == "ä b"


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
MAP = r"https://example\.org/26/assets/media/two%20halls\.\w+\.svg"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[about](page:about 'More')", r"\[about\]\(https://example\.org/26/about/\)"),
        ("[none](page:none)", "none"),
        ("[booths](booths:)", r"\[booths\]\(https://example\.org/26/booths/\)"),
        ("[booths](booths:all)", "booths"),
        ("[a map](media:two%20halls.svg)", rf"\[a map\]\({MAP}\)"),
        ("![A map](two halls.svg)", rf"!\[A map\]\({MAP}\)"),
        ("![A map](<media:two halls.svg>)", rf"!\[A map\]\({MAP}\)"),
        ("![A map](none.svg)", "A map"),
        ("[there](https://example.org/a_(b))", r"\[there\]\(https://example\.org/a_\(b\)\)"),
        ("[below](#fees)", r"\[below\]\(#fees\)"),
    ],
)
def test_what_a_text_leads_to_is_told_by_its_public_address(tmp_path: Path, written: str, told: str) -> None:
    site = site_with(tmp_path, {"content/media/two halls.svg": DRAWING})
    assert re.fullmatch(told, publication_of(site, "en").markdown(Text.of(written)))

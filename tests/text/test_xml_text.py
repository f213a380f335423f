"""What is written into XML is read from it as it was."""

from __future__ import annotations

import string

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.text.xml_text import escape, quoted

TEXTS = st.text(string.printable.replace("\x0b", "").replace("\x0c", "") + "é\u00a0\u2028中")


@given(TEXTS)
def test_an_attribute_has_every_character_that_was_given(text: str) -> None:
    assert fromstring(f"<a b={quoted(text)}/>").get("b") == text


@given(TEXTS.filter(lambda text: "\r" not in text))
def test_an_element_has_every_character_that_was_given(text: str) -> None:
    assert (fromstring(f"<a>{escape(text)}</a>").text or "") == text

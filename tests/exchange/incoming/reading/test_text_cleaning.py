"""Texts of other tools become texts of ours: readable, with all of their links, nothing repaired silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    clean_texts,
    repair_encoding,
    split_status,
    web_address,
)


@pytest.mark.parametrize(
    ("given_text", "markdown"),
    [
        ('<p>A <a href="https://x.org/a_b">link</a>.</p>', "A [link](https://x.org/a_b)."),
        ("&lt;p&gt;Escaped &lt;b&gt;once&lt;/b&gt;&lt;/p&gt;", "Escaped **once**"),
        ("&amp;lt;p&amp;gt;twice&amp;lt;/p&amp;gt;", "twice"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("Markdown *stays* and\r\n\r\n- its list", "Markdown *stays* and\n\n- its list"),
        ("Markdown with <b>a tag</b>", "Markdown with **a tag**"),
        ("Look: <iframe src='https://video.example/1'></iframe>", "Look: <https://video.example/1>"),
        ('<img src="https://x.org/a.png" alt="A picture">', "![A picture](https://x.org/a.png)"),
        ("snake_case * 3 stays", "snake_case * 3 stays"),
        ("What\u202f? « Oui\u202f! »", "What\u202f? « Oui\u202f! »"),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("bell\x07 and \x0bmore", "bell and more"),
        ("None", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_prose_becomes_markdown(given_text: object, markdown: str) -> None:
    assert clean_prose(given_text) == markdown


def test_relative_links_become_whole_where_the_source_has_an_address() -> None:
    assert clean_prose("[the wiki](/wiki)", "https://example.org/2025/") == "[the wiki](https://example.org/wiki)"


def test_a_relative_link_that_nothing_resolves_keeps_its_words() -> None:
    assert clean_prose("See [the wiki](/wiki).") == "See the wiki."


def test_brackets_that_are_no_link_do_not_become_one() -> None:
    assert clean_prose("take a[1](as above)") == "take a[1] (as above)"


def test_code_is_left_alone() -> None:
    assert clean_prose("call `a[0](b)`") == "call `a[0](b)`"


@pytest.mark.parametrize(
    ("given_text", "title"),
    [
        ("Tom &amp;amp; <b>Jerry</b>", "Tom & Jerry"),
        ("Using &lt;template&gt;", "Using <template>"),
        ("two\n lines", "two lines"),
        ("e\u0301tude", "étude"),
        ("a\u200fb", "a\u200fb"),
        ("None", ""),
    ],
)
def test_titles_are_one_line_of_plain_text(given_text: str, title: str) -> None:
    assert clean_line(given_text) == title


@pytest.mark.parametrize(
    ("title", "bare", "status"),
    [
        ("CANCELLED Rust in anger", "Rust in anger", "cancelled"),
        ("[CANCELED] Rust", "Rust", "cancelled"),
        ("Rust (cancelled)", "Rust", "cancelled"),
        ("Cancelled: Rust", "Rust", "cancelled"),
        ("How we cancelled Rust", "How we cancelled Rust", ""),
        ("CANCELLED", "CANCELLED", ""),
    ],
)
def test_a_cancellation_in_a_title_is_a_status(title: str, bare: str, status: str) -> None:
    assert split_status(title) == (bare, status)


def test_text_decoded_wrongly_is_offered_repaired() -> None:
    assert repair_encoding("theyâ€™ve learned") == "they’ve learned"


def test_text_that_is_right_is_not_called_wrong() -> None:
    assert [one for one in ("Ümläut", "naïve café", "日本語", "שלום", "12 € – 3 %") if repair_encoding(one)] == []


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("www.x.org/a", "https://www.x.org/a"),
        ("x.org/a", "https://x.org/a"),
        ("javascript:alert(1)", ""),
        ("https://user:secret@x.org/", ""),
        ("none", ""),
    ],
)
def test_addresses_are_whole_or_left_out(address: str, whole: str) -> None:
    assert web_address(address) == whole


def test_languages_that_say_the_same_are_one_text() -> None:
    assert clean_texts({"en": "B003", "fr": "B003"}) == "B003"


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once_for_titles(text: str) -> None:
    once = clean_line(clean_line(text))
    assert clean_line(once) == once


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_text_breaks_the_cleaning(text: str) -> None:
    assert isinstance(clean_prose(text, "https://example.org/"), str)

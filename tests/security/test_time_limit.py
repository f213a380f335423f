"""What takes too long is stopped by the processor's clock and told by its file; the last good output stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.check.rules import pathological_markdown as tangled_texts
from mlw_build.diagnostics import Diagnostic
from mlw_build.exchange.incoming.reading import text_cleaning as words
from mlw_build.markup import html, refusal, safe_html
from mlw_build.system.time_limit import TookTooLong, time_limit

A_MOMENT = 0.05
LONG_TEXT = "A sentence.\n\n" * 5_000


def read_for_ever(text: str) -> str:
    """A reader that no bound knows of and that never ends; what is raised in it is lost, as in a library."""
    while True:
        try:
            sum(range(1_000))
        except Exception:
            continue


def test_work_without_end_is_stopped() -> None:
    with pytest.raises(TookTooLong), time_limit(A_MOMENT):
        read_for_ever("")


def test_what_ends_in_time_is_left_alone() -> None:
    with time_limit():
        assert sum(range(10)) == 45


def test_a_text_that_takes_too_long_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, problems: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    monkeypatch.setattr(html, "markdown_to_html", read_for_ever)
    monkeypatch.setattr(tangled_texts, "MOST_SECONDS", A_MOMENT)
    monkeypatch.setattr(html, "time_limit", lambda *_: time_limit(A_MOMENT))
    told = [
        one for one in problems({"speakers/ana.md": f"---\nname: Ana\n---\n{LONG_TEXT}"}) if one.code == "tangled-text"
    ]
    assert [one.span.file for one in told] == ["speakers/ana.md"]
    assert "seconds of the processor" in told[0].message


def test_a_text_that_takes_too_long_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "markdown_to_html", read_for_ever)
    monkeypatch.setattr(html, "time_limit", lambda *_: time_limit(A_MOMENT))
    assert safe_html(f"Shown as it is.\n\n{LONG_TEXT}").startswith("<p>Shown&#32;as&#32;it")


def test_a_long_text_that_is_read_in_time_is_not_refused() -> None:
    assert refusal(LONG_TEXT) is None


def test_a_description_that_takes_too_long_to_take_apart_is_brought_in_by_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "markdownify", lambda text, **_: read_for_ever(text))
    monkeypatch.setattr(words, "time_limit", lambda: time_limit(A_MOMENT))
    brought = words.clean_prose('<p>Read <a href="https://e.org/more">more</a> of it.</p>')
    assert isinstance(brought, words.WithoutTags)
    assert brought == "Read <https://e.org/more> more of it."

"""What is promised of texts that are kept: they are what reading gives, and nothing else ever gets into a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.cache import markdown as markdown_cache
from mlw_build.cache.markdown import FILE, WORTH_CACHING, convert_texts
from mlw_build.cache.storage import load, store
from mlw_build.markup import html, is_converted, is_sanitised, safe_html

TEXTS = [f"Text **{number}** with [a link](page:about) and <b>more</b>." for number in range(WORTH_CACHING + 20)]


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_CONVERTED", {})


def read_all(texts: Iterable[str], root: Path, jobs: int = 1) -> None:
    convert_texts(root, texts, jobs)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_CONVERTED", {})


def reading_is_refused(text: str) -> str:
    raise AssertionError(f"{text} is not read again")


def test_texts_that_are_kept_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all(TEXTS, tmp_path)
    given = [safe_html(text) for text in TEXTS]
    forget(monkeypatch)
    monkeypatch.setattr(html, "markdown_to_html", reading_is_refused)
    read_all(TEXTS, tmp_path)
    assert [safe_html(text) for text in TEXTS] == given


def test_several_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all(TEXTS, tmp_path / "one")
    alone = [safe_html(text) for text in TEXTS]
    forget(monkeypatch)
    read_all(TEXTS, tmp_path / "three", jobs=3)
    assert all(map(is_converted, TEXTS))
    assert [safe_html(text) for text in TEXTS] == alone


def test_a_few_texts_are_not_worth_a_file(tmp_path: Path) -> None:
    read_all(TEXTS[:5], tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "put_in", ["<script>alert(1)</script>", '<p onclick="x">x</p>', '<a href="javascript:x">x</a>']
)
def test_what_the_sanitiser_would_not_write_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put_in: str
) -> None:
    read_all(TEXTS, tmp_path)
    writer = markdown_cache._writer()
    store(tmp_path / FILE, writer, dict.fromkeys(load(tmp_path / FILE, writer, dict[str, str]) or {}, put_in))
    forget(monkeypatch)
    read_all(TEXTS, tmp_path)
    assert not any(put_in in safe_html(text) for text in TEXTS)


@pytest.mark.parametrize("harm", [b"", b"\0", b"{}", b"x\n{}", b"x\n[]"])
def test_a_damaged_file_counts_as_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes) -> None:
    read_all(TEXTS, tmp_path)
    (tmp_path / FILE).write_bytes(harm)
    forget(monkeypatch)
    read_all(TEXTS, tmp_path)
    assert "<strong>3</strong>" in safe_html(TEXTS[3])


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "texts").symlink_to(elsewhere)
    read_all(TEXTS, tmp_path)
    assert list(elsewhere.iterdir()) == []


@given(st.text(alphabet="<>&\"'ab[](){}!*_`#|: \n\t-/=.", max_size=60))
def test_what_the_sanitiser_wrote_it_writes_again(text: str) -> None:
    assert is_sanitised(safe_html(text))

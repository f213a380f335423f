"""What is promised of texts that are kept: they are what reading gives, and nothing else ever gets into a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.cache import markdown as kept_texts
from mlw_build.cache.markdown import FILE, WORTH_CACHING, MarkdownCache
from mlw_build.cache.storage import load, store
from mlw_build.markup import html, is_converted, is_sanitised, safe_html

TEXTS = [f"Text **{number}** with [a link](page:about) and <b>more</b>." for number in range(WORTH_CACHING + 20)]


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_CONVERTED", {})


def read_all(texts: Iterable[str], root: Path, jobs: int = 1) -> None:
    with MarkdownCache(root, jobs) as reading:
        reading.finish(texts)


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


def test_some_may_be_begun_before_all_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = ["", *TEXTS[:WORTH_CACHING], "A text that is not shown after all."]
    for root in ("one", "one", "another"):
        forget(monkeypatch)
        with MarkdownCache(tmp_path / root, jobs=2) as reading:
            reading.begin(some)
            reading.finish(TEXTS)
        assert all(map(is_converted, TEXTS))
    assert kept_texts_in(tmp_path / "one") == kept_texts_in(tmp_path / "another")
    assert len(kept_texts_in(tmp_path / "one")) == len(TEXTS)


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_may_be_begun_with_before_any_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    files = {f"{number}.md": text for number, text in enumerate(["", *TEXTS])}
    read_all(TEXTS, tmp_path / "one")
    alone = [safe_html(text) for text in TEXTS]
    forget(monkeypatch)
    with MarkdownCache(tmp_path / "another", jobs) as reading:
        reading.start_with_files(list(files), files.__getitem__)
        assert reading.files == (frozenset(files) if jobs > 1 else frozenset())
        reading.finish(TEXTS)
    assert all(map(is_converted, TEXTS))
    assert [safe_html(text) for text in TEXTS] == alone
    assert kept_texts_in(tmp_path / "one") == kept_texts_in(tmp_path / "another")


def test_files_are_not_begun_with_where_their_texts_are_kept(tmp_path: Path) -> None:
    read_all(TEXTS, tmp_path)
    with MarkdownCache(tmp_path, jobs=2) as reading:
        reading.start_with_files([str(number) for number in range(WORTH_CACHING)], reading_is_refused)
        assert not reading.files


def kept_texts_in(root: Path) -> dict[str, str]:
    return load(root / FILE, kept_texts._writer(), dict[str, str]) or {}


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
    writer = kept_texts._writer()
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

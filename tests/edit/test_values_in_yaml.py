"""A value in YAML gets another text, and keeps the quotes that it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.edit.apply import apply_edits
from mlw_build.edit.changes import Change, Put, Rename
from mlw_build.edit.placement import CannotPlace, place, value_of
from mlw_build.edit.yaml_text import written
from mlw_build.read.document import Document, Keys, Kind
from mlw_build.read.front_matter import split
from mlw_build.read.yaml_reader import read_yaml


def day(text: str) -> Document:
    """A day's file."""
    data, _ = read_yaml(text)
    return Document("day.yaml", Kind.DAY, "day", None, text, text, 1, data, "", 1)


def booth(text: str) -> Document:
    """A Markdown file with front matter."""
    parts = split(text)
    data, _ = read_yaml(parts.yaml)
    return Document(
        "booth.md", Kind.BOOTH, "booth", None, text, parts.yaml, parts.yaml_line, data, parts.body, parts.body_line
    )


def after(document: Document, keys: Keys, value: str) -> str:
    """The file with another value at these keys."""
    return changed(document, Put(keys, value))


def changed(document: Document, change: Change) -> str:
    """The file with a change made."""
    return apply_edits(document.text, place(document, [change]))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("room: main # here\n", "room: room-2 # here\n"),
        ("room: 'main'\n", "room: 'room-2'\n"),
        ('room:   "main"', 'room:   "room-2"'),
        ("{room: main, start: 10:00}\n", "{room: room-2, start: 10:00}\n"),
    ],
)
def test_a_value_keeps_its_quotes_and_its_surroundings(text: str, wanted: str) -> None:
    assert after(day(text), ("room",), "room-2") == wanted


@pytest.mark.parametrize("value", ["a: b", "- x", "#no", "", " padded ", "~", "@x", "a #b", "tab\there"])
def test_a_value_that_cannot_stand_plain_gets_quotes(value: str) -> None:
    text = after(day("title: x\nroom: main\n"), ("title",), value)
    assert read_yaml(text) == ({"title": value, "room": "main"}, ())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), st.sampled_from(["", "'", '"']))
def test_every_text_is_read_as_it_was_meant(value: str, style: str) -> None:
    for in_flow, frame in ((False, "k: {}\n"), (True, "{{k: {}}}\n")):
        assert read_yaml(frame.format(written(value, style, in_flow))) == ({"k": value}, ())


def test_a_value_in_a_list_is_found_by_its_place() -> None:
    assert after(day("speakers: [ana, {id: bo, role: host}]\n"), ("speakers", 1, "id"), "eva") == (
        "speakers: [ana, {id: eva, role: host}]\n"
    )


def test_front_matter_is_edited_where_it_stands_in_the_file() -> None:
    text = "---\nname: é😀\ndemos:\n- {id: d, start: 13:00}\n---\n\nstart: 13:00\n"
    assert after(booth(text), ("demos", 0, "start"), "14:00") == text.replace("13:00", "14:00", 1)


def test_a_value_by_alias_becomes_a_value_of_its_own() -> None:
    text = "a: &r main\nb: *r\n"
    assert after(day(text), ("b",), "room-2") == "a: &r main\nb: room-2\n"


@pytest.mark.parametrize("text", ["a: &r main\nb: *r\n", "a: &r {x: y}\nb: *r\n"])
def test_what_would_change_more_than_itself_is_left_alone(text: str) -> None:
    with pytest.raises(CannotPlace, match=r"^day\.yaml:1:\d+: .*anchor"):
        after(day(text), ("a",), "x")


def test_what_a_merge_brings_in_is_left_alone() -> None:
    with pytest.raises(CannotPlace):
        after(day("x: &x {room: main}\ny: *x\n"), ("y", "room"), "room-2")


def test_a_key_gets_another_name() -> None:
    assert changed(day("rooom: main\n"), Rename(("rooom",), "room")) == "room: main\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- title: A\n  start: 10:00\n", "- title: A\n  date: 2020-10-12\n  start: 10:00\n"),
        ("-   start: 10:00\n    end: 11:00\n", "-   date: 2020-10-12\n    start: 10:00\n    end: 11:00\n"),
        ("- {title: A, start: 10:00}\n", "- {title: A, date: 2020-10-12, start: 10:00}\n"),
    ],
)
def test_a_key_is_put_in_before_another(text: str, wanted: str) -> None:
    assert changed(day(text), Put((0, "date"), "2020-10-12", before="start")) == wanted


def test_the_text_at_a_place_is_told_as_it_is_written() -> None:
    assert value_of(day("start: 010:00\n"), ("start",)) == "010:00"

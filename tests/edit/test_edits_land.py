"""Edits land where they belong, however the file is written: a YAML reader of another make finds what was asked for,
in the entry that it was asked for, and every other octet is as it was."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mlw_build.edit.apply import apply_edits
from mlw_build.edit.changes import Change, Insert, Put, Remove, Rename
from mlw_build.edit.placement import CannotPlace, place
from mlw_build.read.document import Document, Kind
from mlw_build.read.text_files import decode_text
from mlw_build.read.yaml_reader import read_yaml
from tests.edit.yaml_styles import KEYS, documents

pytestmark = pytest.mark.thorough

VALUES: list[Any] = [
    "room-2",
    "a: b # c",
    "é😀",
    ["room-clash"],
    [{"check": "room-clash", "reason": "So in the programme."}],
    [{"url": "https://example.org/" + "long/" * 25}, {"url": "https://example.org/"}],
    {"guid": "1", "url": "https://example.org/" + "long/" * 25},
]
ORDER = ("id", *KEYS)


def as_others_read(text: str) -> Any:
    """The data of a YAML text as ruamel.yaml reads it (YAML 1.2, every scalar as text).

    It refuses the tabs that YAML allows after a value; no value here has a tab in it.
    """
    reader = YAML(typ="base", pure=True)
    return reader.load(StringIO(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\t", " ")))


def day(raw: str) -> Document:
    """A day's file as the site reads it."""
    text = decode_text(raw.encode())
    data, problems = read_yaml(text)
    assume(not problems)  # such as a tab right after a dash, which our reader refuses
    return Document("day.yaml", Kind.DAY, "day", None, text, text, 1, data, "", 1)


def with_other_name(data: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A mapping with one of its keys renamed."""
    return {new if key == old else key: value for key, value in data.items()}


@st.composite
def changes(draw: st.DrawFn, sessions: list[dict[str, Any]]) -> tuple[Change, list[dict[str, Any]]]:
    """A change to one of the sessions or to their list, and the sessions as they are to be then."""
    kind = draw(st.sampled_from(["put", "put", "put", "insert", "insert", "remove", "drop", "rename", "item"]))
    wanted = [dict(one) for one in sessions]
    value = draw(st.sampled_from(VALUES))
    if kind == "insert" or not sessions:
        number = draw(st.sampled_from([None, *range(len(sessions) + 1)]))
        entry = {"id": "n0", "title": "New", "extra": value}
        wanted.insert(len(wanted) if number is None else number, entry)
        return Insert(("sessions",), (entry,), number), wanted
    number = draw(st.integers(0, len(sessions) - 1))
    session = wanted[number]
    keys: tuple[str | int, ...] = ("sessions", number)
    own = [key for key in session if key != "id"]
    if kind == "drop":
        del wanted[number]
        return Remove(keys), wanted
    lists = [key for key in own if isinstance(session[key], list) and session[key]]
    if kind == "item" and lists:
        key = draw(st.sampled_from(lists))
        at = draw(st.integers(0, len(session[key])))
        session[key] = [*session[key][:at], value, *session[key][at:]]
        return Insert((*keys, key), (value,), at), wanted
    if kind in ("remove", "rename") and own:
        key = draw(st.sampled_from(own))
        if kind == "remove":
            del session[key]
            return Remove((*keys, key)), wanted
        wanted[number] = with_other_name(session, key, "renamed")
        return Rename((*keys, key), "renamed"), wanted
    key = draw(st.sampled_from(KEYS))
    session[key] = value
    how = draw(st.sampled_from([{}, {"order": ORDER}, {"before": "start"}, {"before": "id"}]))
    return Put((*keys, key), value, **how), wanted


def owners(text: str) -> dict[str, str]:
    """For each comment that is deeper than the dash of its session, the session that it stands in."""
    found, session = {}, ""
    dash = re.search(r"^( *)-(?!-)", text, re.MULTILINE)
    for line in text.splitlines() if dash else ():
        here = re.search(r"\bid\b.*?\b([sn]\d+)\b|^ *: ([sn]\d+)\b|^title: The day", line)
        session = (here[1] or here[2] or "") if here else session
        comment = re.search(r"# (c\d+):", line)
        if comment and session and dash and len(line) - len(line.lstrip(" ")) > len(dash[1]):
            found[comment[1]] = session
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_another_reader_finds_what_was_asked_for_and_nothing_else(raw: str, data: st.DataObject) -> None:
    try:
        before = as_others_read(raw)
    except YAMLError:
        assume(False)
    document = day(raw)
    change, sessions = data.draw(changes(before["sessions"] or []))
    event(type(change).__name__)
    try:
        edits = place(document, [change])
    except CannotPlace as refused:
        # The one thing that no insertion can do: leave a text as it is that keeps a line end which is not there.
        if raw.endswith("\n") or not re.search(r"[|>]\d?\+", raw):
            raise AssertionError(str(refused)) from refused
        event("refused")
        return
    after = apply_edits(raw, edits)
    assert as_others_read(after) == {**before, "sessions": sessions}
    if isinstance(change, Insert) and before["sessions"]:
        assert all((one.span.line, one.span.column) == (one.span.end_line, one.span.end_column) for one in edits)
    elif not isinstance(change, Insert):
        number = int(change.keys[1])
        assert after.startswith(up_to(raw, f"s{number - 1}"))
        assert after.endswith(beginning_with(raw, f"s{number + 1}"))
    if isinstance(change, Insert | Rename):
        kept = owners(after)
        assert {name: kept.get(name) for name in owners(raw)} == owners(raw)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_many_changes_at_once_each_land_in_their_own_entry(raw: str, data: st.DataObject) -> None:
    before = as_others_read(raw)
    document = day(raw)
    sessions = [dict(one) for one in before["sessions"] or []]
    wanted: list[Change] = []
    for number, session in enumerate(sessions):
        for key in data.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=2)):
            session[key] = data.draw(st.sampled_from(VALUES))
            wanted.append(Put(("sessions", number, key), session[key], ORDER))
    gone = data.draw(st.sampled_from([None, *range(len(sessions))]))
    new = {"id": "n0", "title": "New"}
    place_of_new = data.draw(st.integers(0, len(sessions)))
    wanted.insert(0, Insert(("sessions",), (new,), place_of_new))
    if gone is not None:
        wanted = [one for one in wanted if one.keys[:2] != ("sessions", gone)] + [Remove(("sessions", gone))]
    kept = [session for number, session in enumerate(sessions) if number != gone]
    kept.insert(place_of_new - (gone is not None and gone < place_of_new), new)
    try:
        edits = place(document, wanted)
    except CannotPlace as refused:
        event("refused")
        in_brackets = "sessions: [" in raw  # where the new one is beside the one that goes
        if len(sessions) > 1 and not in_brackets and (raw.endswith("\n") or not re.search(r"[|>]\d?\+", raw)):
            raise AssertionError(str(refused)) from refused
        return
    assert as_others_read(apply_edits(raw, edits)) == {**before, "sessions": kept}


def up_to(text: str, word: str) -> str:
    """A text up to the end of a word that it has once; nothing where it has not."""
    found = re.search(rf"\b{word}\b", text)
    return text[: found.end()] if found else ""


def beginning_with(text: str, word: str) -> str:
    """A text from a word on that it has once; nothing where it has not."""
    found = re.search(rf"\b{word}\b", text)
    return text[found.start() :] if found else ""

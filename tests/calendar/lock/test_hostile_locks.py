"""A calendar lock that somebody made up: each line that the tool did not write is refused by its number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlw_build.calendar.lock.text import parse_lock
from tests.calendar.conftest import Programme

HEAD = '{"calendar-lock":1,"folders":[]}\n\n'
WHEN = "2020-10-12T08:00:00Z"
SEEN = {"start": WHEN, "end": WHEN, "title": {"en": "Opening"}, "rooms": ["Hall"]}
ENTRY: dict[str, Any] = {
    "session": "a",
    "uid": "a@example.org",
    "sequence": 1,
    "created": WHEN,
    "modified": WHEN,
    "hash": {"en": "0f"},
    "last": {**SEEN, "status": "confirmed", "slug": "a", "place": "", "categories": [], "feeds": ["day/one"]},
    "was": [WHEN],
    "slugs": ["b"],
    "log": [{"sequence": 1, "modified": WHEN, "kinds": ["moved"], "before": SEEN, "after": SEEN}],
}


def lines_with_faults(*lines: str) -> list[int]:
    return [one.line for one in parse_lock(HEAD + "\n\n".join(lines) + "\n")[1]]


def entry(**changed: Any) -> str:
    return json.dumps(ENTRY | changed)


def test_a_good_line_has_no_fault() -> None:
    assert lines_with_faults(entry()) == []


NO_TEXT = ["x\ud800", "x\udfff", "x\x1b[31m", "x\x07", "x\x7f", "x\x9b31m", "x\u202e", "x\u2028", "x\r", "x\x00"]


@pytest.mark.parametrize("text", NO_TEXT)
@pytest.mark.parametrize("key", ["title", "place", "rooms", "categories", "stream", "feeds", "status", "slug"])
def test_what_is_no_text_is_refused_wherever_it_stands(key: str, text: str) -> None:
    value = [text] if isinstance(ENTRY["last"].get(key), list) else text
    assert lines_with_faults(entry(), entry(session="c", last=ENTRY["last"] | {key: value})) == [5]


@pytest.mark.parametrize("text", NO_TEXT)
def test_what_is_no_text_is_no_key_either(text: str) -> None:
    assert lines_with_faults(entry(**{text: 1})) == [3]
    assert lines_with_faults(entry(last=ENTRY["last"] | {"title": {text: "Opening"}})) == [3]


@pytest.mark.parametrize("key", ["session", "uid", "created", "modified"])
def test_a_value_ends_where_it_seems_to_end(key: str) -> None:
    assert lines_with_faults(entry(**{key: f"{ENTRY[key]}\n"})) == [3]


@pytest.mark.parametrize("key", ["created", "modified"])
@pytest.mark.parametrize("year", ["0001", "1850", "2300", "9999", "２０２０"])
def test_an_instant_is_of_a_year_that_a_conference_can_be_in(key: str, year: str) -> None:
    assert lines_with_faults(entry(**{key: f"{year}-12-31T23:59:59Z"})) == [3]


@pytest.mark.parametrize(
    "folder",
    [
        "x\ud800/",
        "../",
        "/",
        "",
        "fr",
        "/etc/",
        "fr/../",
        "fr/x/",
        "C:/",
        "fr\\",
        ".git/",
        "fr/\n",
        "fr /",
        "assets_x/",
    ],
)
def test_a_folder_is_that_of_a_language(folder: str) -> None:
    lock, faults = parse_lock(json.dumps({"calendar-lock": 1, "folders": ["fr/", "pt-BR/", folder]}))
    assert [one.line for one in faults] == [1]
    assert not lock.folders


@pytest.mark.parametrize(
    "line",
    [
        '{"session":"a","session":"b"}',
        entry().replace('"sequence": 1', '"sequence": NaN'),
        entry(extra=[float("inf")]),
        entry(sequence=2**31),
        entry().replace('"sequence": 1', f'"sequence": {"9" * 6000}'),
        '{"calendar-lock": ' + "9" * 4000 + ', "folders": []}',
        '{"a":' * 60_000 + "1" + "}" * 60_000,
        '{"a":' + "[" * 500 + '"\\ud800"' + "]" * 500 + "}",
        entry(session="a" * 100_000),
        entry(last=ENTRY["last"] | {"title": "x" * 100_000}),
    ],
    ids=range(10),
)
def test_a_line_that_is_only_nearly_json_is_refused_in_few_words(line: str) -> None:
    [fault] = parse_lock(HEAD + line)[1]
    assert fault.line == 3
    assert len(fault.message) < 200


def test_a_lock_that_somebody_made_up_stops_a_build_at_its_line(published: Programme) -> None:
    text = published.lock_file.read_text()
    published.lock_file.write_text(text.replace('"title":"', '"title":"x\\ud800\\u001b', 1))
    [problem] = published.lock().problems
    assert (problem.code, problem.span.line) == (
        "calendar-lock-broken",
        text[: text.index('"title":"')].count("\n") + 1,
    )


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([*NO_TEXT, WHEN]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
places = st.sampled_from(
    [(key,) for key in ENTRY] + [("last", key) for key in ENTRY["last"]] + [("log", 0, key) for key in ENTRY["log"][0]]
)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(places, anything)
def test_whatever_stands_in_a_place_is_taken_or_refused(place: tuple[Any, ...], value: object) -> None:
    changed = json.loads(json.dumps(ENTRY))
    inside = changed
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    lock, faults = parse_lock(HEAD + json.dumps(changed))
    assert bool(lock.entries) != bool(faults)
    assert all(one.line == 3 for one in faults)

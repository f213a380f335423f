"""What an editor writes in YAML is text with a place; what YAML could do beyond that is refused in words."""

import random
import string
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml.nodes import MappingNode, Node, ScalarNode

from mlw_build.read import yaml_reader
from mlw_build.read.yaml_reader import locate_key, locate_value, read_yaml

PLAIN_TEXTS = ["10:00", "NO", "on", "yes", "1e5", "0x1F", "0o17", "2020-10-12", "1_000", "12.50", ".inf", "=", "~x"]


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_a_plain_value_stays_the_text_it_was_written_as(text: str) -> None:
    assert read_yaml(f"key: {text}\n") == ({"key": text}, ())


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_an_empty_value_is_nothing(text: str) -> None:
    assert read_yaml(f"key: {text}\n") == ({"key": None}, ())


@pytest.mark.parametrize("text", ["", "~", "null", "<<"])
def test_quotes_keep_even_these_as_text(text: str) -> None:
    assert read_yaml(f'"{text}": "{text}"\n') == ({text: text}, ())


@given(st.text(string.ascii_letters + string.digits + ":.+_/=", min_size=1).filter(lambda one: ":" not in one[-1:]))
@example("0:0")
def test_any_word_that_yaml_takes_as_plain_comes_back_as_written(word: str) -> None:
    data, problems = read_yaml(f"key: x{word}\n")
    assert (data, problems) == ({"key": f"x{word}"}, ())


@pytest.mark.parametrize("title", ["📱 Learning 🎓", "التعلم بالأجهزة المحمولة", "移动学习周", "é" * 186, "a\u200fb"])
def test_every_script_is_read_as_it_is(title: str) -> None:
    assert read_yaml(f"title: {title}\n") == ({"title": title}, ())


def test_anchors_aliases_and_merge_keys_work() -> None:
    text = "base: &base {room: main, start: 10:00}\none: {<<: *base, start: 11:00}\ntwo: *base\n"
    data, problems = read_yaml(text)
    assert problems == ()
    assert data["one"] == {"room": "main", "start": "11:00"}
    assert data["two"] == data["base"]


def test_a_value_brought_in_by_a_merge_has_the_place_where_it_is_written() -> None:
    text = "base: &base\n  room: main\none:\n  <<: *base\n"
    assert locate_value(text, ("one", "room"))[:2] == (2, 9)


def test_a_single_value_stands_for_a_list_of_one() -> None:
    assert locate_value("parts: {id: a}\n", ("parts", 0, "id")) == (1, 13, 1, 14)


def test_a_key_that_is_not_there_has_the_place_of_what_it_belongs_to() -> None:
    assert locate_value("a:\n  b: text\n", ("a", "c"))[:2] == (2, 3)
    assert locate_key("a:\n  b: text\n", ("a", "b")) == (2, 3, 2, 4)


BOMB = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], k: 1}}\n" for i in range(1, 40))
LISTS = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 2000))
MISTAKES = [
    # what is written, the code, line and column, a piece of the message, a piece of the hint
    ("a: 1\n\tb: 2\n", "yaml-syntax", (2, 1), "indented with a tab", "spaces"),
    ('title: "Opening\nroom: main\n', "yaml-syntax", (1, 8), "never closed", "same quotation mark"),
    ("rooms: [main, room-2\nend: 11:00\n", "yaml-syntax", (1, 8), "not closed", "quotes"),
    ("sessions: {id: a\n", "yaml-syntax", (1, 11), "not closed", "quotes"),
    ("title: Learning: what next?\n", "yaml-syntax", (1, 16), "a second `: `", "in quotes"),
    ('title: "The "new" normal"\n', "yaml-syntax", (1, 14), "closes the text too early", '\\"'),
    ("title: 'What's next'\n", "yaml-syntax", (1, 14), "closes the text too early", "apostrophe"),
    ("date:2020-10-12\ntitle: x\n", "yaml-syntax", (1, 5), "no space after the colon", "after the colon"),
    ("a: 1\nb\nc: 2\n", "yaml-syntax", (2, 1), "neither `key: value`", "space after the colon"),
    ("a:\n  b: 1\n c: 2\n", "yaml-syntax", (3, 2), "indentation", "column"),
    ("- id: a\n  title: b\n start: c\n", "yaml-syntax", (3, 2), "list ends here", "same column"),
    ("title: @home\n", "yaml-syntax", (1, 8), "keeps for itself", "in quotes"),
    ("title: `code`\n", "yaml-syntax", (1, 8), "keeps for itself", "in quotes"),
    ("title: *Learning* now\n", "yaml-syntax", (1, 8), "keeps for references", "in quotes"),
    ("title: *missing\n", "yaml-syntax", (1, 8), "keeps for references", "in quotes"),
    ("a: |text\n", "yaml-syntax", (1, 5), "in the next line", "line of its own"),
    ('a: "\\d"\n', "yaml-syntax", (1, 4), "backslash", "single quotes"),
    ("a: 1\n---\nb: 2\n", "yaml-syntax", (2, 1), "second YAML document", "Delete"),
    ("a: é\x00b\n", "yaml-syntax", (1, 5), "control character", "Delete"),
    ("a: é\x07b\n", "yaml-syntax", (1, 5), "control character", "Delete"),
    ("a: &x 1\nb: &x 2\n", "yaml-syntax", (2, 4), "defined twice", "another name"),
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", (3, 1), "the first is in line 1", "Delete one"),
    ('a: 1\n"a": 3\n', "duplicate-key", (2, 1), "given twice", "join"),
    ("a: !!python/object/apply:os.system [x]\n", "yaml-forbidden", (1, 4), "`!!python/object", "Delete the tag"),
    ("a: !room main\n", "yaml-forbidden", (1, 4), "`!room`", "Delete the tag"),
    ("a: &a [*a]\n", "yaml-forbidden", (1, 4), "contains itself", "`*name`"),
    ("a: &a {<<: *a}\n", "yaml-forbidden", (1, 4), "contains itself", "`*name`"),
    ("a: {<<: text}\n", "yaml-forbidden", (1, 9), "takes in the keys", "<<: *name"),
    ("? [a, b]\n: x\n", "yaml-forbidden", (1, 3), "single word", "quotes"),
    ("a: " + "[" * 900, "yaml-forbidden", (1, 63), "more than 60 deep", "quote the text"),
    ("- " * 3000 + "x", "yaml-forbidden", (1, 121), "more than 60 deep", "levels"),
    ("".join(" " * i + "a:\n" for i in range(1500)), "yaml-forbidden", (61, 61), "more than 60 deep", "levels"),
    (CHAIN, "yaml-forbidden", (60, 12), "more than 60 deep", "instead of repeating"),
    (BOMB, "yaml-forbidden", None, "far more values", "instead of repeating"),
    (LISTS, "yaml-forbidden", None, "far more values", "instead of repeating"),
]


@pytest.mark.parametrize(("text", "code", "place", "message", "hint"), MISTAKES, ids=lambda one: str(one)[:25])
def test_a_mistake_is_explained_where_it_is(
    text: str, code: str, place: tuple[int, int] | None, message: str, hint: str
) -> None:
    _, [problem] = read_yaml(text)
    assert problem.rule.code == code
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert place in (None, problem.place[:2])


def test_thousands_of_brackets_are_explained_whoever_stops_at_them_first() -> None:
    """Newer versions of libyaml have a bound of their own, and look ahead by a thousand characters."""
    _, [problem] = read_yaml("a: " + "[" * 3000)
    assert "deep here" in problem.message
    assert "quote the text" in (problem.hint or "")


def test_places_behind_line_ends_that_only_yaml_knows_are_those_of_an_editors_screen() -> None:
    assert locate_value("a: x\u2028y\x85z\nb: text\n", ("b",)) == (2, 4, 2, 8)


def test_long_runs_of_empty_lines_take_no_time_to_speak_of() -> None:
    assert read_yaml("\n" * 200_000 + "a: b\n") == ({"a": "b"}, ())


def test_places_in_a_value_that_many_merges_share_are_found_at_once() -> None:
    assert locate_value(BOMB, ("a39", "nothing"))[:2] == (40, 6)


MARKS = [*"abc: -[]{}\"'|>&*!%@`#?,\n\t<~é\u2028\ufeff\x00", "<<: ", "&a ", "*a", "- ", "a: ", "---\n"]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(MARKS), max_size=30).map("".join))
def test_no_text_is_too_strange_to_be_read_or_explained_at_a_place_that_exists(text: str) -> None:
    data, problems = read_yaml(text)
    lines = text.split("\n")
    for one in problems:
        line, column, end_line, end_column = one.place
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert (line, column) < (end_line, end_column)
    for key in data if isinstance(data, dict) else ():
        line, column, *_ = locate_value(text, (key,))
        assert column <= len(lines[line - 1]) + 1


def test_a_thousand_places_are_found_in_a_breath() -> None:
    keys = [f"key-{random.Random(number).random()}" for number in range(1000)]
    text = "".join(f"{key}: x\n" for key in keys)
    assert [locate_value(text, (key,))[0] for key in keys] == list(range(1, 1001))


def test_a_mapping_is_gone_through_once_for_all_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    gone_through = []

    def merged(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
        gone_through.append(node)
        return in_order(node)

    in_order = yaml_reader._with_merge_keys
    monkeypatch.setattr(yaml_reader, "_with_merge_keys", merged)
    text = "".join(f"once-{number}: 1\n" for number in range(20_000))
    places = [locate_key(text, (f"once-{number}",)) for number in range(20_000)]
    assert places[0] == (1, 1, 1, 7)
    assert places[-1] == (20_000, 1, 20_000, 11)
    assert len(gone_through) == 1


def test_of_a_key_that_is_given_twice_the_first_has_the_place() -> None:
    assert locate_value("a: 1\nb: 2\na: 3\n", ("a",)) == (1, 4, 1, 5)
    assert locate_value("x: &x {a: 1}\ny: {<<: *x, a: 2}\n", ("y", "a")) == (2, 16, 2, 17)

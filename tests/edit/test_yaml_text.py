"""What the import writes reads back as the same texts, whatever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlw_build.edit.yaml_text import entry_lines, field_lines
from mlw_build.model.text import clean_text
from mlw_build.read.yaml_reader import read_yaml

texts = st.text(st.characters(codec="utf-8"), max_size=200).map(clean_text)
tricky = st.sampled_from(
    ["null", "~", "yes", "10:00", "- a", "a: b", "a #b", "'", '"', "[a]", "{a}", "%a", "@a", "|", ">", "a:", "..."]
)
values = st.recursive(
    texts | tricky,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def words(value: object) -> object:
    """A value with each run of white space as one space: how lines are broken may differ."""
    if isinstance(value, dict):
        return {key: words(one) for key, one in value.items()}
    if isinstance(value, list):
        return [words(one) for one in value]
    return " ".join(str(value or "").split())


@given(st.dictionaries(st.sampled_from(["id", "title", "abstract", "extra"]), values, min_size=1))
def test_everything_written_is_read_back(fields: dict[str, object]) -> None:
    data, problems = read_yaml("\n".join(entry_lines(fields, 0)) + "\n")
    assert problems == ()
    assert words(data) == words(fields)


def test_a_text_of_several_lines_in_a_list_in_a_list_is_kept() -> None:
    fields = {"extra": [["one\n\n- two", "three"], [["four\nfive"]]]}
    data, problems = read_yaml("\n".join(entry_lines(fields, 0)) + "\n")
    assert problems == ()
    assert words(data) == words(fields)


def test_prose_is_a_block_and_short_things_stand_on_one_line() -> None:
    fields = {
        "title": {"en": "Opening", "fr": "Ouverture"},
        "start": "10:00",
        "speakers": ["ana", "bo"],
        "abstract": "One paragraph.\n\n- a list",
    }
    assert entry_lines(fields, 2) == [
        "  title: {en: Opening, fr: Ouverture}",
        "  start: 10:00",
        "  speakers: [ana, bo]",
        "  abstract: |",
        "    One paragraph.",
        "",
        "    - a list",
    ]


def test_no_line_is_broken_where_the_next_would_begin_a_list() -> None:
    text = ("word " * 20).strip() + " - not a list " + ("word " * 20).strip()
    assert all(not line.strip().startswith("- ") for line in field_lines("abstract", f"{text}\n\nMore.", 0))

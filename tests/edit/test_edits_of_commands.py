"""The commands that edit files do so in files of any style, or name the place that they leave alone."""

from __future__ import annotations

import pytest

from mlw_build.cli import main
from mlw_build.diagnostics import Severity
from mlw_build.edit.apply import apply_edits
from mlw_build.edit.changes import Change, Insert, Put, Remove, Rename
from mlw_build.edit.placement import CannotPlace, place
from mlw_build.read.document import Document, Kind
from mlw_build.read.front_matter import split
from mlw_build.read.yaml_reader import read_yaml
from tests.small_sites import SiteMaker, checked, model_of

DAY = "content/programme/day.yaml"

ODD = {
    "explicit keys": (
        "- ? id\n  : {id}\n  ? title\n  : A\n  ? start\n  : {start}\n  ? end\n  : {end}\n  ? room\n  : {room}\n"
    ),
    "a dash of its own": "-   # first\n  id: {id}\n  title: |\n    A\n  start: {start}\n  end: {end}\n  room: {room}\n",
    "kept lines": "- id: {id}\n  start: {start}\n  end: {end}\n  room: {room}\n  title: |+\n    A\n\n\n",
    "braces": (
        "- {{\n    id: {id},  # what it is called\n    title: 'A', start: {start},\n    end: {end}, room: {room}, }}\n"
    ),
    "the next line": "- \"id\":\n    {id}\n  'title':\n    A\n  start:\n    {start}\n  end: {end}\n  room: {room}\n",
}


def day(text: str) -> Document:
    """A day's file."""
    return Document("day.yaml", Kind.DAY, "day", None, text, text, 1, read_yaml(text)[0], "", 1)


def after(text: str, *changes: Change) -> str:
    """The text with the changes made."""
    return apply_edits(text, place(day(text), changes))


@pytest.mark.parametrize("style", ODD.values(), ids=ODD)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_session_is_added_and_what_is_there_stays(site: SiteMaker, style: str, ends: str) -> None:
    text = "date: 2020-10-12\nsessions:\n" + style.format(id="a", start="08:00", end="09:00", room="main")
    raw = text.replace("\n", ends)
    root = site({DAY: raw.encode()})
    assert main(["new", "session", "New one", "--root", str(root), "--start", "13:00"]) == 0
    made, _ = model_of(root)
    assert made is not None
    assert list(made.sessions) == ["a", "new-one"]
    written = (root / DAY).read_bytes().decode()
    assert written.startswith(raw)
    assert written.count("\n") == written.count(ends)


@pytest.mark.parametrize("style", ODD.values(), ids=ODD)
def test_a_mistake_is_mended_in_any_style(site: SiteMaker, style: str) -> None:
    text = "date: 2020-10-12\nsessions:\n" + style
    root = site({DAY: text.format(id="a", start="8.00", end="09:00", room="mian")})
    assert main(["check", "--root", str(root), "--fix"]) == 0
    assert (root / DAY).read_text(encoding="utf-8") == text.format(id="a", start="08:00", end="09:00", room="main")


@pytest.mark.parametrize("style", ODD.values(), ids=ODD)
def test_a_clash_is_moved_away_in_any_style(site: SiteMaker, style: str) -> None:
    one = style.format(id="a", start="10:00", end="11:00", room="main")
    other = style.format(id="b", start="10:00", end="11:00", room="main")
    root = site({DAY: f"date: 2020-10-12\nsessions:\n{one}{other}"})
    assert main(["resolve", "--root", str(root), "--apply", "--without-solver"]) == 0
    assert [said for said in checked(root) if said.severity is Severity.ERROR] == []
    text = (root / DAY).read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if "#" in line] == [
        line for line in f"{one}{other}".split("\n") if "#" in line
    ]


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        ("a:\n  - b\n", Put(("z",), "1"), "a:\n  - b\nz: 1\n"),
        ("a:\n  - b\n  # - c\n\n# z\nx: 1\n", Put(("z",), "1", ("a", "z")), "a:\n  - b\n  # - c\nz: 1\n\n# z\nx: 1\n"),
        ("a: |\n  text\n\n\nb: 1\n", Put(("z",), "1", ("a", "z")), "a: |\n  text\nz: 1\n\n\nb: 1\n"),
        ("a: |+\n  text\n\n\nb: 1\n", Put(("z",), "1", ("a", "z")), "a: |+\n  text\n\n\nz: 1\nb: 1\n"),
        ("a: |\n  text", Put(("z",), "1"), "a: |-\n  text\nz: 1"),
        ("a:\tb\t# c", Put(("z",), "1"), "a:\tb\t# c\nz: 1"),
        ("a: [b]  # c\n", Put(("a",), "z"), "a: z  # c\n"),
        ("a:  # c\n  - b\n", Put(("a",), "z"), "a: z  # c\n"),
        ("a:  # c\n", Put(("a",), ["z"]), "a: [z]  # c\n"),
        ("a: b\n", Insert(("a",), ("z",)), "a: [b, z]\n"),
        ("a: [b,\n  c, # d\n]\n", Insert(("a",), ("z",)), "a: [b,\n  c, z, # d\n]\n"),
        ("a: []\n", Insert(("a",), ("z",)), "a: [z]\n"),
        ("a: {}\n", Put(("a", "z"), "1"), "a: {z: 1}\n"),
        ("a: {b: , }\n", Put(("a", "z"), "1"), "a: {b: , z: 1 , }\n"),
        ("- - b\n  - c\n", Insert((0,), ("z",), 0), "- - z\n  - b\n  - c\n"),
        ("- - b\n  - c\n", Remove((0, 0)), "- - c\n"),
        ("- a: 1  # x\n  # y\n  b: 2\n", Remove((0, "a")), "-   # x\n  # y\n  b: 2\n"),
        ("- a: 1\n", Remove((0, "a")), "- {}\n"),
        ("a:\n- b\nc: 1\n", Remove(("a", 0)), "a: []\nc: 1\n"),
        ("{a: 1, b: 2, c: 3}\n", Remove(("b",)), "{a: 1, c: 3}\n"),
        ("{'a': 1}\n", Rename(("a",), "z"), "{'z': 1}\n"),
        ("a: &x {b: 1}\n", Put(("a", "z"), "2"), "a: &x {b: 1, z: 2}\n"),
        ("a:\n  b: 1  # x\n  c: 2\n", Put(("a",), {"b": "1", "c": "3", "d": "4"}), "a:\n  b: 1  # x\n  c: 3\n  d: 4\n"),
        ("---\na: 1\n...\n", Put(("z",), "1"), "---\na: 1\nz: 1\n...\n"),
        ("# only this\n", Put(("z",), "1"), "# only this\nz: 1\n"),
    ],
)
def test_a_change_is_where_an_editor_would_make_it(text: str, change: Change, wanted: str) -> None:
    assert after(text, change) == wanted


def test_changes_that_end_at_one_place_keep_to_their_own_entries() -> None:
    text = "sessions:\n- id: a\n  extra:\n    b: 1\n- id: c\n"
    changes = (
        Insert(("sessions",), ({"id": "n"},), 1),
        Put(("sessions", 0, "z"), "2"),
        Put(("sessions", 0, "extra", "y"), "3"),
    )
    assert after(text, *changes) == "sessions:\n- id: a\n  extra:\n    b: 1\n    y: 3\n  z: 2\n- id: n\n- id: c\n"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        pytest.param("a: &x\n  b: 1\nc: *x\n", Put(("a", "z"), "1"), id="an anchor that another uses"),
        pytest.param("a: &x\n  b: 1\nc: *x\n", Put(("c", "z"), "1"), id="an alias"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}\n", Put(("a", "b"), "2"), id="a merge"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}\n", Remove(("c", "b")), id="what a merge brings in"),
        pytest.param("a: &x 1\nb: *x\n", Remove(("a",)), id="what is needed elsewhere"),
        pytest.param("a: |+\n  text", Put(("z",), "1"), id="a text that would get a line end"),
    ],
)
def test_what_cannot_be_done_for_certain_is_refused_with_its_place(text: str, change: Change) -> None:
    with pytest.raises(CannotPlace, match=r"^day\.yaml:\d+:\d+: .+ Change it by hand\.$"):
        place(day(text), [change])


def test_front_matter_gets_its_key_and_the_text_below_stays() -> None:
    text = "---\nname: A\nlinks:\n- url: https://example.org/\n  # more\n---\n\nlinks:\n- b\n"
    parts = split(text)
    data = read_yaml(parts.yaml)[0]
    document = Document("a.md", Kind.SPEAKER, "a", None, text, parts.yaml, 2, data, parts.body, parts.body_line)
    edits = place(document, [Put(("country",), "Kenya"), Insert(("links",), ({"url": "https://example.org/b"},))])
    wanted = "  # more\n\n- url: https://example.org/b\ncountry: Kenya\n---\n\nlinks:\n- b\n"
    assert apply_edits(text, edits).endswith(wanted)

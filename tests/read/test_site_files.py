"""Which files a site has, and what is said of those that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.assemble import build_conference
from mlw_build.read.site_files import Sources, read_site
from mlw_build.read.text_files import LARGEST_FILE
from tests.small_sites import MINIMAL, SiteMaker


def only(found: tuple[Sources, tuple[Diagnostic, ...]]) -> Diagnostic:
    """The one problem of a site."""
    [problem] = found[1]
    return problem


def test_a_good_site_has_nothing_to_complain_about(site: SiteMaker) -> None:
    sources, problems = read_site(site())
    assert problems == ()
    assert {document.path for document in sources.documents} == set(MINIMAL)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(site: SiteMaker) -> None:
    page = b"\xef\xbb\xbf---\r\ntitle: About\r\n---\r\nText\r\n"
    sources, problems = read_site(site({"content/pages/about.md": page}))
    assert problems == ()
    [about] = [one for one in sources.documents if one.name == "about"]
    assert (about.data, about.body) == ({"title": "About"}, "Text\n")


def test_empty_lines_before_front_matter_do_no_harm(site: SiteMaker) -> None:
    sources, problems = read_site(site({"speakers/ana.md": "\n\n---\nname: A\n---\nText"}))
    assert problems == ()
    [ana] = [one for one in sources.documents if one.name == "ana"]
    assert str(ana.span("name")) == "speakers/ana.md:4:7"


MISTAKES = [
    ("speakers/ana.md", "---\nname: Ana\n", "front-matter", (1, 1), "in line 1 never ends", "a line `---`"),
    ("content/rooms.yaml", "- name: x".encode("utf-16"), "not-utf-8", (1, 1), "UTF-16", '"UTF-8"'),
    ("speakers/ana.md", "---\nname: José\n---\n".encode("latin-1"), "not-utf-8", (2, 10), "after 'ame: Jos'", "UTF-8"),
    ("speakers/Ana Ö.md", "---\nname: A\n---\n", "file-name", (1, 1), "addresses", "to ana-o.md"),
    ("speakers/ana.FR.md", "---\nname: A\n---\n", "file-name", (1, 1), "addresses", "ana.fr.md"),
    ("speakers/ana.txt", "name: A", "unused-file", (1, 1), "end in .md", "ana.md"),
    ("content/room.yaml", "- id: a", "unused-file", (1, 1), "Nothing reads", "content/rooms.yaml"),
    ("content/notes.txt", "x", "unused-file", (1, 1), "Nothing reads", "content/pages/"),
    ("content/conference.yml", "id: b", "unused-file", (1, 1), "a content/conference.yaml too", "Join the two"),
    ("content/logo.png", "x", "unused-file", (1, 1), "Nothing reads", "move it to content/media/logo.png"),
    ("content/programme/a.md", "x", "unused-file", (1, 1), "end in .yaml", "Did you mean content/pages/a.md?"),
    ("content/pages/My plan.ods", "x", "unused-file", (1, 1), "end in .md", "import 'content/pages/My plan.xlsx'"),
    ("speakers/zed.docx", "x", "unused-file", (1, 1), "end in .md", "Copy its text into zed.md"),
    ("content/notes/a.txt", "x", "unused-file", (1, 1), "Nothing reads content/notes/a.txt", "content/pages/"),
    ("content/media/a.exe", "x", "unused-file", (1, 1), "not published", ".png"),
    ("speakers/a\x1bb.md", "x", "file-name", (1, 1), "a?b.md", "Rename"),
    ("speakers/ana\n.md", "x", "file-name", (1, 1), "ana?.md", "Rename"),
]


@pytest.mark.parametrize(("path", "text", "code", "place", "message", "hint"), MISTAKES, ids=lambda one: str(one)[:20])
def test_a_file_that_cannot_be_used_is_named(
    site: SiteMaker, path: str, text: str | bytes, code: str, place: tuple[int, int], message: str, hint: str
) -> None:
    problem = only(read_site(site({path: text})))
    assert (problem.code, problem.span.line, problem.span.column) == (code, *place)
    assert message in problem.message
    assert hint in f"{problem.message} {problem.hint}"


def test_a_file_name_that_is_not_unicode_is_named_without_a_traceback(site: SiteMaker) -> None:
    root = site()
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/speakers/an\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this system has no such file names")
    problem = only(read_site(root))
    assert problem.code == "file-name"
    assert str(problem.span).encode() == b"speakers/an?.md:1:1"


def test_a_folder_without_a_conference_says_how_to_start_one(tmp_path: Path) -> None:
    problem = only(read_site(tmp_path))
    assert problem.code == "missing-file"
    assert "new conference" in (problem.hint or "")


def test_a_missing_conference_is_an_error_beside_other_problems_too(site: SiteMaker) -> None:
    _, problems = read_site(site({"content/conference.yaml": None, "content/notes.txt": "x"}))
    assert [one.code for one in problems] == ["missing-file", "unused-file"]


def test_an_unreadable_conference_is_not_called_missing_as_well(site: SiteMaker) -> None:
    assert only(read_site(site({"content/conference.yaml": "a: [\n"}))).code == "yaml-syntax"


def test_a_file_too_large_for_an_editor_is_not_read(site: SiteMaker) -> None:
    root = site()
    with (root / "speakers" / "ana.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    problem = only(read_site(root))
    assert problem.code == "unreadable-file"
    assert "5.0 MB" in problem.message


def test_a_line_of_a_file_that_is_not_yaml_can_still_be_shown(site: SiteMaker) -> None:
    sources, _ = read_site(site({"content/rooms.yaml": "- [\n"}))
    assert sources.texts()["content/rooms.yaml"] == "- [\n"


@pytest.mark.parametrize("path", ["speakers/link.md", "content/pages", "content/media", "speakers", "content"])
def test_a_link_out_of_the_site_is_not_followed(site: SiteMaker, tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\nname: Secret\n---\n")
    root = site({one: None for one in MINIMAL if one.startswith(f"{path}/")})
    (root / path).symlink_to(outside / "secret.md" if path.endswith(".md") else outside)
    sources, problems = read_site(root)
    assert [(one.code, one.span.file) for one in problems] == [("unreadable-file", path)]
    assert not any("Secret" in text for text in sources.texts().values())


def test_a_link_to_itself_and_a_pipe_are_named_and_not_waited_for(site: SiteMaker) -> None:
    root = site()
    (root / "speakers" / "loop.md").symlink_to(root / "speakers" / "loop.md")
    os.mkfifo(root / "speakers" / "pipe.md")
    _, problems = read_site(root)
    assert [one.code for one in problems] == ["unreadable-file", "unreadable-file"]


def test_hidden_files_and_what_editors_leave_behind_are_passed_over(site: SiteMaker) -> None:
    leftovers = [
        "content/notes/README.md",
        "speakers/.DS_Store",
        "content/rooms.yaml~",
        "speakers/README.md",
        "content/media/Thumbs.db",
    ]
    _, problems = read_site(site(dict.fromkeys(leftovers, "x") | {"speakers/.#ana.md": "x"}))
    assert problems == ()


BESIDE = [
    "README.md", "docs/rooms.yaml", "tests/day.yaml", "images/a.md", "node_modules/pages/a.md", ".git/rooms.yaml",
    "output/pages/a.md", "pages/a.js", "programme/README.md", "compose.yaml", "packages/a.md", ".venv/speakers/a.md",
]  # fmt: skip


@pytest.mark.parametrize("path", BESIDE)
def test_what_lies_beside_a_site_and_was_not_meant_for_it_is_passed_over(site: SiteMaker, path: str) -> None:
    _, problems = read_site(site({path: "services: {}\n"}))
    assert problems == ()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("pages/a.md", "content/pages/"),
        ("program/2020/d.yml", "content/programme/"),
        ("Speakers/a.md", "speakers/"),
        ("booth/a.md", "booths/"),
        ("media/a.jpg", "content/media/"),
    ],
)
def test_a_folder_beside_a_site_that_was_meant_for_it_is_named_once(site: SiteMaker, path: str, wanted: str) -> None:
    problem = only(read_site(site({path: "x", path.replace("/a.", "/b."): "x"})))
    assert (problem.code, problem.span.file, problem.hint) == ("unused-file", path, f"Move them to {wanted}.")


def test_the_checkout_of_the_tool_has_nothing_that_nobody_reads() -> None:
    _, problems = read_site(Path(__file__).resolve().parent.parent.parent)
    assert problems == ()


ANYWHERE = st.sampled_from([*MINIMAL, "booths/b.md", "speakers/ana.fr.md", "content/media/a.svg"])
PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"---\n", b"- id: a\n", b"start: 10:00\n", b"  ", b"{", b"name: x\n", b"sessions:\n", b"\xff\xfe"]
    ),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYWHERE, st.lists(PIECES, max_size=8).map(b"".join))
def test_any_bytes_in_any_file_are_read_or_explained_at_a_place_in_that_file(
    site: SiteMaker, path: str, content: bytes
) -> None:
    sources, faults = read_site(site({path: content}))
    _, misfits = build_conference(sources)
    (sources.root / path).unlink()
    texts = sources.texts()
    for one in (*faults, *misfits):
        assert one.message
        if one.span.file in texts:
            lines = texts[one.span.file].split("\n")
            assert 1 <= one.span.line <= len(lines)
            assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1

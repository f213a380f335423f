"""What was parsed before is found again by its content; nobody can tell but by the time that it takes."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlw_build
from mlw_build.diagnostics import Diagnostic
from mlw_build.read import yaml_reader
from mlw_build.read.document import Document
from mlw_build.read.site_files import read_site
from mlw_build.read.yaml_cache import FOLDER, LARGE, YamlCache

DAY = "date: 2020-10-12\nsessions:\n" + "".join(
    f"  - {{id: session-{number}, title: 'Session {number} é', start: 10:00, end: 11:00}}\n" for number in range(1000)
)
SPEAKERS = {
    f"speakers/speaker-{number}.md": f"---\nname: Speaker {number}\nposition: {'Teacher ' * 200}\n---\nWho speaks.\n"
    for number in range(40)
}
FILES = {"content/conference.yaml": "id: demo\n", "content/programme/day.yaml": DAY, **SPEAKERS}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with a day's file that is large, and many files that are small."""
    write(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def parsed_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed, and not found."""
    texts: list[str] = []
    parse = yaml_reader.parse
    monkeypatch.setattr(yaml_reader, "parse", lambda text: texts.append(text) or parse(text))
    return texts


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def read(root: Path) -> tuple[list[tuple[object, ...]], Sequence[Diagnostic]]:
    """What reading with the folder gives; the folder holds it then."""
    parsed = YamlCache.open(root)
    sources, problems = read_site(root, parse=parsed.read_yaml)
    parsed.keep()
    return [facts(one) for one in sources.documents], problems


def read_without(root: Path) -> tuple[list[tuple[object, ...]], Sequence[Diagnostic]]:
    sources, problems = read_site(root)
    return [facts(one) for one in sources.documents], problems


def facts(document: Document) -> tuple[object, ...]:
    return document.path, document.text, document.data, document.body


def test_what_has_not_changed_is_not_parsed_again(root: Path, parsed_texts: list[str]) -> None:
    first = read(root)
    assert len(parsed_texts) == len(FILES)
    parsed_texts.clear()
    assert read(root) == first
    assert parsed_texts == []


def test_of_all_files_only_the_one_that_changed_is_parsed(root: Path, parsed_texts: list[str]) -> None:
    read(root)
    write(root, {"speakers/speaker-7.md": "---\nname: Speaker Seven\n---\n"})
    parsed_texts.clear()
    documents, _ = read(root)
    assert parsed_texts == ["name: Speaker Seven\n"]
    assert {"name": "Speaker Seven"} in [data for _, _, data, _ in documents]


def test_a_change_of_a_small_file_leaves_what_is_kept_of_a_large_one_alone(root: Path) -> None:
    read(root)
    before = {file.name: file.stat().st_mtime_ns for file in (root / FOLDER).iterdir()}
    write(root, {"speakers/speaker-7.md": "---\nname: Speaker Seven\n---\n"})
    read(root)
    changed = {file.name for file in (root / FOLDER).iterdir() if file.stat().st_mtime_ns != before.get(file.name)}
    assert changed == {"small.json"}


def test_what_no_file_has_any_more_is_taken_away(root: Path) -> None:
    read(root)
    full = sum(file.stat().st_size for file in (root / FOLDER).iterdir())
    write(root, {"content/programme/day.yaml": DAY.replace("10:00", "09:30")})
    read(root)
    assert sum(file.stat().st_size for file in (root / FOLDER).iterdir()) == full


def test_a_small_site_is_parsed_without_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"content/conference.yaml": "id: demo\n"})
    read(tmp_path)
    assert not (tmp_path / ".cache").exists()


def test_version_control_leaves_the_folder_alone(root: Path) -> None:
    read(root)
    assert (root / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: whole.replace(b"Speaker 3", b"Speaker X").replace(b"Session 3", b"Session X"),
        lambda whole: whole.partition(b"\n")[2],
        lambda whole: b"\x00" * len(whole),
        lambda whole: b"[" * 100_000,
    ],
    ids=["empty", "half", "last octet lost", "edited", "no first line", "zeros", "brackets"],
)
def test_a_damaged_file_is_as_if_it_were_not_there(root: Path, harm: object) -> None:
    expected = read(root)
    for file in (root / FOLDER).glob("*.json"):
        file.write_bytes(harm(file.read_bytes()))
    assert read(root) == expected


def test_a_file_of_another_version_is_as_if_it_were_not_there(
    root: Path, parsed_texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlw_build.read import yaml_cache as parsed

    read(root)
    parsed_texts.clear()
    monkeypatch.setattr(mlw_build, "__version__", "99.0")
    parsed._writer.cache_clear()
    read(root)
    monkeypatch.undo()
    parsed._writer.cache_clear()
    assert len(parsed_texts) == len(FILES)


def test_a_folder_that_cannot_be_made_is_done_without(root: Path) -> None:
    (root / ".cache").write_text("a file where the folder should be")
    assert read(root) == read_without(root)


def test_a_folder_may_be_deleted_while_it_is_used(root: Path) -> None:
    read(root)
    parsed = YamlCache.open(root)
    _, problems = read_site(root, parse=parsed.read_yaml)
    shutil.rmtree(root / ".cache")
    parsed.keep()
    assert read(root) == read_without(root)
    assert problems == ()


def test_two_builds_at_once_do_each_other_no_harm(root: Path) -> None:
    read(root)
    one, other = YamlCache.open(root), YamlCache.open(root)
    read_site(root, parse=one.read_yaml)
    write(root, {"speakers/speaker-7.md": "---\nname: Speaker Seven\n---\n", "content/programme/day.yaml": DAY + "\n"})
    read_site(root, parse=other.read_yaml)
    other.keep()
    one.keep()
    assert read(root) == read_without(root)


def test_what_a_killed_build_left_half_written_goes_away(root: Path) -> None:
    read(root)
    half = root / FOLDER / ".small.json.4711.new"
    half.write_bytes(b"mlw_build")
    assert read(root) == read_without(root)
    assert not half.exists()


@pytest.mark.parametrize("link", [FOLDER, FOLDER.parent])
def test_nothing_is_written_or_deleted_through_a_link(
    root: Path, tmp_path_factory: pytest.TempPathFactory, link: Path
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    theirs = elsewhere / FOLDER.relative_to(link) / "small.json"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("theirs")
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(elsewhere)
    assert read(root) == read_without(root)
    assert [file.name for file in theirs.parent.iterdir()] == ["small.json"]
    assert theirs.read_text(encoding="utf-8") == "theirs"


def test_a_file_that_somebody_else_put_there_stays(root: Path) -> None:
    read(root)
    (root / FOLDER / "notes.txt").write_text("mine")
    read(root)
    assert (root / FOLDER / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_expands_to_gigabytes_is_not_kept(tmp_path: Path) -> None:
    long = "x" * LARGE
    parsed = YamlCache(tmp_path / "parsed")
    data, problems = parsed.read_yaml(f"a: &a {long}\nb: [{', '.join(['*a'] * 10_000)}]\n")
    parsed.keep()
    assert (len(data["b"]), problems) == (10_000, ())
    assert not (tmp_path / "parsed").exists()


def test_files_hold_data_and_nothing_else(root: Path) -> None:
    read(root)
    for file in (root / FOLDER).glob("*.json"):
        first, _, rest = file.read_text(encoding="utf-8").partition("\n")
        assert first.startswith(f"mlw_build {mlw_build.__version__} ")
        assert all(isinstance(data, dict) for data in json.loads(rest).values())


PIECES = ["name: x", "---", "\n", "a: &a 1", "*a", "[", "]", "é", "'", "\u2028", "- ", "title: {en: A, fr: B}", "#"]


@pytest.mark.thorough
@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 2**32), st.lists(st.sampled_from(PIECES)).map("".join)), max_size=6))
def test_after_any_edits_reading_gives_the_same_with_the_folder_as_without(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str]]
) -> None:
    root = tmp_path_factory.mktemp("site")
    write(root, FILES)
    assert read(root) == read_without(root)
    for seed, text in edits:
        chance = random.Random(seed)
        file = root / chance.choice(sorted(FILES))
        kind = chance.randrange(4)
        if kind == 0:
            file.unlink(missing_ok=True)
        elif kind == 1 and file.exists():
            old = file.read_text(encoding="utf-8")
            place = chance.randrange(len(old) + 1)
            file.write_text(old[:place] + text + old[place + chance.randrange(5) :], encoding="utf-8")
        elif kind == 2:
            write(root, {f"{file.relative_to(root).parent}/other-{seed}{file.suffix}": f"---\n{text}\n---\n"})
        else:
            write(root, {str(file.relative_to(root)): FILES[str(file.relative_to(root))]})
        assert read(root) == read_without(root)

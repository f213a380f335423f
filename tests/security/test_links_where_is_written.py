"""What whoever runs a command is promised: nothing is written through a link that was there before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlw_build.cli import main
from mlw_build.publish.manifest import NAME
from tests.small_sites import MINIMAL, SiteMaker

pytestmark = pytest.mark.thorough


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A folder of somebody's, with a file."""
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    return folder


def untouched(folder: Path) -> bool:
    return [one.name for one in folder.iterdir()] == ["notes.txt"] and (folder / "notes.txt").read_text() == "mine"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(root: Path, *asked: str) -> int:
    return main(["build", "--root", str(root), "--quiet", *asked])


@pytest.mark.parametrize("link", ["output", "made", "made/site"])
@pytest.mark.parametrize("kind", ["empty", "with files", "built into", "nothing", "itself"])
def test_an_output_folder_that_is_a_link_or_behind_one_is_refused(
    site: SiteMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str, kind: str
) -> None:
    root = site()
    elsewhere = tmp_path / "elsewhere"
    if kind != "nothing":
        elsewhere.mkdir()
    if kind == "with files":
        (elsewhere / "notes.txt").write_text("mine", encoding="utf-8")
    if kind == "built into":
        assert built(root, "--output", str(elsewhere)) == 0
    before = tree(elsewhere)
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(link.rpartition("/")[2] if kind == "itself" else elsewhere)
    asked = root / ("output" if link == "output" else "made/site")
    (root / "content" / "pages" / "about.md").write_text("---\ntitle: Otherwise\n---\n")
    assert built(root, "--output", str(asked)) == 2
    assert tree(elsewhere) == before
    assert "link" in capsys.readouterr().err


def test_a_link_in_the_repository_around_the_site_is_none_to_write_through_either(
    site: SiteMaker, tmp_path: Path, precious: Path
) -> None:
    root = site()
    (tmp_path / ".git").mkdir()
    (tmp_path / "made").symlink_to(precious)
    assert built(root, "--output", str(tmp_path / "made" / "output")) == 2
    assert untouched(precious)


def test_a_link_above_the_repository_belongs_to_this_machine(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    (tmp_path / "disk").mkdir()
    (tmp_path / "home").symlink_to("disk")
    assert built(root, "--output", str(tmp_path / "home" / "output")) == 0
    assert (tmp_path / "disk" / "output" / "index.html").is_file()


@pytest.mark.parametrize("path", ["index.html", "sessions/opening/index.html", "robots.txt", "assets/icon.svg"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_link_in_the_output_makes_room_for_the_file_that_belongs_there(
    site: SiteMaker, precious: Path, path: str, inside: bool
) -> None:
    root = site()
    output = root / "output"
    assert built(root) == 0
    clean = tree(output)
    (output / path).unlink()
    (output / path).symlink_to(output / "404.html" if inside else precious / "notes.txt")
    assert built(root) == 0
    assert untouched(precious)
    assert tree(output) == clean
    assert not (output / path).is_symlink()


@pytest.mark.parametrize("path", ["sessions", "sessions/opening", "fr", "assets"])
@pytest.mark.parametrize("same", [True, False])
def test_a_link_in_the_output_makes_room_for_the_folder_that_belongs_there(
    site: SiteMaker, tmp_path: Path, path: str, same: bool
) -> None:
    root = site()
    output, elsewhere = root / "output", tmp_path / "elsewhere"
    assert built(root) == 0
    clean = tree(output)
    (output / path).rename(elsewhere)
    if not same:
        for file in [one for one in elsewhere.rglob("*") if one.is_file()]:
            file.write_bytes(b"mine")
    (output / path).symlink_to(elsewhere)
    before = tree(elsewhere)
    assert built(root) == 0
    assert tree(elsewhere) == before
    assert tree(output) == clean
    assert not (output / path).is_symlink()


@pytest.mark.parametrize("target", ["notes.txt", "nothing.json"])
def test_a_manifest_that_is_a_link_makes_no_folder_ours(
    site: SiteMaker, precious: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site()
    (root / "output").mkdir()
    (root / "output" / NAME).symlink_to(precious / target)
    assert built(root) == 2
    assert untouched(precious)
    assert "did not make" in capsys.readouterr().err


@pytest.mark.parametrize("kept", [".cache", ".cache/builds", ".cache/parsed", ".cache/pictures", ".cache/texts"])
def test_a_link_in_the_place_of_what_is_kept_is_done_without(site: SiteMaker, precious: Path, kept: str) -> None:
    root = site()
    (root / kept).parent.mkdir(exist_ok=True)
    (root / kept).symlink_to(precious)
    assert built(root) == 0
    assert built(root) == 0
    assert untouched(precious)


@pytest.mark.parametrize("folder", ["output/.mlw-build.new", ".cache/builds", ".cache/parsed"])
def test_the_names_of_unfinished_files_are_no_way_out(site: SiteMaker, precious: Path, folder: str) -> None:
    """Whoever knows the number that the build's process will have, as in a container, could lay links for it."""
    root = site()
    assert built(root) == 0
    (root / folder).mkdir(exist_ok=True)
    names = [one.name for one in (*(root / folder).iterdir(), *(root / "output").rglob("*")) if one.is_file()]
    for name in {*(f".{one}.{os.getpid()}.new" for one in names), f".clock.{os.getpid()}"}:
        (root / folder / name).symlink_to(precious / "notes.txt")
    (root / "content" / "pages" / "about.md").write_text("---\ntitle: Otherwise\n---\n")
    assert built(root) == 0
    assert untouched(precious)


@pytest.mark.parametrize(
    ("link", "target", "command"),
    [
        ("speakers/new-one.md", "notes.txt", ["new", "speaker", "New one"]),
        ("speakers/new-one.md", "nothing.md", ["new", "speaker", "New one"]),
        ("booths", "", ["new", "booth", "New one"]),
        ("content/programme/2020-10-13.yaml", "nothing.yaml", ["new", "day", "2020-10-13"]),
        ("content/calendar.lock", "nothing.lock", ["calendar", "update"]),
        ("content/calendar.lock", "notes.txt", ["calendar", "update"]),
    ],
)
def test_a_command_writes_through_no_link(
    site: SiteMaker, precious: Path, link: str, target: str, command: list[str]
) -> None:
    root = site()
    (root / link).symlink_to(precious / target)
    assert main([*command, "--root", str(root)]) != 0
    assert untouched(precious)


def test_a_session_is_not_added_through_a_link(site: SiteMaker, precious: Path) -> None:
    day = MINIMAL["content/programme/day.yaml"]
    (precious / "notes.txt").write_text("mine")
    (precious.parent / "day.yaml").write_text(day)
    root = site({"content/programme/day.yaml": None})
    (root / "content" / "programme").mkdir()
    (root / "content" / "programme" / "day.yaml").symlink_to(precious.parent / "day.yaml")
    assert main(["new", "session", "New one", "--root", str(root)]) != 0
    assert (precious.parent / "day.yaml").read_text() == day


def test_schemas_are_not_written_through_links(tmp_path: Path, precious: Path) -> None:
    (tmp_path / "schemas").symlink_to(precious)
    assert main(["schema", "--into", str(tmp_path / "schemas")]) == 2
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "day.schema.json").symlink_to(precious / "notes.txt")
    assert main(["schema", "--into", str(tmp_path / "there")]) == 0
    assert untouched(precious)


@pytest.mark.parametrize("link", ["content", "speakers", "content/programme", "content/.import"])
def test_an_import_writes_into_no_folder_that_is_a_link(
    site: SiteMaker, tmp_path: Path, precious: Path, link: str
) -> None:
    source = tmp_path / "table.csv"
    source.write_text("Title,Date,Start,End,Room,Speaker\nA talk,2020-10-14,10:00,11:00,Hall,Ada\n", encoding="utf-8")
    root = site(base={})
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(precious)
    assert main(["import", str(source), "--into", str(root), "--zone", "Europe/Paris"]) == 2
    assert untouched(precious)

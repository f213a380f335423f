"""What an editor is promised of .cache/: it holds what builds still need, however long a site is worked on."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from mlw_build.cli import main
from mlw_build.publish.build_record import FOLDER, FileState, PreviousBuild, store_build_record
from mlw_build.publish.cache_cleanup import ABANDONED, RECHECK_INTERVAL, remove_unused_cache_files
from mlw_build.site.pictures.store import FOLDER as PICTURES
from tests.site.pictures.test_pictures import photograph
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

ANA = "---\nname: Ana\nphoto: {photo}\n---\nText.\n"


@pytest.fixture
def root(site: SiteMaker) -> Path:
    """A site with two photographs, one of which is shown."""
    return site(
        {
            "content/media/old.jpg": photograph(),
            "content/media/new.jpg": photograph(500, 500),
            "speakers/ana.md": ANA.format(photo="old.jpg"),
        }
    )


def built(root: Path, output: str = "output") -> int:
    return main(["build", "--root", str(root), "--output", str(root / output), "--quiet", "--jobs", "1"])


def kept(root: Path) -> set[str]:
    """The photographs that pictures are kept of."""
    return {path.name.partition(".")[0] for path in (root / PICTURES).iterdir() if not path.name.startswith(".")}


def records(root: Path) -> int:
    return len(list((root / FOLDER).glob("*.json")))


def show(root: Path, photo: str) -> None:
    (root / "speakers" / "ana.md").write_text(ANA.format(photo=photo), encoding="utf-8")


def test_pictures_that_are_shown_no_more_are_dropped(root: Path) -> None:
    assert built(root) == 0
    assert kept(root) == {"old"}
    show(root, "new.jpg")
    assert built(root) == 0
    assert kept(root) == {"new"}
    assert (root / PICTURES / ".gitignore").exists()


def test_pictures_that_another_output_folder_shows_stay(root: Path) -> None:
    assert built(root, "one") == 0
    show(root, "new.jpg")
    assert built(root, "two") == 0
    assert kept(root) == {"old", "new"}
    assert built(root, "one") == 0
    assert kept(root) == {"new"}


def test_a_build_that_fails_drops_nothing(root: Path) -> None:
    assert built(root) == 0
    show(root, "nowhere.jpg")
    assert built(root) == 1
    assert kept(root) == {"old"}
    assert records(root) == 1


def test_what_is_known_of_an_output_folder_goes_with_it(root: Path) -> None:
    assert built(root, "one") == 0
    show(root, "new.jpg")
    assert built(root, "two") == 0
    assert records(root) == 2
    shutil.rmtree(root / "one")
    show(root, "new.jpg")
    (root / "content" / "pages" / "more.md").write_text("---\ntitle: More\n---\nText.\n", encoding="utf-8")
    assert built(root, "two") == 0
    assert records(root) == 1
    assert kept(root) == {"new"}


def test_a_record_that_was_damaged_does_no_harm(root: Path) -> None:
    assert built(root) == 0
    (root / FOLDER / f"{'0' * 32}.json").write_bytes(b"\xff not ours")
    show(root, "new.jpg")
    assert built(root) == 0
    assert kept(root) == {"new"}


def test_what_a_killed_build_left_half_written_goes_but_not_what_another_is_writing(root: Path) -> None:
    assert built(root) == 0
    old, young = root / PICTURES / ".old.jpg.1.new", root / FOLDER / ".clock.2"
    for file in (old, young):
        file.write_bytes(b"")
    moment = old.stat().st_mtime_ns - 2 * ABANDONED
    os.utime(old, ns=(moment, moment))
    show(root, "new.jpg")
    assert built(root) == 0
    assert (old.exists(), young.exists()) == (False, True)


def test_nothing_is_deleted_through_a_link(root: Path, tmp_path: Path) -> None:
    assert built(root) == 0
    elsewhere = tmp_path / "elsewhere"
    (root / PICTURES).rename(elsewhere)
    (root / PICTURES).symlink_to(elsewhere, target_is_directory=True)
    (elsewhere / "somebody's.avif").write_bytes(b"")
    show(root, "new.jpg")
    assert built(root) == 0
    assert (elsewhere / "somebody's.avif").exists()


def test_two_builds_at_once_leave_two_whole_sites(root: Path, site: SiteMaker) -> None:
    """One drops what the other has just made, again and again."""
    stop = threading.Event()

    def drop() -> None:
        while not stop.is_set():
            remove_unused_cache_files(root, root / "two", PreviousBuild())

    dropping = threading.Thread(target=drop)
    dropping.start()
    try:
        for photo in ("old.jpg", "new.jpg", "old.jpg"):
            show(root, photo)
            assert built(root, "one") == 0
    finally:
        stop.set()
        dropping.join()
    shutil.rmtree(root / ".cache")
    assert built(root, "clean") == 0
    assert tree(root / "one") == tree(root / "clean")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_that_has_no_cache_is_left_without_one(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    remove_unused_cache_files(
        tmp_path, tmp_path / "output", PreviousBuild(files={"index.html": FileState(None, "", None)})
    )
    assert not (tmp_path / PICTURES).exists()


def test_a_record_names_its_output_folder_even_with_odd_signs(tmp_path: Path) -> None:
    for name in ("ö ü", "two"):
        (tmp_path / name).mkdir()
        store_build_record(tmp_path, tmp_path / name, PreviousBuild())
    assert records(tmp_path) == 2
    (tmp_path / "ö ü").rmdir()
    for file in (tmp_path / FOLDER).glob("*.json"):
        moment = file.stat().st_mtime_ns - 2 * RECHECK_INTERVAL
        os.utime(file, ns=(moment, moment))
    remove_unused_cache_files(tmp_path, tmp_path / "two", PreviousBuild())
    assert records(tmp_path) == 1

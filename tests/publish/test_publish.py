"""What whoever publishes is promised of the output folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from mlw_build.cache.chunks import NOT_CACHED, Assemble, CachedChunks, Chunk, ChunkIndex, assembled_from
from mlw_build.publish.build_record import FileState
from mlw_build.publish.manifest import NAME, read_manifest
from mlw_build.publish.publish import CannotPublish, Published, Stage, check_output, publish
from mlw_build.publish.temporary_files import NAME as UNFINISHED


class File(Struct):
    """A file that is ready: it is made of octets, or of pieces."""

    path: str
    octets: Callable[[], bytes]
    named: str | None = None
    chunks: Assemble | None = None

    def key(self) -> str | None:
        return self.named

    def made(self, there: Callable[[], CachedChunks]) -> tuple[bytes, ChunkIndex]:
        return self.chunks(there()) if self.chunks else (self.octets(), ())


def put(output: Path, files: Mapping[str, bytes]) -> Published:
    return publish(ready(files), output)


def ready(files: Mapping[str, bytes]) -> list[File]:
    return [File(path, partial(bytes, octets)) for path, octets in files.items()]


def one(make: Callable[[], bytes], key: str | None) -> list[File]:
    return [File("a", make, key)]


def tree(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and path.name != NAME
    }


def test_the_output_is_exactly_the_planned_files(tmp_path: Path) -> None:
    files = {"index.html": b"home", "agenda/index.html": b"agenda"}
    put(tmp_path / "output", files)
    assert tree(tmp_path / "output") == files


def test_files_whose_bytes_are_the_same_stay_untouched(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home", "about/index.html": b"about"})
    before = (output / "index.html").stat()
    published = put(output, {"index.html": b"home", "about/index.html": b"changed"})
    assert published.written == ("about/index.html",)
    assert published.unchanged == 1
    after = (output / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_an_earlier_build_left_over_goes_away_with_its_empty_folders(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home", "speakers/ana/index.html": b"Ana"})
    published = put(output, {"index.html": b"home"})
    assert published.removed == ("speakers/ana/index.html",)
    assert not (output / "speakers").exists()


def test_files_that_are_not_ours_are_never_removed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home", "old/index.html": b"old"})
    (output / "old" / "CNAME").write_text("example.org")
    put(output, {"index.html": b"home"})
    assert (output / "old" / "CNAME").read_text() == "example.org"


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "thesis.odt").write_text("years of work")
    with pytest.raises(CannotPublish, match="did not make"):
        check_output(tmp_path / "documents", tmp_path)


@pytest.mark.parametrize("place", [".", "..", "content", "speakers/output", "themes/mine"])
def test_a_folder_that_holds_or_is_among_the_sources_is_refused(tmp_path: Path, place: str) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    with pytest.raises(CannotPublish):
        check_output(site / place, site)


def test_nothing_is_written_through_a_link_in_the_output(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    elsewhere.mkdir()
    put(output, {"index.html": b"home"})
    (output / "agenda").symlink_to(elsewhere, target_is_directory=True)
    put(output, {"index.html": b"home", "agenda/index.html": b"agenda"})
    assert not any(elsewhere.iterdir())
    assert (output / "agenda" / "index.html").read_bytes() == b"agenda"
    assert not (output / "agenda").is_symlink()


def test_a_stale_file_is_not_removed_through_a_link(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    put(output, {"index.html": b"home", "old/index.html": b"old"})
    (output / "old" / "index.html").unlink()
    (output / "old").rmdir()
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("somebody's own")
    (output / "old").symlink_to(elsewhere, target_is_directory=True)
    put(output, {"index.html": b"home"})
    assert (elsewhere / "index.html").read_text() == "somebody's own"


class PowerCut(Exception):
    """A build that ends in the middle."""


def cut_short(files: Mapping[str, bytes], after: int) -> list[File]:
    def cut() -> bytes:
        raise PowerCut

    return [*ready(files)[:after], *(File(path, cut) for path in list(files)[after:])]


def test_a_build_that_is_killed_half_way_leaves_whole_files_and_is_put_right_by_the_next(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"first home", "old/index.html": b"old"})
    second = {"index.html": b"second home", "a/index.html": b"a", "b/index.html": b"b"}
    with pytest.raises(PowerCut):
        publish(cut_short(second, after=2), output)
    assert tree(output) == {"index.html": b"second home", "a/index.html": b"a", "old/index.html": b"old"}
    third = {"index.html": b"first home"}
    put(output, third)
    assert tree(output) == third


def test_a_file_that_was_changed_by_hand_is_made_right_again(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home"})
    (output / "index.html").write_bytes(b"hime")
    put(output, {"index.html": b"home"})
    assert (output / "index.html").read_bytes() == b"home"


def test_a_folder_in_place_of_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"about/index.html": b"a page"})
    put(output, {"about": b"a file"})
    assert tree(output) == {"about": b"a file"}
    put(output, {"about/index.html": b"a page"})
    assert tree(output) == {"about/index.html": b"a page"}


@pytest.mark.parametrize("path", ["../outside.html", "/etc/motd", "a/../../b", ""])
def test_a_path_out_of_the_folder_is_refused_before_anything_is_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(CannotPublish, match="out of the output folder"):
        put(tmp_path / "output", {"index.html": b"home", path: b"x"})
    assert tree(tmp_path / "output") == {}


def test_a_manifest_that_cannot_be_read_removes_nothing(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home", "old/index.html": b"old"})
    (output / NAME).write_text('{"version": 1, "files": {"../../etc/passwd": ""')
    put(output, {"index.html": b"home"})
    assert (output / "old" / "index.html").exists()


def test_a_manifest_from_a_stranger_cannot_name_files_outside(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "output" / NAME).write_text('{"version": 1, "files": {"../precious": "", "/etc/hosts": ""}}')
    put(tmp_path / "output", {"index.html": b"home"})
    assert (tmp_path / "precious").read_text() == "mine"


def test_the_manifest_is_the_same_for_the_same_site(tmp_path: Path) -> None:
    put(tmp_path / "one", {"b.html": b"b", "a.html": b"a"})
    put(tmp_path / "two", {"a.html": b"a", "b.html": b"b"})
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_disk_that_refuses_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home"})

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mlw_build.system.atomic_files.os.replace", full)
    with pytest.raises(CannotPublish, match="No space left on device"):
        put(output, {"index.html": b"another home"})
    assert (output / "index.html").read_bytes() == b"home"
    assert not [one for one in output.iterdir() if one.name.endswith(".new")]
    assert read_manifest(output) is not None


@pytest.mark.parametrize("number", ["of a process that ended", "beyond any process"])
def test_what_a_killed_build_was_writing_is_gone_after_the_next(tmp_path: Path, number: str) -> None:
    output = tmp_path / "output"
    put(output, {"index.html": b"home"})
    process = gone_process() if number == "of a process that ended" else 10**30
    left = output / UNFINISHED / f".index.html.{process}.new"
    left.parent.mkdir()
    left.write_bytes(b"ho")
    put(output, {"index.html": b"home"})
    assert not left.parent.exists()


def test_what_another_build_is_writing_stays(tmp_path: Path) -> None:
    output = tmp_path / "output"
    left = output / UNFINISHED / f".index.html.{os.getppid()}.new"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"ho")
    put(output, {"index.html": b"home"})
    assert left.read_bytes() == b"ho"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only /proc tells that a process has ended")
def test_what_a_process_was_writing_is_gone_once_it_ended_though_nobody_asked_how(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        left = output / UNFINISHED / f".index.html.{process.pid}.new"
        left.parent.mkdir(parents=True)
        left.write_bytes(b"ho")
        put(output, {"index.html": b"home"})
        assert not left.parent.exists()


def test_a_build_goes_on_when_another_took_the_empty_folder_away(tmp_path: Path) -> None:
    output = tmp_path / "output"

    def while_another_ends() -> bytes:
        (output / UNFINISHED).rmdir()
        return b"one"

    publish(one(while_another_ends, None), output)
    assert tree(output) == {"a": b"one"}


def test_nothing_is_written_through_a_link_in_place_of_the_folder_for_unfinished_files(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".mine.1.new").write_bytes(b"mine")
    output.mkdir()
    (output / UNFINISHED).symlink_to(elsewhere)
    put(output, {"index.html": b"home"})
    assert [one.name for one in elsewhere.iterdir()] == [".mine.1.new"]
    assert not (output / UNFINISHED).exists()


def gone_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def never() -> bytes:
    raise AssertionError("this file is not made again")


def test_a_file_with_the_same_key_is_not_made_again(tmp_path: Path) -> None:
    first = publish(one(lambda: b"one", "key"), tmp_path / "output")
    again = publish(one(never, "key"), tmp_path / "output", first.left)
    assert (again.written, again.unchanged, again.octets) == ((), 1, 3)


def too_young(left: Mapping[str, FileState]) -> dict[str, FileState]:
    """What the last build knows of files that somebody could have written since without a trace."""
    return {path: replace(one, trace=None) for path, one in left.items()}


def test_nor_is_one_that_is_too_young_to_have_a_trace_and_has_its_octets(tmp_path: Path) -> None:
    first = publish(one(lambda: b"one", "key"), tmp_path / "output")
    again = publish(one(never, "key"), tmp_path / "output", too_young(first.left))
    assert again.left == first.left


@pytest.mark.parametrize("key", [None, "another key"])
def test_a_file_without_its_key_is_made_again(tmp_path: Path, key: str | None) -> None:
    output = tmp_path / "output"
    first = publish(one(lambda: b"one", "key"), output)
    publish(one(lambda: b"two", key), output, first.left)
    assert tree(output) == {"a": b"two"}


@pytest.mark.parametrize("known", [dict, too_young])
@pytest.mark.parametrize("harm", ["other octets", "gone", "link", "folder"])
def test_a_file_that_somebody_touched_is_made_again_whatever_its_key(
    tmp_path: Path, harm: str, known: Callable[[Mapping[str, FileState]], dict[str, FileState]]
) -> None:
    output = tmp_path / "output"
    file = output / "a"
    first = publish(one(lambda: b"one", "key"), output)
    file.unlink()
    if harm == "other octets":
        file.write_bytes(b"two")
    elif harm == "link":
        (tmp_path / "elsewhere").write_bytes(b"one")
        file.symlink_to(tmp_path / "elsewhere")
    elif harm == "folder":
        file.mkdir()
        file.rmdir()
    publish(one(lambda: b"one", "key"), output, known(first.left))
    assert tree(output) == {"a": b"one"}
    assert not file.is_symlink()


def pieces(**made: Callable[[], bytes]) -> list[File]:
    """A file of pieces, each with its name for a key."""
    each = [Chunk(NOT_CACHED, lambda: b"head "), *(Chunk(key, make) for key, make in made.items())]
    return [File("a", never, " ".join(made), assembled_from(lambda: each))]


@pytest.fixture
def of_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    """A file of two pieces, in the output folder."""
    monkeypatch.setattr("mlw_build.publish.publish.WORTH_INDEXING", 2)
    return publish(pieces(one=lambda: b"1", two=lambda: b"22"), tmp_path / "output")


def test_pieces_that_are_there_are_not_made_again(tmp_path: Path, of_two: Published) -> None:
    files = pieces(two=never, three=lambda: b"333", one=never)
    again = publish(files, tmp_path / "output", of_two.left, layouts=of_two.layouts)
    assert tree(tmp_path / "output") == {"a": b"head 223331"}
    once_more = publish(pieces(three=never), tmp_path / "output", again.left, layouts=again.layouts)
    assert tree(tmp_path / "output") == {"a": b"head 333"}
    assert once_more.written == ("a",)


@pytest.mark.parametrize("harm", [lambda file: file.write_bytes(b"head 1x2"), Path.unlink])
def test_pieces_of_a_file_that_somebody_touched_are_made_again(
    tmp_path: Path, of_two: Published, harm: Callable[[Path], object]
) -> None:
    harm(tmp_path / "output" / "a")
    publish(pieces(one=lambda: b"one", two=lambda: b"two"), tmp_path / "output", of_two.left, layouts=of_two.layouts)
    assert tree(tmp_path / "output") == {"a": b"head onetwo"}


def test_what_is_known_of_pieces_stays_while_their_file_does(tmp_path: Path, of_two: Published) -> None:
    again = publish(pieces(one=never, two=never), tmp_path / "output", of_two.left, layouts=of_two.layouts)
    assert again.written == ()
    assert again.layouts == of_two.layouts


def test_several_processes_leave_what_one_leaves(tmp_path: Path) -> None:
    files = {f"{one % 7}/{one}": str(one).encode() for one in range(200)}
    shares = (Stage((range(20),)), Stage(tuple(range(first, first + 9) for first in range(20, 200, 9)), jobs=3))
    alone = put(tmp_path / "one", files)
    three = publish(ready(files), tmp_path / "three", stages=lambda places: shares)
    assert tree(tmp_path / "one") == tree(tmp_path / "three") == files
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "three" / NAME).read_bytes()
    assert (alone.written, alone.octets) == (three.written, three.octets)

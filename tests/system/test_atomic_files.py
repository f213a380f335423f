"""What is promised of every file that is written: nobody meets half of it, and what people wrote is not lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlw_build.system.atomic_files import atomic_write


@pytest.mark.parametrize("lasting", [False, True])
def test_a_file_takes_the_place_of_another_and_leaves_nothing_beside_it(tmp_path: Path, lasting: bool) -> None:
    for data in (b"old", b"new"):
        atomic_write(tmp_path / "a.txt", data, lasting=lasting)
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("refused", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.txt"
    atomic_write(file, b"old", lasting=True)
    monkeypatch.setattr(f"mlw_build.system.atomic_files.os.{refused}", full)
    with pytest.raises(OSError, match="No space left"):
        atomic_write(file, b"new", lasting=True)
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_somebody_wrote_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(0o604)
    atomic_write(file, b"new", lasting=True)
    assert file.stat().st_mode & 0o777 == 0o604


def test_it_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    seen: list[bytes] = []
    flush = os.fsync

    def watched(handle: int) -> None:
        seen.append(file.read_bytes())
        flush(handle)

    monkeypatch.setattr("mlw_build.system.atomic_files.os.fsync", watched)
    atomic_write(file, b"new", lasting=True)
    assert seen == [b"old"]


def test_a_link_in_the_place_of_the_new_file_is_not_written_through(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    (tmp_path / f".a.txt.{os.getpid()}.new").symlink_to(theirs)
    atomic_write(tmp_path / "a.txt", b"new", lasting=True)
    assert theirs.read_bytes() == b"theirs"
    assert (tmp_path / "a.txt").read_bytes() == b"new"

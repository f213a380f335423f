"""What an organiser is promised of `.cache` and `output/`: what was not made on this machine changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mlw_build.cache.machine_key import NAME, machine_key
from mlw_build.cache.storage import load, store
from mlw_build.cli import main
from mlw_build.publish.manifest import NAME as MANIFEST
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

FORGED = b"<script src=https://elsewhere.example/></script>"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(root: Path, *asked: str) -> int:
    return main(["build", "--root", str(root), "--quiet", *asked])


def without_a_key(file: Path, octets: bytes) -> None:
    """As anybody can: the head's checksum made anew, without a secret."""
    head, _, _ = file.read_bytes().partition(b"\n")
    by = head.decode().rpartition(" ")[0]
    file.write_bytes(f"{by} {hashlib.blake2b(octets).hexdigest()}\n".encode() + octets)


def with_another_key(file: Path, octets: bytes) -> None:
    """As on another machine, by the tool itself."""
    head, _, _ = file.read_bytes().partition(b"\n")
    writer = head.decode().split(" ", 2)[2].rpartition(" ")[0]
    here = os.environ["XDG_STATE_HOME"]
    try:
        os.environ["XDG_STATE_HOME"] = f"{here}/elsewhere"
        store(file, writer, json.loads(octets))
    finally:
        os.environ["XDG_STATE_HOME"] = here


@pytest.mark.parametrize("sign", [without_a_key, with_another_key])
def test_a_forged_record_and_page_are_not_believed(
    site: SiteMaker, tmp_path: Path, sign: Callable[[Path, bytes], None]
) -> None:
    root = site()
    output = root / "output"
    for _ in range(2):
        assert built(root) == 0
    clean = tree(output)
    page = output / "index.html"
    page.write_bytes(FORGED)
    about = page.stat()
    (record,) = (root / ".cache" / "builds").glob("*.json")
    data = json.loads(record.read_bytes().partition(b"\n")[2])
    key = data["build"]["files"]["index.html"][0]
    trace = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
    data["build"]["files"]["index.html"] = [key, hashlib.sha256(FORGED).hexdigest(), trace]
    manifest = (output / MANIFEST).read_text(encoding="utf-8")
    digest = hashlib.sha256(FORGED).hexdigest()
    (output / MANIFEST).write_text(re.sub(r'("index.html": )"\w+"', rf'\1"{digest}"', manifest), encoding="utf-8")
    sign(record, json.dumps(data).encode())
    assert built(root) == 0
    assert tree(output) == clean


def test_a_page_beside_a_forged_manifest_is_not_published(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site()
    (root / "output").mkdir()
    (root / "output" / MANIFEST).write_text('{"version": 1, "files": {}}')
    (root / "output" / "forged.html").write_bytes(FORGED)
    assert built(root) == 2
    assert "forged.html" in capsys.readouterr().err


def test_a_page_that_a_forged_manifest_names_is_taken_away(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    assert built(root, "--output", str(tmp_path / "clean")) == 0
    (root / "output").mkdir()
    (root / "output" / MANIFEST).write_text('{"version": 1, "files": {"forged.html": "", "index.html": ""}}')
    for name in ("forged.html", "index.html"):
        (root / "output" / name).write_bytes(FORGED)
    assert built(root) == 0
    assert tree(root / "output") == tree(tmp_path / "clean")


def test_a_forged_manifest_deletes_nothing_that_is_hidden_or_outside(site: SiteMaker) -> None:
    root = site()
    (root / "output" / ".git").mkdir(parents=True)
    theirs = [root / "output" / ".git" / "config", root / "mine.txt"]
    for file in theirs:
        file.write_text("mine")
    names = [".git/config", "../mine.txt", str(root / "mine.txt"), "a/../../mine.txt"]
    (root / "output" / MANIFEST).write_text(json.dumps({"version": 1, "files": dict.fromkeys(names, "")}))
    assert built(root) == 0
    assert [file.read_text() for file in theirs] == ["mine", "mine"]


def test_what_is_kept_is_believed_in_its_own_place_only(tmp_path: Path) -> None:
    one, other = tmp_path / ".cache" / "a.json", tmp_path / ".cache" / "b.json"
    store(one, "writer", ["kept"])
    other.write_bytes(one.read_bytes())
    assert load(one, "writer", list[str]) == ["kept"]
    assert load(other, "writer", list[str]) is None


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the secret of this machine."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "mlw-build"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_the_secret_is_made_once_and_for_its_owner_only(state: Path, tmp_path: Path) -> None:
    key = machine_key(tmp_path / "site")
    assert (state / NAME).read_bytes() == key == machine_key(tmp_path / "another")
    assert stat.S_IMODE((state / NAME).stat().st_mode) == 0o600
    assert [one.name for one in state.iterdir()] == [NAME]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("fault", ["readable", "a link", "short", "a fifo"])
def test_a_secret_that_others_may_know_is_not_used(state: Path, tmp_path: Path, fault: str) -> None:
    state.mkdir(parents=True)
    file = state / NAME
    if fault == "a fifo":
        os.mkfifo(file)
    else:
        written = tmp_path / "written" if fault == "a link" else file
        written.write_bytes(b"k" * (31 if fault == "short" else 32))
        written.chmod(0o644 if fault == "readable" else 0o600)
        if fault == "a link":
            file.symlink_to(written)
    assert machine_key(tmp_path / "site") != b"k" * 32


def test_a_secret_in_the_sites_own_repository_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    machine_key(tmp_path / "site")
    assert not (tmp_path / "state").exists()


def test_without_a_place_for_a_secret_builds_are_right_all_the_same(
    site: SiteMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert built(root) == 0
    clean = tree(root / "output")
    (root / "output" / "index.html").write_bytes(FORGED)
    assert built(root) == 0
    assert tree(root / "output") == clean

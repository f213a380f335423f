"""An upload never leaves a page without what it refers to, and removes nothing until it is asked to."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "upload.py"
needs_rsync = pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("upload", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def publish(output: Path, files: Mapping[str, str]) -> None:
    """Put a site in place of the one that is there, as a build does."""
    shutil.rmtree(output, ignore_errors=True)
    written = {**files, ".mlw-build.json": json.dumps({"version": 1, "files": dict.fromkeys(files, "0" * 64)})}
    for path, text in written.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text)


def edition(number: int) -> dict[str, str]:
    """A site whose page refers to styles and to another page of the same edition. All have different lengths."""
    styles, pages = f"assets/site.{number:04}.css", f"data/{number}.json"
    filler = "x" * number
    return {"index.html": f"{styles} {pages} {filler}", styles: filler, pages: filler, "feed.ics": filler}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_what_others_refer_to_goes_first(script: ModuleType) -> None:
    paths = ["index.html", "sw.js", "fr/index.html", "calendar/all.ics", "assets/site.0a.css", "media/photo.avif"]
    assert script.batches(paths) == [
        ["assets/site.0a.css"],
        ["calendar/all.ics", "media/photo.avif"],
        ["fr/index.html", "index.html"],
        ["sw.js"],
    ]


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    ran = run(str(tmp_path), str(tmp_path / "target"))
    assert (ran.returncode, "is not a site" in ran.stderr) == (2, True)


@needs_rsync
def test_what_is_gone_stays_until_it_is_to_be_removed(tmp_path: Path) -> None:
    output, target = tmp_path / "output", tmp_path / "target"
    for number in (1, 2):
        publish(output, edition(number))
        assert run(str(output), str(target)).returncode == 0
    assert {path.name for path in (target / "assets").iterdir()} == {"site.0001.css", "site.0002.css"}
    assert not (target / ".mlw-build.json").exists()
    assert run(str(output), str(target), "--remove").returncode == 0
    assert {path.name for path in (target / "assets").iterdir()} == {"site.0002.css"}


@needs_rsync
@pytest.mark.thorough
def test_whoever_reads_while_a_site_is_replaced_fifty_times_finds_what_the_page_refers_to(tmp_path: Path) -> None:
    output, target = tmp_path / "output", tmp_path / "target"
    publish(output, edition(0))
    assert run(str(output), str(target)).returncode == 0
    over = threading.Event()
    missing: list[str] = []
    read = 0

    def visit() -> None:
        nonlocal read
        while not over.is_set():
            page = (target / "index.html").read_text()
            found = re.match(r"(\S+) (\S+) ", page)
            missing.extend([page] if not found else [path for path in found.groups() if not (target / path).exists()])
            read += 1

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        for number in range(1, 51):
            publish(output, edition(number))
            assert run(str(output), str(target)).returncode == 0
    finally:
        over.set()
        visitor.join()
    assert read > 50
    assert missing == []

"""The edge function of deploy/edge, tested by Node's own test runner on a site that is built here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

HERE = Path(__file__).resolve().parent
EDGE = HERE.parents[1] / "deploy" / "edge"
DAY = """\
date: 2020-10-12
sessions:
- {id: opening, title: {en: Opening, fr: Ouverture}, start: 10:00, end: 11:00, room: main}
- {id: gone, title: Not any more, start: 11:00, end: 12:00, status: cancelled}
- {id: between, title: Between, start: 12:00, end: 13:00}
- id: closing
  was: old-closing
  title: Closing, with a long title that is folded where it should be 終わりの挨拶と今後の予定について
  start: 17:00
  end: 18:00
"""


INSTALLED = HERE / "node_modules" / ".installed"
"""Says for which package-lock.json the folder was installed, once it is whole."""

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


@pytest.fixture
def settings(site: SiteMaker, tmp_path: Path) -> dict[str, str]:
    """The environment in which Node runs the tests: where the built site is, and the edge function."""
    root, output = site({"content/programme/day.yaml": DAY}), tmp_path / "output"
    built = build(Options(root, output, "https://conference.example.org/"))
    assert built.published is not None, built.checked.diagnostics
    return {**os.environ, "SITE": str(output), "EDGE": str(EDGE)}


@needs_node
def test_the_edge_function_keeps_its_promises_on_a_built_site(settings: dict[str, str]) -> None:
    run_in_node("feed.test.mjs", settings)


@needs_node
def test_whatever_a_stranger_asks_the_edge_function_reads_its_own_site_alone(settings: dict[str, str]) -> None:
    run_in_node("hostile.test.mjs", settings | {"RUNTIMES": "node"})


@needs_node
def test_the_same_holds_in_the_runtime_of_cloudflare(settings: dict[str, str]) -> None:
    run_in_node("hostile.test.mjs", settings | {"RUNTIMES": "workerd", "MINIFLARE": str(miniflare())})


def run_in_node(name: str, settings: dict[str, str]) -> None:
    """Run a file of tests with Node's own test runner; all have to run and to pass."""
    command = ["node", "--test", str(HERE / name)]
    ran = subprocess.run(command, env=settings, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "skipped 0" in ran.stdout, ran.stdout
    assert "pass 0" not in ran.stdout, ran.stdout


def miniflare() -> Path:
    """Miniflare, which brings workerd; installed once from package-lock.json. Skips the test where it cannot be had."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if not INSTALLED.is_file() or INSTALLED.read_text() != lock:
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("needs npm, which installs Cloudflare's runtime")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=600)
        except subprocess.TimeoutExpired:
            pytest.skip("Cloudflare's runtime could not be installed: the package registry did not answer")
        if ran.returncode != 0:
            pytest.skip(f"Cloudflare's runtime could not be installed: {ran.stderr.strip().splitlines()[-1:]}")
        INSTALLED.write_text(lock)
    return HERE / "node_modules" / "miniflare"

"""The edge function of deploy/edge, tested by Node's own test runner on a site that is built here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from tests.small_sites import SiteMaker

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


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_edge_function_keeps_its_promises_on_a_built_site(site: SiteMaker, tmp_path: Path) -> None:
    output = tmp_path / "output"
    root = site({"content/programme/day.yaml": DAY})
    built = build(Options(root, output, "https://conference.example.org/"))
    assert built.published is not None, built.checked.diagnostics
    settings = {**os.environ, "SITE": str(output), "EDGE": str(EDGE)}
    command = ["node", "--test", str(HERE / "feed.test.mjs")]
    ran = subprocess.run(command, env=settings, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "skipped 0" in ran.stdout, ran.stdout
    assert "pass 0" not in ran.stdout, ran.stdout

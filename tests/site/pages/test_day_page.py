"""What an editor is promised of a day's page."""

from __future__ import annotations

from pathlib import Path

from mlw_build.pipeline import Options, build
from tests.small_sites import SiteMaker


def test_a_day_without_sessions_yet_has_a_page(site: SiteMaker, tmp_path: Path) -> None:
    root = site({"content/programme/2020-10-13.yaml": "date: 2020-10-13\ntitle: Nothing yet\n"})
    assert build(Options(root, tmp_path / "output")).published is not None
    page = (tmp_path / "output" / "agenda" / "2020-10-13" / "index.html").read_text(encoding="utf-8")
    assert "<h1" in page
    assert "Nothing yet" in page

"""`edit` says in words why it cannot begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.cli import main


def test_a_folder_without_a_site_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edit", "--root", str(tmp_path), "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: There is no content/conference.yaml here")
    assert "new conference" in said

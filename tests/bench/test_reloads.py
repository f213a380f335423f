"""From saving a file to the reload: measured at the preview itself, which shows the new words when it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.bench import reloads as module
from mlw_build.bench.reloads import reloads
from mlw_build.bench.whole_process import RunFailed

pytestmark = pytest.mark.thorough


def test_each_save_reloads_the_page_with_its_new_words(tmp_path: Path) -> None:
    measured = reloads(tmp_path, 5, 1, 2)
    assert measured.sessions == 5
    assert len(measured.seconds) == 2
    assert all(seconds > 0 for seconds in measured.seconds)


def test_a_preview_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "own_command", lambda: ("python3", "-c", "raise SystemExit('no room here')"))
    with pytest.raises(RunFailed, match=r"did not start\.(?s:.*)no room here"):
        reloads(tmp_path, 5, 1, 1)

"""A small programme in a folder of its own, and the board's look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlw_build.board.workspace import Workspace
from tests.board.programme import lines_changed, write_programme


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


@pytest.fixture
def workspace(root: Path) -> Workspace:
    return Workspace(root)


@pytest.fixture
def changed_lines(root: Path) -> Callable[[], list[str]]:
    """The lines that differ from the programme as it was."""
    return lambda: lines_changed(root)

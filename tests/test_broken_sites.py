"""One editor's mistake a folder: each gives its one problem, at its place, with a hint that puts it right.

A folder has the files that differ from the minimal site, and `expected.txt`: the code, the place, a piece of
the message, a piece of the hint.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.diagnostics import Severity
from mlw_build.pipeline import Options, check
from mlw_build.report.text import as_text
from tests.small_sites import SiteMaker

FOLDER = Path(__file__).resolve().parent / "sites" / "broken"
CASES = sorted(folder for folder in FOLDER.iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_mistake_gives_one_problem_where_it_is(folder: Path, site: SiteMaker) -> None:
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    code, place, message, hint = files.pop("expected.txt").decode().strip().split("\n")
    root = site(files)
    found = check(Options(root, root / "output"))
    said = as_text(found.diagnostics, found.texts())
    problems = [one for one in found.diagnostics if one.severity is not Severity.NOTE]
    assert [(one.code, str(one.span)) for one in problems] == [(code, place)], said
    assert message in problems[0].message, said
    assert hint in (problems[0].hint or ""), said


def test_there_are_many() -> None:
    assert len(CASES) >= 60

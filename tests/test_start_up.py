"""Nobody waits for a library that their command does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAM = """\
import sys
from mlw_build.cli import main
status = main(sys.argv[1:])
print("loaded:", *{name.partition(".")[0] for name in sys.modules})
print("loaded:", *(name for name in sys.modules if name.startswith("PIL.")))
sys.exit(status)
"""
"""Pillow's package alone, without any of its modules, only gives its version."""

FOR_PAGES = {"jinja2", "babel", "pytz", "segno", "rcssmin", "rjsmin", "icalendar"}
FOR_PICTURES = {"PIL.Image", "PIL.ImageCms", "PIL.ImageDraw"}
FOR_OTHER_COMMANDS = {"livereload", "tornado", "watchfiles", "openpyxl", "markdownify", "ftfy", "defusedxml", "ortools"}
FOR_READING = {"pydantic", "yaml", "markdown", "nh3", "tzdata"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "conference.yaml").write_text(
        "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n"
    )
    return tmp_path


def loaded_by(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return {name for line in done.stdout.splitlines() if line.startswith("loaded:") for name in line.split()[1:]}


def test_help_loads_no_library_at_all() -> None:
    loaded = loaded_by("--help")
    assert "mlw_build" in loaded
    assert not loaded & (FOR_READING | FOR_PAGES | FOR_PICTURES | FOR_OTHER_COMMANDS)


def test_a_check_loads_nothing_that_makes_pages_or_pictures(site: Path) -> None:
    loaded = loaded_by("check", "--root", str(site))
    assert "pydantic" in loaded
    assert not loaded & (FOR_PAGES | FOR_PICTURES | FOR_OTHER_COMMANDS)


def test_a_build_loads_nothing_that_only_other_commands_use(site: Path) -> None:
    loaded = loaded_by("build", "--root", str(site))
    assert "jinja2" in loaded
    assert not loaded & (FOR_OTHER_COMMANDS | {"ssl"})


def test_a_build_that_finds_nothing_to_do_loads_no_library_at_all(site: Path) -> None:
    for _ in range(2):  # the first may be too close to the writing of the sources to be certain of them
        loaded_by("build", "--root", str(site))
    loaded = loaded_by("build", "--root", str(site))
    assert "mlw_build" in loaded
    assert not loaded & (FOR_READING | FOR_PAGES | FOR_PICTURES | FOR_OTHER_COMMANDS)

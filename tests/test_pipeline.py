"""What CI and editors are promised of a build: the same bytes everywhere, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build, check
from mlw_build.publish.manifest import NAME

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = ("content", "speakers", "booths")


def copied(target: Path) -> Path:
    """The project's own conference, somewhere else."""
    for name in SOURCES:
        shutil.copytree(CHECKOUT / name, target / name)
    return target


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copied(tmp_path / "site")


def built(root: Path, output: Path, **environment: str) -> dict[str, bytes]:
    """The output of a build in a process of its own, called from another folder."""
    settings = {**os.environ, "PYTHONPATH": str(CHECKOUT), **environment}
    command = [sys.executable, "-m", "mlw_build", "build", "--quiet", "--root", str(root), "--output", str(output)]
    done = subprocess.run(command, cwd=output.parent, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tree(output)


def test_the_projects_own_conference_has_no_problems() -> None:
    found = [one for one in check(Options(CHECKOUT, CHECKOUT / "output")).diagnostics if one.severity != "note"]
    assert not found


def test_two_builds_are_the_same_to_the_byte_whatever_the_machine(site: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    elsewhere = copied(tmp_path / "another place with spaces" / "ж")
    one = built(site, tmp_path / "a" / "output", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", LC_ALL="C")
    other = built(elsewhere, elsewhere / "published", TZ="America/St_Johns", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_the_day_of_the_build_is_not_in_the_output(site: Path, tmp_path: Path) -> None:
    """A build under another clock: libfaketime is not everywhere, so Python's own clock is moved."""
    (tmp_path / "later").mkdir()
    program = (
        "import datetime, sys, time\n"
        "later = time.time() + 400 * 86400\n"
        "time.time = lambda: later\n"
        "class Late(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None): return datetime.datetime.fromtimestamp(later, tz)\n"
        "class AnyDate(type):\n"
        "    def __instancecheck__(cls, one, of=datetime.date): return isinstance(one, of)\n"
        "class LateDate(datetime.date, metaclass=AnyDate):\n"
        "    @classmethod\n"
        "    def today(cls): return datetime.date.fromtimestamp(later)\n"
        "datetime.datetime, datetime.date = Late, LateDate\n"
        "import icalendar, icalendar.cal\n"
        "from pathlib import Path\n"
        "from mlw_build.commands.build import run\n"
        "import argparse\n"
        "options = argparse.Namespace(root=sys.argv[1], output=sys.argv[2], base_url=None, strict=False, quiet=True)\n"
        "for name in ('locked', 'jobs', 'report'): setattr(options, name, None)\n"
        "sys.exit(run(options))\n"
    )
    settings = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(site), str(tmp_path / "later" / "output")],
        env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    build(Options(site, tmp_path / "output"))
    assert tree(tmp_path / "later" / "output") == tree(tmp_path / "output")


def test_a_broken_programme_leaves_the_last_good_output_as_it_was(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(Options(site, output))
    before = tree(output)
    day = next((site / "content" / "programme").glob("*.yaml"))
    day.write_text(day.read_text(encoding="utf-8").replace("room: main", "room: mian", 1), encoding="utf-8")
    outcome = build(Options(site, output))
    assert outcome.published is None
    assert [one.code for one in outcome.checked.diagnostics if one.severity == "error"] == ["unknown-id"]
    assert tree(output) == before


def test_a_second_build_writes_nothing(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(Options(site, output))
    again = build(Options(site, output)).published
    assert again is not None
    assert (again.written, again.removed) == ((), ())


def test_a_changed_title_writes_only_the_files_that_show_it(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(Options(site, output))
    page = site / "content" / "pages" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    changed = build(Options(site, output)).published
    assert changed is not None
    assert [path for path in changed.written if not path.startswith("data/")] == ["about/index.html"]


def test_strict_makes_warnings_errors(site: Path, tmp_path: Path) -> None:
    (site / "content" / "notes.txt").write_text("a stray file")
    assert check(Options(site, tmp_path / "output")).clean
    assert not check(Options(site, tmp_path / "output", strict=True)).clean


def test_the_manifest_names_every_file(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(Options(site, output))
    manifest = (output / NAME).read_text(encoding="utf-8")
    assert all(f'"{path}"' in manifest for path in tree(output) if path != NAME)

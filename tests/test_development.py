"""What the command `test` promises: it finds or gets a browser, and never leaves tests out in silence."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlw_build import development

pytestmark = pytest.mark.thorough

TESTS = """
import pytest

def test_that_needs_nothing():
    pass

@pytest.mark.browser
def test_of_a_page():
    raise AssertionError("there is no browser")

@pytest.mark.real
def test_over_a_real_programme():
    raise AssertionError("there are no programmes")
"""

CONFIGURATION = """
[tool.pytest.ini_options]
addopts = ["--strict-markers", "-ra"]
markers = ["browser: needs Chromium", "real: runs over real programmes", "thorough: takes longer"]
"""

RUN = """
import sys
from pathlib import Path
from mlw_build import development

development.CHECKOUT = Path(sys.argv[1])
development.REAL_PROGRAMMES = Path(sys.argv[1], "programmes")
development.find_browser = lambda names: None
development.can_install = lambda: False
sys.exit(development.run_tests(sys.argv[2:]))
"""


def run_tests(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `test` for a small project, on a machine without browser and programmes."""
    (checkout / "tests").mkdir()
    broken = "--broken" in arguments
    (checkout / "tests" / "test_small.py").write_text(
        TESTS.replace("    pass\n", "    assert not 'whole'\n" if broken else "    pass\n")
    )
    arguments = tuple(one for one in arguments if one != "--broken")
    (checkout / "pyproject.toml").write_text(CONFIGURATION)
    return subprocess.run(
        [sys.executable, "-c", RUN, str(checkout), *arguments],
        cwd=development.CHECKOUT,
        env={name: value for name, value in os.environ.items() if name != "CHROMIUM"},
        capture_output=True,
        text=True,
        check=False,
    )


def program(folder: Path, name: str, script: str) -> Path:
    """A program in a folder, made of a line of shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser and without root's powers: the one folder on its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(development, "can_install", lambda: False)
    return folder


def test_what_was_left_out_is_said_on_the_last_lines_after_pytests_own(tmp_path: Path) -> None:
    ran = run_tests(tmp_path)
    said = ran.stdout.splitlines()
    closing = max(number for number, line in enumerate(said) if "skipped in" in line)
    last_words = "\n".join(said[closing + 1 :])
    assert "Left out: browser tests (1), because no Chromium was found. To include them," in last_words
    assert "Left out: tests over real programmes (1), because there is no folder" in last_words
    assert ran.returncode == 0


def test_the_stages_are_said_and_the_quickest_comes_first(tmp_path: Path) -> None:
    said = run_tests(tmp_path).stdout
    assert [line for line in said.splitlines() if line.startswith("Stage")] == [
        "Stage 1 of 3: every part by itself, in small examples",
        "Stage 2 of 3: whole programmes, made up and published, and the rules of the code",
        "Stage 3 of 3: pages in a browser",
    ]
    assert said.index("1 passed") < said.index("Stage 2")


def test_quick_runs_the_first_stage_alone(tmp_path: Path) -> None:
    ran = run_tests(tmp_path, "quick")
    assert ran.stdout.count("Stage") == 1
    assert "1 passed" in ran.stdout.splitlines()[-1]


def test_a_failure_is_told_at_once_and_no_later_stage_is_run(tmp_path: Path) -> None:
    ran = run_tests(tmp_path, "--broken")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    failure = next(line for line in ran.stdout.splitlines() if line.startswith("Failed: "))
    assert "tests/test_small.py::test_that_needs_nothing: AssertionError" in failure
    assert "Stage 1 failed. Not run: whole programmes" in ran.stdout
    assert "Stage 2" not in ran.stdout


def test_when_nothing_was_left_out_pytest_has_the_last_word(tmp_path: Path) -> None:
    ran = run_tests(tmp_path, "-k", "needs_nothing")
    assert "1 passed" in ran.stdout.splitlines()[-1]


def test_the_exit_status_is_pytests(tmp_path: Path) -> None:
    assert run_tests(tmp_path, "-k", "nothing_of_that_name").returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_tests_that_skip_themselves_are_counted_too() -> None:
    plugin = development.LeavesOut([])
    plugin.pytest_runtest_logreport(SimpleNamespace(failed=False, skipped=True, longrepr="Skipped: it needs something"))
    assert plugin.last_words() == ["Left out: other tests (1); the lines above that begin with SKIPPED say why."]


def test_an_expected_failure_is_not_left_out() -> None:
    plugin = development.LeavesOut([])
    plugin.pytest_runtest_logreport(SimpleNamespace(failed=False, skipped=True, wasxfail="known"))
    assert plugin.last_words() == []


def test_without_a_checkout_the_way_to_the_tests_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(development, "CHECKOUT", tmp_path)
    assert development.run_tests([]) == 2
    assert "python3 build.py test" in capsys.readouterr().out


def test_a_browser_on_the_path_is_found_and_handed_to_the_tests(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "")
    browser = program(bare, "chromium", "exit 0")
    assert development.missing_browser() == []
    assert os.environ["CHROMIUM"] == str(browser)


def test_a_browser_that_only_says_where_to_get_it_is_none(bare: Path) -> None:
    program(bare, "chromium-browser", "exit 1")
    [missing] = development.missing_browser()
    assert missing.why == "no Chromium was found"


def test_a_named_browser_that_does_not_start_is_named(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "chromium", "exit 0")
    monkeypatch.setenv("CHROMIUM", "my-browser")
    [missing] = development.missing_browser()
    assert missing.why == "my-browser, which the variable CHROMIUM names, does not start"


def test_where_there_is_apt_the_one_command_to_type_is_named(bare: Path) -> None:
    program(bare, "apt-get", "exit 0")
    [missing] = development.missing_browser()
    assert "\n    sudo apt-get install chromium-headless-shell fonts-noto-core\n" in missing.remedy


def test_root_gets_the_browser_without_being_asked(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setattr(development, "can_install", lambda: True)
    browser = program(bare, "not yet chromium", "exit 0")
    program(bare, "apt-get", f'[ "$2" = update ] || /bin/mv "{browser}" "{bare / "chromium"}"')
    assert development.missing_browser() == []
    assert "Installing Chromium with apt-get" in capsys.readouterr().out


def test_a_browser_that_is_there_without_its_fonts_gets_them(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setattr(development, "can_install", lambda: True)
    program(bare, "chromium", "exit 0")
    program(bare, "apt-get", f'echo "$@" >> "{bare / "asked"}"')
    program(bare, "dpkg-query", "echo not-installed")
    assert development.missing_browser() == []
    assert "install -y --no-install-recommends chromium-headless-shell fonts-noto-core" in (bare / "asked").read_text()
    (bare / "asked").unlink()
    monkeypatch.setenv("CHROMIUM", "")
    program(bare, "dpkg-query", "printf installed")
    assert development.missing_browser() == []
    assert not (bare / "asked").exists()


def test_when_apt_fails_its_last_words_are_shown_and_the_tests_run_without(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(development, "can_install", lambda: True)
    program(bare, "apt-get", "echo no network; exit 100")
    [missing] = development.missing_browser()
    assert missing.marker == "browser"
    assert "    no network" in capsys.readouterr().out

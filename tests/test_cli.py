"""What somebody at a terminal is promised: help, exit statuses, plain words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mlw_build.cli import COMMANDS, main

CHECKOUT = Path(__file__).resolve().parent.parent
CONFERENCE = """\
    id: demo
    title: Demo
    time_zone: Europe/Paris
    languages: [en]
    domain: example.org
    """


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "programme").mkdir(parents=True)
    (tmp_path / "content" / "conference.yaml").write_text(dedent(CONFERENCE))
    write_day(tmp_path, "end: 11:00")
    return tmp_path


def write_day(site: Path, end: str) -> None:
    text = f"date: 2020-10-12\nsessions:\n  - id: opening\n    title: Opening\n    start: 10:00\n    {end}\n"
    (site / "content" / "programme" / "day.yaml").write_text(text)


def test_check_is_0_for_a_clean_programme(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(site)]) == 0
    assert "error" not in capsys.readouterr().out


def test_check_is_1_for_a_programme_with_errors(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_day(site, "end: 09:00")
    assert main(["check", "--root", str(site)]) == 1
    out = capsys.readouterr().out
    assert "content/programme/day.yaml:6:10: error: It ends at 09:00, before it begins at 10:00." in out
    assert "1 error" in out


def test_build_is_the_default_command(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(site)]) == 0
    assert (site / "output" / "index.html").is_file()
    assert "output" in capsys.readouterr().out


@pytest.mark.parametrize(("end", "status"), [("end: 11:00", 0), ("end: 09:00", 1)])
def test_a_program_that_reads_what_we_print_has_all_of_it(
    site: Path, capsys: pytest.CaptureFixture[str], end: str, status: int
) -> None:
    write_day(site, end)
    main(["check", "--root", str(site)])
    command = [sys.executable, "-m", "mlw_build", "check", "--root", str(site)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, capsys.readouterr().out)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("asked", [["check"], ["check", "--format", "json"], ["build"]])
def test_a_report_that_cannot_be_printed_is_a_failure_in_one_line(site: Path, asked: list[str]) -> None:
    command = [sys.executable, "-m", "mlw_build", *asked, "--root", str(site)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=CHECKOUT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (2, ["error: Printing failed: No space left on device."])
    assert "Traceback" not in done.stderr


def test_build_says_that_nothing_was_published(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_day(site, "end: 09:00")
    assert main(["build", "--root", str(site)]) == 1
    assert "Nothing was published." in capsys.readouterr().err
    assert not (site / "output").exists()


def test_an_output_folder_that_is_not_ours_is_refused_with_2(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "output").mkdir()
    (site / "output" / "thesis.odt").write_text("years of work")
    assert main(["--root", str(site)]) == 2
    assert "will not touch them" in capsys.readouterr().err


def test_a_folder_without_a_site_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 1
    assert "new conference" in capsys.readouterr().out


ON_A_SITE = [
    ["build"], ["check"], ["serve"], ["suggest", "a"], ["resolve"], ["calendar", "status"], ["diff", "HEAD"],
    ["new", "speaker", "Ana"], ["new", "session", "A"], ["new", "day", "2020-10-13"],
]  # fmt: skip


@pytest.mark.parametrize("command", ON_A_SITE, ids=" ".join)
def test_a_folder_that_is_not_there_is_2_and_is_not_made(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere"
    with pytest.raises(SystemExit, match="2"):
        main([*command, "--root", str(missing)])
    assert f"There is no folder {missing}." in capsys.readouterr().err
    assert not missing.exists()


def test_a_file_is_not_a_folder(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = site / "content" / "conference.yaml"
    with pytest.raises(SystemExit, match="2"):
        main(["check", "--root", str(file)])
    assert f"{file} is not a folder." in capsys.readouterr().err


def test_a_conference_makes_its_folder(tmp_path: Path) -> None:
    assert main(["new", "conference", "Ours", "--root", str(tmp_path / "ours")]) == 0
    assert main(["check", "--root", str(tmp_path / "ours")]) == 0


@pytest.mark.parametrize("port", ["-5", "65536", "99999", "http"])
def test_a_port_that_is_none_is_2(site: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["serve", "--root", str(site), f"--port={port}"])
    assert f"{port} is not a port; write a number from 1 to 65535" in capsys.readouterr().err


def test_an_unknown_command_is_2_and_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["biuld"])
    assert stopped.value.code == 2
    assert "build" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert COMMANDS[command][1:30] in " ".join(capsys.readouterr().out.split())


def test_help_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"    {command} " in out for command in COMMANDS)


def test_a_base_url_has_to_be_an_address(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(site), "--base-url", "example.org"]) == 2
    assert "https://" in capsys.readouterr().err

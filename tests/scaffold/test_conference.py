"""`new conference` writes the whole repository of a conference, with nothing wrong in it, that publishes itself."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from mlw_build.cli import main
from mlw_build.commands import new
from mlw_build.diagnostics import Severity
from mlw_build.pipeline import Options, check
from mlw_build.report.text import as_text
from mlw_build.scaffold.conference import HOSTS, NewConference, repository_files, start_conference
from mlw_build.scaffold.entries import CLEAN, PROBLEMS, USAGE
from mlw_build.scaffold.tool_source import UNKNOWN_SOURCE, ToolSource, parse_source

SOURCE = ToolSource("https://example.org/mlw_build", "a" * 40)
THREE_DAYS = NewConference("Ours", date(2027, 5, 4), date(2027, 5, 6), "Africa/Nairobi", ("fr", "en"))
NAMES = [
    'The "best", and: more',
    "متحدث",
    "李",
    "😀",
    "null",
    "yes",
    "2020",
    "# 1",
    "- x",
    "a: b",
    "{x}",
    "100 %",
    "no",
]


def worst(root: Path) -> str:
    """What is wrong with a site, without notes."""
    found = check(Options(root, root / "output"))
    return as_text([one for one in found.diagnostics if one.severity is not Severity.NOTE], found.texts())


@pytest.mark.parametrize("name", NAMES)
def test_a_new_conference_has_nothing_wrong_with_it(tmp_path: Path, name: str) -> None:
    assert main(["new", "conference", name, "--root", str(tmp_path)]) == CLEAN
    assert worst(tmp_path) == "No problems."


def test_it_has_a_day_for_each_date_and_nothing_wrong_with_any(tmp_path: Path) -> None:
    assert start_conference(tmp_path, THREE_DAYS, SOURCE) == CLEAN
    days = sorted(path.stem for path in (tmp_path / "content" / "programme").iterdir())
    assert days == ["2027-05-04", "2027-05-05", "2027-05-06"]
    assert worst(tmp_path) == "No problems."


def test_options_say_what_it_is(tmp_path: Path) -> None:
    options = "--first-day 2027-05-04 --last-day 2027-05-05 --time-zone Asia/Tokyo --languages en,ar"
    address = ["--address", "https://www.conference.example/2027/"]
    assert main(["new", "conference", "Ours", "--root", str(tmp_path), *options.split(), *address]) == CLEAN
    settings = yaml.safe_load((tmp_path / "content" / "conference.yaml").read_text(encoding="utf-8"))
    assert (settings["time_zone"], settings["languages"]) == ("Asia/Tokyo", ["en", "ar"])
    assert (settings["address"], settings["domain"]) == (address[1], "conference.example")


WRONG = {
    "--first-day 2027-13-01": "2027-13-01",
    "--first-day 2027-05-04 --last-day 2027-05-03": "is before the first",
    "--first-day 2027-05-04 --last-day 2028-05-03": "more than 31 days",
    "--time-zone Europe/Pariss": "Did you mean `Europe/Paris`?",
    "--languages en,en": "each language once",
    "--address example.org": "example.org",
    "--tool https://example.org/mlw_build": "a commit's 40 digits",
}


@pytest.mark.parametrize("options", WRONG)
def test_a_wrong_option_is_said_and_nothing_is_written(
    tmp_path: Path, options: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "conference", "Ours", "--root", str(tmp_path / "ours"), *options.split()]) == USAGE
    assert WRONG[options] in capsys.readouterr().err
    assert not (tmp_path / "ours").exists()


def test_on_a_terminal_it_asks_for_what_the_options_do_not_say_until_it_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["Ours", "soon", "2027-05-04", "2027-05-05", "", "fr, en", ""])
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(new.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    assert main(["new", "conference", "--root", str(tmp_path)]) == CLEAN
    assert [question.split(" [")[0].split(":")[0] for question in asked].count("First day") == 2
    assert "soon" in capsys.readouterr().out
    assert "languages: [fr, en]" in (tmp_path / "content" / "conference.yaml").read_text(encoding="utf-8")


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("ours")
    assert start_conference(tmp_path, THREE_DAYS, SOURCE) == CLEAN
    assert (tmp_path / "README.md").read_text() == "ours"
    assert start_conference(tmp_path, THREE_DAYS, SOURCE) == PROBLEMS
    assert "already" in capsys.readouterr().err


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_has_its_own_file_and_no_other(host: str) -> None:
    conference = NewConference("Ours", date(2027, 5, 4), date(2027, 5, 4), ci=host)
    files = repository_files(conference, SOURCE)
    told = {one.file[1] for one in HOSTS.values() if one.file}
    assert {path for path in files if path in told} == ({HOSTS[host].file[1]} if HOSTS[host].file else set())


def test_its_files_are_what_their_names_say() -> None:
    for host in HOSTS:
        conference = NewConference("Ours", date(2027, 5, 4), date(2027, 5, 4), ci=host)
        for path, text in repository_files(conference, SOURCE).items():
            assert "@ADDRESS@" not in text
            assert "@COMMIT@" not in text
            if path.endswith(".json"):
                json.loads(text)
            if path.endswith((".yml", ".yaml")):
                yaml.safe_load(text)
            if path.endswith(".toml"):
                tomllib.loads(text)
            if path.endswith(".py"):
                ast.parse(text, feature_version=(3, 11))


def test_the_schemas_that_its_files_name_are_there_and_find_nothing_wrong() -> None:
    files = repository_files(THREE_DAYS, SOURCE)
    checked = 0
    for path, text in files.items():
        if path.startswith("content/") and path.endswith(".yaml"):
            named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
            schema = files[named.removeprefix("../").removeprefix("../")]
            # Dates and times are texts to editors, as in YAML 1.2.
            data = yaml.load(text, Loader=yaml.BaseLoader)
            Draft202012Validator(json.loads(schema)).validate(data or [])
            checked += 1
    assert checked == 8
    told = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    assert {name.removeprefix("./") for name in told} <= files.keys()


def test_where_the_program_came_from_is_named_without_a_password() -> None:
    commit = "0123456789" * 4
    wanted = ToolSource("https://example.org/owner/tool", commit)
    assert parse_source(f"https://name:secret@example.org/owner/tool.git@{commit}") == wanted
    assert parse_source(f"git@example.org:owner/tool.git@{commit}") == wanted
    assert parse_source(f"https://example.org/owner/tool@{commit[:7]}") is None
    assert parse_source(f"../tool@{commit}") is None


def test_whoever_has_to_fill_in_the_tools_address_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_conference(tmp_path, THREE_DAYS, UNKNOWN_SOURCE)
    assert f"into {tmp_path / 'build.py'}" in capsys.readouterr().out


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_its_own_build_py_gets_the_tool_at_its_commit_once_and_hands_over(tmp_path: Path) -> None:
    tool, ours = tmp_path / "tool", tmp_path / "ours"
    tool.mkdir()
    (tool / "build.py").write_text("import sys; print('tool', *sys.argv[1:]); sys.exit(7)")
    git(tool, "init", "--quiet")
    git(tool, "add", ".")
    git(tool, "commit", "--quiet", "--message", "The tool")
    start_conference(ours, THREE_DAYS, ToolSource(tool.as_uri(), git(tool, "rev-parse", "HEAD")))
    first, second = [
        subprocess.run(
            [sys.executable, str(ours / "build.py"), "check", "--all"], capture_output=True, text=True, check=False
        )
        for _ in range(2)
    ]
    assert (first.stdout, first.returncode) == ("tool check --all\n", 7)
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_a_commit_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    start_conference(tmp_path / "ours", THREE_DAYS, ToolSource((tmp_path / "none").as_uri(), "a" * 40))
    command = [sys.executable, str(tmp_path / "ours" / "build.py"), "check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Are TOOL and COMMIT" in ran.stderr
    assert "Traceback" not in ran.stderr

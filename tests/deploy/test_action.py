"""The action, and the workflow of a conference's own repository, do on a runner what they say, with no right too many.

Each `run:` is run as it stands in the YAML, in a clean clone, with the variables that a runner sets.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlw_build.scaffold.conference import NewConference, repository_files
from mlw_build.scaffold.tool_source import ToolSource

CHECKOUT = Path(__file__).resolve().parents[2]
ACTION = CHECKOUT / "action.yml"
SCAFFOLDED = CHECKOUT / "mlw_build" / "scaffold" / "repository" / "github.yml"
OWN = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
WORKFLOWS = [SCAFFOLDED, *OWN]
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
SOURCE = ToolSource("https://example.org/mlw_build", "a" * 40)
CONFERENCE = NewConference("Ours", date(2027, 5, 4), date(2027, 5, 4))


def read(path: Path) -> dict[Any, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of a conference's own repository, whose origin takes pushes."""
    first, origin = tmp_path / "first", tmp_path / "origin.git"
    for path, text in repository_files(CONFERENCE, SOURCE).items():
        (first / path).parent.mkdir(parents=True, exist_ok=True)
        (first / path).write_text(text, encoding="utf-8")
    git(first, "init", "--quiet", "--initial-branch=main")
    git(first, "add", ".")
    git(first, "commit", "--quiet", "--message", "The conference")
    git(tmp_path, "clone", "--quiet", "--bare", str(first), str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(tmp_path / "clone"))
    return tmp_path / "clone"


def run_action(clone: Path, command: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run the steps of the action that a command asks for, until one fails. Gives what the last one said."""
    action = read(ACTION)
    inputs = {name: str(one["default"]) for name, one in action["inputs"].items()}
    inputs |= {"command": command} | {name.replace("_", "-"): value for name, value in given.items()}
    ran = None
    for step in action["runs"]["steps"]:
        if "run" in step and is_asked_for(step["if"], inputs["command"]):
            ran = run_step(clone, step["run"], {name: filled(text, inputs) for name, text in step["env"].items()})
            if ran.returncode:
                break
    assert ran is not None
    return ran


def is_asked_for(condition: str, command: str) -> bool:
    return command in re.findall(r"inputs\.command == '(\w+)'", condition)


def filled(text: str, inputs: Mapping[str, str]) -> str:
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values |= {"github.token": "token", "steps.pages.outputs.base_url": ""}
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], text)


def run_step(clone: Path, script: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """As GitHub's runner runs a step of bash."""
    runner = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(clone.parent),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(CHECKOUT),
        "GITHUB_WORKSPACE": str(clone),
        "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=clone, env=runner | dict(env), capture_output=True, text=True, check=False)


def day(clone: Path) -> Path:
    return clone / "content" / "programme" / "2027-05-04.yaml"


@pytest.mark.thorough
def test_on_a_pull_request_the_summary_says_what_subscribers_will_see_change(clone: Path) -> None:
    assert run_action(clone, "lock").returncode == 0
    day(clone).write_text(day(clone).read_text(encoding="utf-8").replace("start: 10:00", "start: 09:45"))
    ran = run_action(clone, "check")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Opening" in (clone.parent / "summary.md").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_a_mistake_is_shown_at_its_line_and_fails_the_check(clone: Path) -> None:
    day(clone).write_text(day(clone).read_text(encoding="utf-8").replace("room: main", "room: mian"))
    ran = run_action(clone, "check")
    assert ran.returncode == 1
    assert re.search(r"^::error file=content/programme/2027-05-04\.yaml,line=\d+", ran.stdout, re.M)


@pytest.mark.thorough
def test_the_lock_is_committed_and_pushed_and_only_when_it_changed(clone: Path) -> None:
    for _ in range(2):
        ran = run_action(clone, "lock")
        assert ran.returncode == 0, ran.stdout + ran.stderr
    origin = clone.parent / "origin.git"
    assert git(origin, "show", "--name-only", "--format=%s", "main").split("\n\n") == [
        "Record in the calendar lock what is published",
        "content/calendar.lock",
    ]
    assert git(origin, "rev-list", "--count", "main") == "2"


@pytest.mark.thorough
def test_the_site_is_built_for_the_address_that_is_given(clone: Path) -> None:
    run_action(clone, "lock")
    ran = run_action(clone, "build", base_url="https://conference.example/2027/", output="site")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "https://conference.example/2027/" in (clone / "site" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_with_a_mistake_in_the_programme_nothing_is_built(clone: Path) -> None:
    day(clone).write_text(day(clone).read_text(encoding="utf-8").replace("room: main", "room: mian"))
    assert run_action(clone, "build").returncode == 1
    assert not (clone / "output").exists()


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_every_action_is_named_by_its_commit_and_says_its_version(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    named = [line for line in lines if re.search(r"^-? ?uses: (?!\./)", line)]
    assert named
    assert [line for line in named if not PINNED.search(line)] == []


def test_an_action_has_one_version_in_all_files() -> None:
    paths = [ACTION, *WORKFLOWS, *(CHECKOUT / "deploy").glob("*.yml")]
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    versions = set(re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (\S+)", text))
    assert len(versions) == len({action for action, _, _ in versions})


def test_no_text_from_outside_becomes_part_of_a_command() -> None:
    steps = list(read(ACTION)["runs"]["steps"])
    steps += [step for path in WORKFLOWS for job in read(path)["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_pull_request_brings_can_write_nothing(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads `on` as true
    for job in workflow["jobs"].values():
        on_main_alone = "github.event_name != 'pull_request'" in job.get("if", "") or "needs" in job
        assert on_main_alone or set(job["permissions"].values()) <= {"read"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_whoever_publishes_runs_nothing_of_the_site(path: Path) -> None:
    for job in read(path)["jobs"].values():
        if "pages" in job["permissions"] and job["permissions"]["pages"] == "write":
            assert [step["uses"].split("@")[0] for step in job["steps"]] == ["actions/deploy-pages"]


def test_commands_of_the_workflow_are_commands_of_the_action() -> None:
    known = set(re.findall(r"inputs\.command == '(\w+)'", ACTION.read_text(encoding="utf-8")))
    steps = [step for path in WORKFLOWS for job in read(path)["jobs"].values() for step in job["steps"]]
    asked = {step["with"]["command"] for step in steps if str(step.get("uses", "")).startswith("./")}
    assert asked
    assert asked <= known


def test_other_repositories_can_hook_in_what_an_installed_program_can_do() -> None:
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"]: hook["entry"] for hook in hooks} == {
        "mlw-build-check": "mlw-build check",
        "mlw-build-fix": "mlw-build check --fix",
    }


@pytest.mark.skipif(shutil.which("zizmor", path=str(Path(sys.executable).parent)) is None, reason="needs zizmor")
@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_zizmor_finds_nothing(path: Path, tmp_path: Path) -> None:
    folder = tmp_path if path == ACTION else tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder)
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-config", "--persona", "pedantic"]
    ran = subprocess.run(
        [*command, "--min-severity", "low", str(folder / path.name)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr

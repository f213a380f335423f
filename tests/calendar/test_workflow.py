"""The workflow for GitHub says what the tool understands, and commits on the published branch only."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
from pathlib import Path

import yaml

WORKFLOW = Path(__file__).resolve().parents[2] / "deploy" / "calendar-lock.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]


def test_its_commands_are_commands_of_the_tool() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    commands = re.findall(r"python3 build\.py ([^|>\n]+)", text)
    assert len(commands) == 3
    for command in commands:
        name, *words = shlex.split(command)
        module = importlib.import_module(f"mlw_build.commands.{name}")
        parser = argparse.ArgumentParser()
        module.configure(parser)
        parser.parse_args(words)


def test_a_pull_request_writes_nothing_into_the_repository() -> None:
    assert JOBS["compare"]["if"] == "github.event_name == 'pull_request'"
    assert JOBS["compare"]["permissions"] == {"contents": "read"}
    assert "contents" not in JOBS["comment"]["permissions"]
    assert JOBS["update"]["if"] == "github.event_name != 'pull_request'"


def test_no_text_of_a_pull_request_reaches_a_shell() -> None:
    for job in JOBS.values():
        assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]

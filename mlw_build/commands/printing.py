"""How `check` prints what it found: as text, JSON, GitHub annotations or SARIF."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import mlw_build
from mlw_build.commands.common import print_problems
from mlw_build.commands.explaining import all_pages, all_rules, pages_folder
from mlw_build.pipeline import CheckedSite
from mlw_build.report.escaping import write_commands
from mlw_build.report.github import LARGEST_SUMMARY, as_github
from mlw_build.report.json import as_json
from mlw_build.report.sarif import as_sarif
from mlw_build.report.text import summary

FORMATS = ("text", "json", "github", "sarif")


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options --format and --all."""
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to print what is found (default: %(default)s)"
    )
    parser.add_argument("--all", action="store_true", help="print all of it as text, not only a screenful")


def print_diagnostics(form: str, checked: CheckedSite, root: Path, *, everything: bool = False) -> None:
    """Print what was found about the site at this root; for GitHub, add what has no room to the job summary."""
    if form == "json":
        print(as_json(checked.diagnostics))
    elif form == "sarif":
        folder = folder_in_repository(root, os.environ)
        docs = docs_address(os.environ)
        print(as_sarif(checked.diagnostics, all_rules(), all_pages(), mlw_build.__version__, folder, docs))
    elif form == "github":
        _print_for_github(checked, root)
    else:
        print_problems(checked.diagnostics, checked.texts(), sys.stdout, everything=everything)


def _print_for_github(checked: CheckedSite, root: Path) -> None:
    """Print annotations. What they have no room for goes to the job summary, or below them where there is none."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    used = Path(file).stat().st_size if file and Path(file).is_file() else 0
    room = max(0, LARGEST_SUMMARY - used)
    report = as_github(checked.diagnostics, folder_in_repository(root, os.environ), room)
    if report.annotations:
        write_commands(f"{report.annotations}\n", sys.stdout)
    if file:
        with Path(file).open("a", encoding="utf-8") as job_summary:
            job_summary.write(report.summary)
    elif report.rest:
        print_problems(report.rest, checked.texts(), sys.stdout, everything=True)
    print(summary(checked.diagnostics))


def folder_in_repository(root: Path, environment: Mapping[str, str]) -> str:
    """The site's folder in the repository, ending in a slash; nothing where it is the repository's own folder."""
    workspace = Path(environment.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    try:
        inside = root.resolve().relative_to(workspace).as_posix()
    except ValueError:
        return ""
    return "" if inside == "." else f"{inside}/"


def docs_address(environment: Mapping[str, str]) -> str | None:
    """Where the pages about the checks can be read: in the repository, if it is this tool's checkout too."""
    needed = [environment.get(key) for key in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")]
    workspace = environment.get("GITHUB_WORKSPACE")
    if not workspace or None in needed or not pages_folder().is_relative_to(Path(workspace).resolve()):
        return None
    server, repository, commit = needed
    inside = pages_folder().relative_to(Path(workspace).resolve()).as_posix()
    return f"{server}/{repository}/blob/{commit}/{inside}/"

"""Where this program itself came from, so that a conference's repository can name it: a git address and a commit."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from msgspec import Struct

import mlw_build

COMMIT = re.compile(r"[0-9a-f]{40}")
_HTTPS = re.compile(r"https://(?:[^/@\s]+@)?([\w.-]+(?::\d+)?/[\w./~-]+)")
_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./~-]+)")


class ToolSource(Struct, frozen=True):
    """A git repository of this program, by its https address, and the commit of it, in 40 digits."""

    address: str
    commit: str

    @property
    def is_known(self) -> bool:
        """Whether it can be fetched from there, with nothing left for a person to fill in."""
        return self != UNKNOWN_SOURCE


UNKNOWN_SOURCE = ToolSource("https://github.com/OWNER/mlw_build", "0" * 40)
"""What stands in the files where nobody could say: to be filled in by hand."""


def parse_source(text: str) -> ToolSource | None:
    """The source in ADDRESS@COMMIT, such as https://github.com/OWNER/mlw_build@COMMIT; None where it is not that."""
    address, _, commit = text.strip().rpartition("@")
    public = _public_address(address)
    return ToolSource(public, commit) if public and COMMIT.fullmatch(commit) else None


def tool_source() -> ToolSource:
    """The source of the program that runs: of its checkout, else as pip recorded it (PEP 610), else unknown."""
    return _of_checkout() or _of_installation() or UNKNOWN_SOURCE


def _of_checkout() -> ToolSource | None:
    folder = Path(mlw_build.__file__).resolve().parent.parent
    if not (folder / ".git").exists():
        return None
    return parse_source(f"{_git(folder, 'remote', 'get-url', 'origin')}@{_git(folder, 'rev-parse', 'HEAD')}")


def _git(folder: Path, *arguments: str) -> str:
    try:
        ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _of_installation() -> ToolSource | None:
    try:
        recorded = json.loads(distribution("mlw-build").read_text("direct_url.json") or "{}")
        return parse_source(f"{recorded['url']}@{recorded['vcs_info']['commit_id']}")
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return None


def _public_address(address: str) -> str | None:
    """The https address of a remote, without the name and password that may stand in it; None of a local one."""
    https = _HTTPS.fullmatch(address.removesuffix(".git"))
    ssh = _SSH.fullmatch(address.removesuffix(".git"))
    return f"https://{https[1]}" if https else f"https://{ssh[1]}/{ssh[2]}" if ssh else None

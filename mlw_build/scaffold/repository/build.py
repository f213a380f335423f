#!/usr/bin/env python3
"""Check, build and preview this site: `python3 build.py check`, `python3 build.py`, `python3 build.py serve`.

The work is done by mlw_build, which this file gets with git into the folder .mlw-build, once, at the commit below.
For a newer one, change COMMIT. It needs Python 3.11 or newer, git, and the network the first time.
"""

import subprocess
import sys
from pathlib import Path

TOOL = "@ADDRESS@"
COMMIT = "@COMMIT@"

HERE = Path(__file__).resolve().parent
FOLDER = HERE / ".mlw-build"


def is_fetched() -> bool:
    """Whether the tool is there, at this commit: git writes HEAD when all files are in place."""
    head = FOLDER / ".git" / "HEAD"
    return head.is_file() and head.read_text().strip() == COMMIT and (FOLDER / "build.py").is_file()


def fetch() -> None:
    """Get the tool. A commit's number is the checksum of all its files, which git verifies."""
    print(f"Getting mlw_build from {TOOL} (once).", file=sys.stderr, flush=True)
    for command in (
        ["init", "--quiet", str(FOLDER)],
        ["-C", str(FOLDER), "fetch", "--quiet", "--depth", "1", TOOL, COMMIT],
        ["-C", str(FOLDER), "checkout", "--quiet", "--force", "--detach", COMMIT],
    ):
        try:
            status = subprocess.run(["git", *command], check=False).returncode
        except FileNotFoundError:
            sys.exit("build.py needs git: install it from git-scm.com or your system's packages.")
        if status != 0:
            sys.exit(
                f"mlw_build could not be fetched. Are TOOL and COMMIT in {__file__} right, and is there a network?"
            )


if __name__ == "__main__":
    if not is_fetched():
        fetch()
    folder = Path.cwd() if (Path.cwd() / "content").is_dir() else HERE
    try:
        command = [sys.executable, str(FOLDER / "build.py"), *sys.argv[1:]]
        sys.exit(subprocess.run(command, cwd=folder, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(130)

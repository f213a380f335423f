#!/usr/bin/env python3
"""Upload a built site with rsync, so that no visitor gets a page without its styles or a list without its pages.

    python3 deploy/upload.py output user@www.example.org:/var/www/conference
    python3 deploy/upload.py output user@www.example.org:/var/www/conference --remove

The first sends what is new: assets, then feeds, data and media, then pages. It removes nothing, so that open pages
find what they refer to. The second takes out what is no longer part of the site; run it an hour later or the next day.
What is part of the site is in its manifest, .mlw-build.json. Needs rsync on both sides, and no package of Python.
Exit status: rsync's own, or 2 when there is no site or no rsync.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

MANIFEST = ".mlw-build.json"


def batches(paths: Iterable[str]) -> list[list[str]]:
    """The site's files in the order of their upload: what others refer to goes before what refers to it.

    The worker that keeps pages on devices goes last: it names files of all kinds.
    """

    def rank(path: str) -> int:
        return 0 if path.startswith("assets/") else 3 if path == "sw.js" else 2 if path.endswith(".html") else 1

    ordered = sorted(paths)
    return [batch for wanted in range(4) if (batch := [path for path in ordered if rank(path) == wanted])]


def rsync(arguments: Sequence[str], files: Sequence[str] = ()) -> int:
    """Run rsync, for these files only where there are some. It puts each file in place whole. Gives its exit status."""
    listed = ["--from0", "--files-from=-"] if files else []
    command = ["rsync", "--times", "--perms", *listed, *arguments]
    return subprocess.run(command, input="\0".join(files), text=True, check=False).returncode


def upload(output: Path, target: str) -> int:
    """Send what is new, batch by batch; stops where one fails."""
    for files in batches(json.loads((output / MANIFEST).read_text(encoding="utf-8"))["files"]):
        status = rsync([f"{output}/", target], files)
        if status:
            return status
    return 0


def remove(output: Path, target: str) -> int:
    """Take out what is no longer part of the site, and send nothing."""
    keep = ["--recursive", "--existing", "--ignore-existing", "--delete", f"--exclude=/{MANIFEST}"]
    return rsync([*keep, f"{output}/", target])


def main() -> int:
    """Do what the words after the program's name ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path, help="the folder that the build made")
    parser.add_argument("target", help="where to, as rsync takes it: user@host:/folder, or a folder")
    parser.add_argument("--remove", action="store_true", help="take out what is no longer part of the site")
    options = parser.parse_args()
    if not (options.output / MANIFEST).is_file():
        print(f"error: {options.output} is not a site that mlw_build built.", file=sys.stderr)
        return 2
    target = options.target.rstrip("/") + "/"
    try:
        return (remove if options.remove else upload)(options.output, target)
    except FileNotFoundError:
        print("error: rsync is not installed here.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

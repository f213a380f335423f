"""A generator for tests: it copies its only file, and notes what it found and what it made."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mlw_build.bench.generators import Generator
from mlw_build.bench.synthetic import Conference

LOG = "log.jsonl"

BUILD = """
import json, pathlib, sys
name, site, output, log = sys.argv[1:]
text = pathlib.Path(site, "sessions").read_text()
made = pathlib.Path(output, "index.html")
with open(log, "a") as file:
    json.dump([name, made.read_text() if made.exists() else None, text], file)
    file.write("\\n")
made.parent.mkdir(exist_ok=True)
if not made.exists() or made.read_text() != text:
    made.write_text(text)
"""


def sessions(conference: Conference) -> Iterator[tuple[str, str]]:
    """A site of one file: all that an edit can change."""
    yield "sessions", "".join(f"{one.room} {one.start} {one.abstract}" for one in conference.sessions)


def generator(name: str, folder: Path) -> Generator:
    """One of these, with a name, at work under a folder; its notes are in LOG there."""
    site, output = folder / name / "site", folder / name / "output"
    command = (sys.executable, "-c", BUILD, name, str(site), str(output), str(folder / LOG))
    return Generator(name, site, output, command, dict(os.environ), (output,), sessions)

"""The data of YAML texts that were parsed before, kept by content, so that only what has changed is parsed again.

It is kept in a folder beside the site's content, which may be deleted at any time. A text with problems, or with
aliases (which expand, to gigabytes if somebody wants them to), is parsed each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import mlw_build
from mlw_build.read import yaml_reader
from mlw_build.read.yaml_problems import Problem
from mlw_build.whole_files import put

FOLDER = Path(".cache") / "parsed"
"""In the site's root."""

LARGE = 50_000
"""Characters from which a text has a file to itself, since writing one again must not mean writing all. The small
texts share a file where they have as many together; with fewer, parsing them is as quick as looking them up."""

_SMALL = "small.json"
_OURS = re.compile(r"(small|[0-9a-f]{40})\.json|\..*\.json\.\d+\.new")
_FORMAT = 1

Shelf = dict[str, Any]
"""Data by the key of the text that it was parsed from: what one file of the folder holds."""


class ParsedSources:
    """Parses texts, or finds what they gave the last time; `keep` writes down what is new.

    Whatever cannot be read, was damaged or comes from another version counts as not there, and a folder that
    cannot be written is done without. Files are put in place whole, so several builds may use one folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Shelf] = {}
        self._met: dict[str, Shelf] = {}
        self._characters: Counter[str] = Counter()

    @classmethod
    def open(cls, root: Path) -> ParsedSources:
        """What is kept for the site with this root. Nothing is read before it is asked for."""
        return cls(root.resolve() / FOLDER)

    def read_yaml(self, text: str) -> tuple[Any, tuple[Problem, ...]]:
        """The same as `yaml_reader.read_yaml`."""
        key = hashlib.blake2b(text.encode(), digest_size=20).hexdigest()
        name = f"{key}.json" if len(text) >= LARGE else _SMALL
        if name not in self._found:
            self._found[name] = _shelf_in(self._folder / name)
        shelf = self._found[name]
        if key in shelf:
            data = shelf[key]
        else:
            parsed = yaml_reader.parse(text)
            if parsed.problems or parsed.has_aliases:
                return parsed.data, parsed.problems
            data = parsed.data
        self._met.setdefault(name, {})[key] = data
        self._characters[name] += len(text)
        return data, ()

    def keep(self) -> None:
        """Write down what was parsed since `open`, and take away what was not asked for."""
        if self._folder.resolve() != self._folder:
            return  # a link: who follows it may write or delete what belongs to others
        kept = {name: shelf for name, shelf in self._met.items() if self._characters[name] >= LARGE}
        with contextlib.suppress(OSError):
            for name, shelf in kept.items():
                if shelf.keys() != self._found[name].keys():
                    self._write(name, shelf)
            for file in self._folder.iterdir():
                if file.name not in kept and _OURS.fullmatch(file.name):
                    file.unlink(missing_ok=True)

    def _write(self, name: str, shelf: Shelf) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True)
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        written = json.dumps(shelf, separators=(",", ":")).encode()
        put(self._folder / name, _head(written) + written)


def _shelf_in(file: Path) -> Shelf:
    """What a file holds; nothing where it is not whole, or not of these versions."""
    try:
        head, _, written = file.read_bytes().partition(b"\n")
        shelf = json.loads(written) if head + b"\n" == _head(written) else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return shelf if isinstance(shelf, dict) else {}


def _head(written: bytes) -> bytes:
    """The first line of a file: what wrote it, and the checksum of the rest."""
    return f"{_writer()} {hashlib.blake2b(written).hexdigest()}\n".encode()


@cache
def _writer() -> str:
    """What decides on the data that a text gives: the versions, and the parser's own source."""
    source = hashlib.blake2b(Path(yaml_reader.__file__).read_bytes(), digest_size=8).hexdigest()
    library = f"PyYAML {yaml.__version__}{'' if yaml.__with_libyaml__ else ' without libyaml'}"
    return f"mlw_build {mlw_build.__version__} parsed {_FORMAT} {source} {library}"

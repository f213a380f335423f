"""The data of YAML texts that were parsed before, kept by content, so that only what has changed is parsed again.

A text with problems, or with aliases (which expand, to gigabytes if somebody wants them to), is parsed each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mlw_build.cache import storage as kept
from mlw_build.cache.storage import is_real_folder, load, store, text_key
from mlw_build.read import yaml_reader
from mlw_build.read.yaml_problems import Problem

FOLDER = kept.FOLDER / "parsed"
"""In the site's root."""

LARGE = 50_000
"""Characters from which a text has a file to itself, since writing one again must not mean writing all. The small
texts share a file where they have as many together; with fewer, parsing them is as quick as looking them up."""

_SMALL = "small.json"
_OURS = re.compile(r"(small|[0-9a-f]{40})\.json|\..*\.json\.\d+\.new")
_FORMAT = 1

Shelf = dict[str, Any]
"""Data by the key of the text that it was parsed from: what one file of the folder holds."""


class YamlCache:
    """Parses texts, or finds what they gave the last time; `store` writes down what is new.

    Of each file that `mlw_build.cache.storage` keeps, `shelf` is what is in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Shelf] = {}
        self._met: dict[str, Shelf] = {}
        self._characters: Counter[str] = Counter()

    @classmethod
    def open(cls, root: Path) -> YamlCache:
        """What is kept for the site with this root. Nothing is read before it is asked for."""
        return cls(root.resolve() / FOLDER)

    def read_yaml(self, text: str) -> tuple[Any, tuple[Problem, ...]]:
        """The same as `yaml_reader.read_yaml`."""
        key = text_key(text)
        name = f"{key}.json" if len(text) >= LARGE else _SMALL
        if name not in self._found:
            self._found[name] = load(self._folder / name, _writer(), Shelf) or {}
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
        if not is_real_folder(self._folder):
            return
        wanted = {name: shelf for name, shelf in self._met.items() if self._characters[name] >= LARGE}
        for name, shelf in wanted.items():
            if shelf.keys() != self._found[name].keys():
                store(self._folder / name, _writer(), shelf)
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in wanted and _OURS.fullmatch(file.name):
                    file.unlink(missing_ok=True)


@cache
def _writer() -> str:
    """What decides on the data that a text gives: the parser's own source, and its library."""
    source = hashlib.blake2b(Path(yaml_reader.__file__).read_bytes(), digest_size=8).hexdigest()
    library = f"PyYAML {yaml.__version__}{'' if yaml.__with_libyaml__ else ' without libyaml'}"
    return f"parsed {_FORMAT} {source} {library}"

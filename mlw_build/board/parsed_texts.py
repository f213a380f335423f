"""YAML texts that were parsed, for as long as files have them: of each edit only the file is parsed that it changed."""

from __future__ import annotations

from typing import Any

from mlw_build.edit.placement import parsed_text
from mlw_build.read.yaml_problems import Problem
from mlw_build.read.yaml_reader import read_yaml

LARGE = 20_000
"""Characters of a text that is likely to have just been parsed where its edit was placed."""

Result = tuple[Any, tuple[Problem, ...]]


class ParsedTexts:
    """Remembers what texts gave; `forget` lets go of those that were not asked for since it was called last."""

    def __init__(self) -> None:
        self._asked: dict[str, Result] = {}
        self._before: dict[str, Result] = {}

    def read_yaml(self, text: str) -> Result:
        """The same as `yaml_reader.read_yaml`."""
        found = self._asked.get(text) or self._before.get(text)
        if found is None and len(text) > LARGE:
            parsed = parsed_text(text)
            found = parsed.data, parsed.problems
        self._asked[text] = found or read_yaml(text)
        return self._asked[text]

    def forget(self) -> None:
        """Let go of what is not needed any more."""
        self._before, self._asked = self._asked, {}

"""Markdown pages of other site generators: front matter in YAML or TOML, and the text below it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from mlw_build.exchange.incoming.reading.draft import SourcePlace
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.exchange.incoming.rules import VALUE_UNUSABLE
from mlw_build.read import front_matter
from mlw_build.read.yaml_reader import read_yaml


class MarkdownPage(Struct, frozen=True):
    """A page: its file's name without endings, its front matter (scalars as texts, keys as written), its text."""

    name: str
    place: SourcePlace
    data: Mapping[str, Any]
    body: str

    def text(self, *keys: str) -> str:
        """The first of these values that is a text and not empty; case of the keys does not matter."""
        folded = {key.lower(): value for key, value in self.data.items()}
        return next(
            (str(value).strip() for key in keys if isinstance(value := folded.get(key), str) and value.strip()), ""
        )

    def items(self, *keys: str) -> list[Any]:
        """The first of these values that is a list, or one value as a list of it."""
        folded = {key.lower(): value for key, value in self.data.items()}
        for key in keys:
            value = folded.get(key)
            if isinstance(value, list) and value:
                return [one for one in value if one]
            if isinstance(value, (str, dict)) and value:
                return [value]
        return []


def read_markdown_page(source: Source, path: str, notes: ImportNotes) -> MarkdownPage:
    """A Markdown file as a page; front matter that cannot be read is noted and taken as empty."""
    text = source.text(path)
    name = PurePosixPath(path).name.removesuffix(".md").removesuffix(".markdown")
    place = SourcePlace(path)
    lines = text.split("\n")
    if lines and lines[0].strip() == "+++":
        end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "+++"), len(lines))
        return MarkdownPage(
            name, place, _toml("\n".join(lines[1:end]), place, notes), "\n".join(lines[end + 1 :]).strip()
        )
    parts = front_matter.split(text)
    data, problems = read_yaml(parts.yaml)
    for problem in problems[:1]:
        notes.add(
            VALUE_UNUSABLE,
            SourcePlace(path, problem.place[0] + parts.yaml_line - 1),
            f"The front matter is not clean YAML: {problem.message}",
        )
    return MarkdownPage(name, place, data if isinstance(data, dict) else {}, parts.body.strip())


def _toml(text: str, place: SourcePlace, notes: ImportNotes) -> Mapping[str, Any]:
    try:
        return {key: _as_text(value) for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        notes.add(VALUE_UNUSABLE, place, f"The front matter is not clean TOML: {error}.")
        return {}


def _as_text(value: Any) -> Any:
    """A value of TOML with its scalars as texts, as the YAML reader gives them."""
    if isinstance(value, dict):
        return {str(key): _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)


def read_yaml_file(source: Source, path: str | None, notes: ImportNotes) -> Any:
    """The data of a YAML file with scalars as texts; what is not clean is noted."""
    data, problems = read_yaml(source.text(path))
    for problem in problems[:3]:
        notes.add(
            VALUE_UNUSABLE,
            SourcePlace(path or source.name, problem.place[0]),
            f"This is not clean YAML: {problem.message}",
            problem.hint,
        )
    return data

"""A file as it was read: its parsed data, its text, and where in the file each value stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from mlw_build.diagnostics import Span
from mlw_build.read.yaml_reader import locate_key, locate_value

Keys = tuple[str | int, ...]


class Kind(StrEnum):
    """What a document is about, known from where its file lies."""

    CONFERENCE = "conference"
    ROOMS = "rooms"
    TRACKS = "tracks"
    FORMATS = "formats"
    ORGANISATIONS = "organisations"
    RESOURCES = "resources"
    DAY = "day"
    SPEAKER = "speaker"
    BOOTH = "booth"
    PAGE = "page"
    THEME = "theme"


class Document(Struct, frozen=True, eq=False):
    """One YAML or Markdown file.

    `name` is the file's name without its endings, `language` the language in `NAME.fr.md` (None where the
    name gives none). `data` holds the YAML or front matter with every scalar as text (an empty value is
    None); `body` the Markdown after the front matter, which begins in line `body_line`. `yaml` is the YAML
    text itself and `yaml_line` the line of the file in which it begins.
    """

    path: str
    kind: Kind
    name: str
    language: str | None
    text: str
    yaml: str
    yaml_line: int
    data: Any
    body: str
    body_line: int

    @property
    def without_front_matter(self) -> bool:
        """Whether this is a Markdown file that begins with its text."""
        return not self.yaml and self.body_line == 1 and self.path.endswith(".md")

    def span(self, *keys: str | int) -> Span:
        """Where the value under these keys stands; for keys that are not there, the nearest that is."""
        return self._shifted(locate_value(self.yaml, keys))

    def key_span(self, *keys: str | int) -> Span:
        """Where the last of these keys itself is written (for a key that should not be there)."""
        return self._shifted(locate_key(self.yaml, keys))

    def _shifted(self, place: tuple[int, int, int, int]) -> Span:
        line, column, end_line, end_column = place
        offset = self.yaml_line - 1
        return Span(self.path, line + offset, column, end_line + offset, end_column)


class Origin:
    """Where a thing of the conference was written: a document and the keys that lead to it.

    No Struct, so that the keys of what is published (`mlw_build.site.incremental.file_keys`) leave it out: what moves
    a line down in its file stays the same thing.
    """

    __slots__ = ("document", "keys")

    def __init__(self, document: Document, keys: Keys = ()) -> None:
        self.document = document
        self.keys = keys

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and (self.document, self.keys) == (other.document, other.keys)

    def __hash__(self) -> int:
        return hash((self.document, self.keys))

    def span(self, *keys: str | int) -> Span:
        """Where the thing, or what stands under it at these keys, is written."""
        return self.document.span(*self.keys, *keys)

    def key_span(self, *keys: str | int) -> Span:
        """Where the last of these keys is written as a key."""
        return self.document.key_span(*self.keys, *keys)

    def under(self, *keys: str | int) -> Origin:
        """The origin of a thing inside this one."""
        return Origin(self.document, (*self.keys, *keys))

    def has(self, key: str) -> bool:
        """Whether the editor wrote this key."""
        value = self.document.data
        for step in self.keys:
            if step == 0 and not isinstance(value, list):
                continue  # a single value stands for a list of one
            value = value[step]
        return isinstance(value, Mapping) and value.get(key) is not None

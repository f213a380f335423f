"""Keys of files: two with the same key are the same octets, so one that is there need not be made again.

A page is a pure function of what it is made of: things of the conference, and what all pages are made with (templates,
words, options, the tool). So its key is made of just these, before its view is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup
from pydantic import BaseModel

from mlw_build.read.document import Origin
from mlw_build.site.theme.files import octets_in
from mlw_build.site.theme.messages import Messages
from mlw_build.site.theme.theme import Theme
from mlw_build.text.json_text import plain


def _as_data(value: Any) -> Any:
    """What Structs hold beside Structs. Where a thing was written is no part of it."""
    if isinstance(value, Origin):
        return None
    if isinstance(value, BaseModel):
        return dict(value)
    if isinstance(value, Markup):  # HTML is shown otherwise than a text of the same letters
        return {"html": str(value)}
    if isinstance(value, ZoneInfo):
        return value.key
    return dict(value) if isinstance(value, Mapping) else plain(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_as_data)

_LENGTH = 32
"""Hex digits of a key: 128 bits. Large builds keep hundreds of thousands of them."""


def fingerprint_of(*values: Any) -> str:
    """What stands for these values: things of the conference, views, and tuples and mappings of them."""
    return _digest(_ENCODER.encode(values))


def fingerprints_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The same for each of many values by its name."""
    # JSON writes no line break inside a line, so all are encoded at once, which takes a third of the time.
    lines = _ENCODER.encode_lines(values.values()).split(b"\n")
    return {name: _digest(line) for name, line in zip(values, lines, strict=False)}


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:_LENGTH]


class FileKeys:
    """Makes the keys of files. `common` stands for what all of them are made with."""

    def __init__(self, common: str) -> None:
        self._common = common

    def of(self, *values: Any) -> str:
        """The key of a file that is made of these values."""
        return fingerprint_of(self._common, values)


def rendering_fingerprint(theme: Theme, words: Messages, tool: str) -> str:
    """What stands for all that pages in a language are made with, beside what they are made of."""
    templates = {
        f"{owner}/{path}": hashlib.sha256(octets_in(file)).hexdigest()
        for owner, files in theme.named.items()
        for path, file in files.items()
        if path.startswith("templates/")
    }
    made_with = [tool, templates, theme.name, words.language, str(words.locale), dict(words.texts), dict(theme.options)]
    text = json.dumps(made_with, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

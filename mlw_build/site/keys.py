"""Keys of files: two with the same key are the same octets, so one that is there need not be made again.

A page is a pure function of its template, its view and its frame. So its key is made of just these: of the values that
the template is given, and of what all templates are made with (their own texts, words, options, the tool). A calendar
is one of its head and the entries and words of its events.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from markupsafe import Markup

from mlw_build.json_text import plain
from mlw_build.site.theme import Theme
from mlw_build.site.words import Words


def _as_data(value: Any) -> Any:
    """HTML is shown otherwise than a text of the same letters, so it is written otherwise."""
    return {"html": str(value)} if isinstance(value, Markup) else plain(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_as_data)


def key_of(*values: Any) -> str:
    """What stands for these values: views, texts, numbers, instants, and tuples and mappings of them."""
    return hashlib.sha256(_ENCODER.encode(values)).hexdigest()


class Keys:
    """Makes the keys of files. `common` stands for what all of them are made with."""

    def __init__(self, common: str) -> None:
        self._common = common

    def of(self, *values: Any) -> str:
        """The key of a file that is made of these values."""
        return key_of(self._common, values)


def common_key(theme: Theme, words: Words, tool: str) -> str:
    """What stands for all that pages in a language are made with, beside their views."""
    templates = {
        f"{owner}/{path}": hashlib.sha256(file.read_bytes()).hexdigest()
        for owner, files in theme.named.items()
        for path, file in files.items()
        if path.startswith("templates/")
    }
    made_with = [tool, templates, theme.name, words.language, str(words.locale), dict(words.texts), dict(theme.options)]
    text = json.dumps(made_with, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

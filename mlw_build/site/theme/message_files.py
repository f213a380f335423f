"""The files of a theme's words, i18n/LANGUAGE.yaml: what is in them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.validate import INVALID_VALUE
from mlw_build.read.document import Document
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.theme.files import text_in

FALLBACK_LANGUAGE = "en"
"""The language that words are borrowed from."""


def language_codes(language: str) -> tuple[str, ...]:
    """The codes whose files have words of a language, the nearest last: pt-BR has those of pt too."""
    return tuple(dict.fromkeys((language.partition("-")[0], language)))


def message_file_path(code: str) -> str:
    """The path of a language's words in a theme."""
    return f"i18n/{code}.yaml"


def load_messages(named: Iterable[Mapping[str, Path]], code: str) -> Mapping[str, Any]:
    """The words of a language in the files of several themes, those of the last before the others'."""
    texts: dict[str, Any] = {}
    for files in named:
        file = files.get(message_file_path(code))
        if file:
            texts.update(_words_in(text_in(file)))
    return texts


@lru_cache(maxsize=64)
def _words_in(text: str) -> Mapping[str, Any]:
    """The words in a text. Checking a theme asks for them, and making its pages does again."""
    data, _ = read_yaml(text)
    return data if isinstance(data, Mapping) else {}


def message_problems(document: Document) -> Iterator[Diagnostic]:
    """What is wrong with a file of words, beside its YAML."""
    words = document.data
    if isinstance(words, Mapping):
        for key, word in words.items():
            yield from _problem(document, key, word)
    elif words is not None:
        yield INVALID_VALUE.at(
            document.span(),
            f"{'A list' if isinstance(words, list) else 'A text'} stands where the words of a language are expected.",
            "Write a line for each word, such as `cancelled: Cancelled`.",
        )


def _problem(document: Document, key: str, word: object) -> Iterator[Diagnostic]:
    if word is None:
        yield INVALID_VALUE.at(
            document.span(key), f"The word `{key}` is empty.", 'Write its text, `""` for none, or delete the line.'
        )
    elif isinstance(word, Mapping):
        if not isinstance(word.get("other"), str):
            yield INVALID_VALUE.at(
                document.span(key),
                f"The word `{key}` has no text for `other`, the plural category that always fits.",
                f'Write texts by category: `{key}: {{one: "...", other: "..."}}`.',
            )
        for category, text in word.items():
            if category != "other" and not isinstance(text, str):
                yield _no_text(document, key, category)
    elif not isinstance(word, str):
        yield _no_text(document, key)


def _no_text(document: Document, *keys: str) -> Diagnostic:
    return INVALID_VALUE.at(
        document.span(*keys),
        f"`{keys[-1]}` is neither a text nor texts by plural category.",
        "Write its text on one line after the key, in quotes if it begins with a bracket or has a colon.",
    )

"""Markdown texts that would hold up their reader: each is told at the paragraph that is too much for it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from mlw_build.check.rules.links import place_in_text, prose_texts
from mlw_build.diagnostics import Diagnostic, Rule, Span
from mlw_build.markup import refusal
from mlw_build.model.conference import Conference
from mlw_build.read.document import Origin
from mlw_build.system.time_limit import MOST_SECONDS

TANGLED_TEXT = Rule("tangled-text", "A text with more in it than can be read")
RULES = (TANGLED_TEXT,)

_ENOUGH = 60
"""Characters of a line by which it is found again."""


def tangled_texts(conference: Conference) -> Iterator[Diagnostic]:
    """Texts that cannot be read in proportion to their length, or that have taken their file's time together."""
    spent: dict[str, float] = {}
    for origin, key, markdown in prose_texts(conference):
        path = origin.document.path
        before = time.process_time()
        found = refusal(markdown, MOST_SECONDS - spent.get(path, 0))
        spent[path] = spent.get(path, 0) + time.process_time() - before
        if found:
            yield TANGLED_TEXT.at(_place(origin, key, markdown, found.line), found.message, found.hint)


def _place(origin: Origin, key: str | None, markdown: str, line: int) -> Span:
    """Where a line of a text, counted from 1, stands in its file."""
    written = markdown.split("\n")[line - 1].strip()
    if key:
        return place_in_text(origin, key, written[:_ENOUGH]) if written else origin.span(key)
    document = origin.document
    above = len(document.body) - len(document.body.lstrip())
    at = document.body_line + document.body.count("\n", 0, above) + line - 1
    return Span(document.path, at, 1, at, min(len(written), _ENOUGH) + 1)

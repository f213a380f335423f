"""A line of the calendar lock as JSON, strictly: every key once, numbers that are numbers, texts that are text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

LONGEST_VALUE = 20_000
"""Characters of the longest text in a lock: no title, name or address comes near."""

# Controls but tab and line feed, line and paragraph separators, direction overrides, halves of characters: what the
# model has none of (model/text.py), so the tool wrote none of it.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


class Wrong(Exception):
    """A line of JSON that is no entry; the message says what is wrong with it."""


def object_of(line: str) -> Mapping[str, Any]:
    """The JSON object in a line, with nothing in it that the tool does not write. Raises Wrong."""
    try:
        data = json.loads(line, object_pairs_hook=_mapping_with_unique_keys, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        where = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Wrong(f"it is not JSON{where}.") from None
    if not isinstance(data, dict):
        raise Wrong("it is not an object in braces.")
    _check_texts(data)
    return data


def _mapping_with_unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Wrong("a key comes twice in it.")
    return found


def _no_number(name: str) -> None:
    """JSON has no NaN and no Infinity (RFC 8259, 6); Python reads them."""
    raise ValueError(name)


def _check_texts(data: object) -> None:
    """Raises Wrong for a text that no programme has, wherever it stands. Nesting costs no stack."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and _NO_TEXT.search(value):
            raise Wrong("it has characters in it that are no text.")
        elif isinstance(value, str) and len(value) > LONGEST_VALUE:
            raise Wrong(f"a text in it is longer than {LONGEST_VALUE:,} characters.")

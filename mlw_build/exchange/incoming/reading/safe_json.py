"""JSON from elsewhere, within bounds of size and depth."""

from __future__ import annotations

import json
from typing import Any

from mlw_build.exchange.incoming.reading.source import SourceRefused, read_in_time

MOST_VALUES = 2_000_000


def read_json(text: str, name: str) -> Any:
    """The data of a JSON text. Raises Refused where it is not JSON, nested too deep or has too many values."""
    if sum(text.count(word) for word in "[{,") > MOST_VALUES:
        raise SourceRefused(f"{name} has more than {MOST_VALUES:,} values, many times what a programme has.")
    try:
        with read_in_time(name):
            return json.loads(text, parse_constant=lambda word: None)
    except json.JSONDecodeError as error:
        raise SourceRefused(f"{name} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise SourceRefused(f"The values in {name} are nested deeper than in any programme.") from None
    except ValueError as error:
        raise SourceRefused(f"{name} cannot be read as JSON: {error}.") from None


def as_mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, one value as a list of it, nothing as an empty list."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "", {}) else [value]


def as_text(value: Any) -> str:
    """A value as text: '' for nothing, `true` and `false` for truth, numbers without a needless `.0`."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

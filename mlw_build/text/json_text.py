"""Compact JSON, in files and inside pages: the same text for the same data, with its keys in their order."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from markupsafe import Markup


def plain(value: Any) -> str:
    """Kinds of texts, dates and instants as what they are kinds of. Raises TypeError for what JSON has no form for."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")  # as msgspec writes those that are no kind of another
    raise TypeError(f"JSON has no form for a {type(value).__name__}.")


_ENCODER = msgspec.json.Encoder(enc_hook=plain)


def json_octets(data: Any) -> bytes:
    """Data as JSON in UTF-8: Structs as mappings of their fields. Raises TypeError for what JSON has no form for."""
    return _ENCODER.encode(data)


def json_text(data: Any) -> str:
    """The same as text."""
    return json_octets(data).decode()


def json_in_html(data: Any) -> Markup:
    """The same for a <script type="application/json">, which ends at the first `</script` whatever it is in."""
    return Markup(json_text(data).replace("<", "\\u003c"))

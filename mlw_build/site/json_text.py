"""JSON for scripts, in files and inside pages: compact, and the same for the same data."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

_ENCODER = msgspec.json.Encoder(enc_hook=str)


def json_text(data: Any) -> str:
    """Data as compact JSON; keys keep their order."""
    return _ENCODER.encode(data).decode()


def json_in_html(data: Any) -> Markup:
    """Data as JSON for a <script type="application/json">, which ends at the first `</script` whatever it is in."""
    return Markup(json_text(data).replace("<", "\\u003c"))

"""Text inside XML that is written by hand.

The standard library has the same in `xml.sax.saxutils`, which brings an HTTP client and TLS with it at every start.
"""

from __future__ import annotations

import html


def escape(text: str) -> str:
    """The text as the content of an element (XML 1.0, 2.4)."""
    return html.escape(text, quote=False)


def quoted(text: str) -> str:
    """The text as the value of an attribute, in its quotes; line ends and tabs stay what they are (XML 1.0, 3.3.3)."""
    escaped = escape(text).replace('"', "&quot;")
    return '"' + escaped.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;") + '"'

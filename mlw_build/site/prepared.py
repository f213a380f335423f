"""A file of the site that is ready to be made: what the last step before publishing gives."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Prepared(Struct, frozen=True):
    """A file of the site: its path, what makes its octets, and the key of what they are made of.

    With the same key the octets are the same. None where there is no key, and they must be made to be known.
    """

    path: str
    octets: Callable[[], bytes]
    key: str | None = None

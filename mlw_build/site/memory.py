"""What was made of values once, for whoever asks for it again while a site is built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")

_BY_VALUE = frozenset({str, int, bool})


class Memory:
    """Calls a function once for the same values: things that are one object, words and numbers that are equal."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}
        self._by_name: defaultdict[Callable[..., Any], dict[str, Any]] = defaultdict(dict)

    def by_name(self, make: Callable[..., Made]) -> dict[str, Made]:
        """What a function gave by the names of what it was called for, where a name is enough: quicker than `of`."""
        return self._by_name[make]

    def of(self, make: Callable[..., Made], *values: Any) -> Made:
        """What the function gives for these values."""
        asked = (make, *values)
        key = tuple([(type(one), one) if type(one) in _BY_VALUE else id(one) for one in asked])
        found = self._made.get(key)
        if found is None:
            # What was asked for is kept with the answer: as long as it lives, nothing else has its identity.
            found = self._made[key] = (make(*values), asked)
        made: Made = found[0]
        return made

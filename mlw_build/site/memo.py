"""What was made of values once, for whoever asks for it again while a site is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")

_BY_VALUE = frozenset({str, int, bool})


class Memo:
    """Calls a function once for the same values: things that are one object, words and numbers that are equal."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}
        self._memo: dict[Callable[..., Any], Any] = {}

    def once(self, make: Callable[[Asked], Made], asked: Asked) -> Made:
        """What a function gives that is asked for one thing only: found more quickly than by `of`."""
        if make not in self._memo:
            self._memo[make] = make(asked)
        made: Made = self._memo[make]
        return made

    def of(self, make: Callable[..., Made], *values: Any) -> Made:
        """What the function gives for these values."""
        asked = (make, *values)
        key = tuple([(type(value), value) if type(value) in _BY_VALUE else id(value) for value in asked])
        found = self._made.get(key)
        if found is None:
            # What was asked for is kept with the answer: as long as it lives, nothing else has its identity.
            found = self._made[key] = (make(*values), asked)
        made: Made = found[0]
        return made

"""What is to be different in the data of a YAML text. Keys lead to the place, as the text is before any change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

Keys = tuple[str | int, ...]


class Put(Struct, frozen=True):
    """The value at these keys becomes another; the last key is added where the mapping has not got it.

    An added key is written before the key `before`, if that is there; else after those that `order` lists before it;
    else at the end.
    """

    keys: Keys
    value: Any
    order: tuple[str, ...] = ()
    before: str | None = None


class Remove(Struct, frozen=True):
    """The entry of a list, or the key with its value, is taken out."""

    keys: Keys


class Rename(Struct, frozen=True):
    """The last of these keys gets another name."""

    keys: Keys
    name: str


class Insert(Struct, frozen=True):
    """New entries for the list at these keys, before the entry `index` (None: at its end).

    The list is made where it is not there; a single value becomes a list. With `as_text`, the entries are that YAML: a
    block list at no indent, comments and all.
    """

    keys: Keys
    entries: tuple[Any, ...] = ()
    index: int | None = None
    as_text: str = ""


Change = Put | Remove | Rename | Insert


def with_changes(data: Any, changes: Iterable[tuple[Change, Any]]) -> Any:
    """The data with the changes made, each with its value as it was written; the data given stays as it is.

    Raises LookupError and TypeError for a place that the data does not have.
    """
    copies = _Copies()
    for change, value in sorted(changes, key=_turn):
        data = copies.changed(data, change.keys, change, value)
    return data


def _turn(one: tuple[Change, Any]) -> tuple[int, int, float]:
    """When a change is made: those that move other entries last, and from the end of each list.

    So the numbers in the keys of those that wait stay true.
    """
    change = one[0]
    if isinstance(change, Put | Rename):
        return (0, isinstance(change, Rename), 0)
    return (1, -_depth(change), -_number(change))


def _depth(change: Change) -> int:
    return len(change.keys) - isinstance(change, Remove)


def _number(change: Change) -> float:
    if isinstance(change, Insert):
        return float("inf") if change.index is None else change.index - 0.5
    last = change.keys[-1] if change.keys else 0
    return last if isinstance(last, int) else 0


class _Copies:
    """Copies of those collections that changes are in, each made once: elsewhere, what they share stays as it is."""

    def __init__(self) -> None:
        self._own: dict[int, Any] = {}

    def changed(self, data: Any, keys: Keys, change: Change, value: Any) -> Any:
        """The data with one more change."""
        if isinstance(change, Put) and not keys:
            return value
        if isinstance(change, Insert) and not keys:
            entries = self._copy(data) if isinstance(data, list) else [] if data is None else [data]
            index = len(entries) if change.index is None else change.index
            entries[index:index] = value
            return entries
        key, inner = keys[0], keys[1:]
        if data is None and isinstance(change, (Put, Insert)) and isinstance(key, str):
            data = {}
        if not isinstance(data, list if isinstance(key, int) else Mapping):
            raise TypeError(key)
        outer = self._copy(data)
        if isinstance(change, Remove) and not inner:
            del outer[key]
        elif isinstance(change, Rename) and not inner:
            outer[change.name] = outer.pop(key)
        elif key in outer if isinstance(outer, dict) else True:
            outer[key] = self.changed(outer[key], inner, change, value)
        elif isinstance(change, (Put, Insert)):
            outer[key] = self.changed(None, inner, change, value)
        else:
            raise LookupError(key)
        return outer

    def _copy(self, data: Any) -> Any:
        if id(data) not in self._own:
            data = list(data) if isinstance(data, list) else dict(data)
            self._own[id(data)] = data
        return data

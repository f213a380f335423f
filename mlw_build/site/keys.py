"""Keys of pages: two pages with the same key are the same octets, so one that is there need not be rendered again.

A page is a pure function of its template, its view and its frame. So its key is made of just these: of the values that
the template is given, and of what all templates are made with (their own texts, words, options, the tool).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, cast

from mlw_build.model.conference import Conference, Day, Session
from mlw_build.site.frame import SiteFrame
from mlw_build.site.theme import Theme
from mlw_build.site.views import DayView, PersonView, RoomView, SessionView
from mlw_build.site.words import Words

_SHARED = (SessionView, PersonView, RoomView, DayView, SiteFrame)
"""Views that stand in many others: each goes into their keys by its own, which is made once."""


_NOT_SHOWN = (Conference, Day, Session)
"""What no view may hold: the whole programme hangs on it, and each key would be made of all of it."""


class Keys:
    """Makes the keys of pages in a language. `common` stands for what all of them are made with."""

    def __init__(self, common: str) -> None:
        self._common = common
        self._known: dict[int, tuple[str, object]] = {}

    def of(self, *values: Any) -> str:
        """The key of a page that is made of these values: views, texts, numbers, and tuples and mappings of them."""
        return self._digest([self._common, values])

    def _digest(self, values: object) -> str:
        written = json.dumps(values, ensure_ascii=False, default=self._as_data)
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()

    def _as_data(self, value: Any) -> Any:
        """What JSON has no form for: a view as its fields, a shared one as its digest, an instant as text."""
        if isinstance(value, _SHARED):
            known = self._known.get(id(value))
            if known is None:
                # The view is kept: as long as it lives, nothing else has its identity.
                known = self._known[id(value)] = (self._digest(_fields(value)), value)
            return known[0]
        if isinstance(value, _NOT_SHOWN):
            raise TypeError(f"A view holds a {type(value).__name__}; it is to hold what is shown of one.")
        if isinstance(value, date):
            return value.isoformat()
        return _fields(value)


def _fields(view: Any) -> list[Any]:
    """A view as its name and the values of its fields. Raises TypeError for what is no view."""
    return [type(view).__name__, *_getter(cast(Hashable, type(view)))(view)]


@cache
def _getter(kind: Hashable) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(cast(Any, kind))]
    return attrgetter(*names) if len(names) > 1 else lambda view: tuple(getattr(view, name) for name in names)


def common_key(theme: Theme, words: Words, tool: str) -> str:
    """What stands for all that pages in a language are made with, beside their views."""
    templates = {
        f"{owner}/{path}": hashlib.sha256(file.read_bytes()).hexdigest()
        for owner, files in theme.named.items()
        for path, file in files.items()
        if path.startswith("templates/")
    }
    made_with = [tool, templates, theme.name, words.language, str(words.locale), dict(words.texts), dict(theme.options)]
    text = json.dumps(made_with, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""Keys of pages: two pages with the same key are the same octets, so one that is there need not be rendered again.

A page is a pure function of its template, its view and its frame. So its key is made of just these: of the values that
the template is given, and of what all templates are made with (their own texts, words, options, the tool).
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from typing import Any

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
        self._common = common.encode()
        self._known: dict[int, tuple[bytes, object]] = {}

    def of(self, *values: Any) -> str:
        """The key of a page that is made of these values: views, texts, numbers, and tuples and mappings of them."""
        return hashlib.sha256(self._common + self._octets(values)).hexdigest()

    def shared(self, view: object) -> bytes:
        """The digest of a view that stands in others."""
        known = self._known.get(id(view))
        if known is None:
            fields = tuple(getattr(view, name) for name in view.__dataclass_fields__)  # type: ignore[attr-defined]
            # The view is kept: as long as it lives, nothing else has its identity.
            known = self._known[id(view)] = (hashlib.sha256(self._octets((type(view).__name__, fields))).digest(), view)
        return known[0]

    def _octets(self, values: object) -> bytes:
        written = io.BytesIO()
        _Writer(written, self).dump(values)
        return written.getvalue()


class _Writer(pickle.Pickler):
    """Writes values as octets, the same for equal values; they are never read again."""

    def __init__(self, file: io.BytesIO, keys: Keys) -> None:
        super().__init__(file, protocol=5)
        # Without references to what was written before: these depend on which equal values are one object.
        self.fast = True
        self._keys = keys

    def reducer_override(self, value: Any) -> Any:
        """A shared view is written as its digest."""
        if isinstance(value, _NOT_SHOWN):
            raise TypeError(f"A view holds a {type(value).__name__}; it is to hold what is shown of one.")
        return (bytes, (self._keys.shared(value),)) if isinstance(value, _SHARED) else NotImplemented


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

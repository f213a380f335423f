"""Records: the things of a programme as the mappings that our files hold, whichever file they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class Kind(StrEnum):
    """What a record is about."""

    CONFERENCE = "conference"
    ORGANISATION = "organisation"
    ROOM = "room"
    TRACK = "track"
    FORMAT = "format"
    SPEAKER = "speaker"
    BOOTH = "booth"
    PAGE = "page"
    DAY = "day"
    SESSION = "session"


LIST_FILES: Mapping[Kind, str] = {
    Kind.ORGANISATION: "content/organisations.yaml",
    Kind.ROOM: "content/rooms.yaml",
    Kind.TRACK: "content/tracks.yaml",
    Kind.FORMAT: "content/formats.yaml",
}
MARKDOWN_FOLDERS: Mapping[Kind, str] = {
    Kind.SPEAKER: "speakers",
    Kind.BOOTH: "booths",
    Kind.PAGE: "content/pages",
}
CONFERENCE_FILE = "content/conference.yaml"
BODY = "body"
"""The name under which a record has the text below the front matter."""
DATE = "date"
"""The name under which a session's record has its day, which a day's file says for all of its sessions."""


class Record(Struct, frozen=True):
    """One entry: its kind, our id, the source's key and its fields, each a text, a list or a mapping of texts."""

    kind: Kind
    id: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


def as_texts(value: Any) -> Any:
    """A value as our reader gives it: every scalar a text, empty values left out of mappings."""
    if isinstance(value, Mapping):
        return {str(key): made for key, one in value.items() if (made := as_texts(one)) not in ("", {}, [], None)}
    if isinstance(value, (list, tuple)):
        return [as_texts(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def is_same_value(value: Any, other: Any) -> bool:
    """Whether two values say the same: white space, and one value or a list of it, make no difference."""
    return bool(_normalised(value) == _normalised(other))


def _normalised(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _normalised(one) for key, one in value.items() if one not in (None, "", {}, [])} or None
    if isinstance(value, list):
        inside = [_normalised(one) for one in value]
        return inside[0] if len(inside) == 1 else inside or None
    return " ".join(str(value).split()) if value not in (None, "", {}) else None

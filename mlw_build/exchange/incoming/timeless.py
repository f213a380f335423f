"""Sessions that have no time yet: kept as YAML beside the state, ready to be moved into a day's file."""

from __future__ import annotations

from collections.abc import Sequence

from mlw_build.edit.yaml_text import list_entry_lines
from mlw_build.exchange.incoming.draft import SessionDraft
from mlw_build.exchange.incoming.records import texts


def timeless_text(sessions: Sequence[SessionDraft]) -> str:
    """The sessions with what the source says of them; rooms, tracks and speakers by the source's names."""
    lines = ["# Sessions of the source without a date and time. They are not published."]
    for one in sessions:
        fields = {
            "id": one.key,
            "title": one.title,
            "format": one.format,
            "track": one.track,
            "speakers": [name for name, _ in one.speakers],
            "abstract": one.abstract,
            "languages": list(one.languages),
            "tags": list(one.tags),
            "links": [link.url for link in one.links],
            "extra": dict(one.extra),
        }
        lines += ["", *list_entry_lines(texts({key: value for key, value in fields.items() if value}), 0)]
    return "\n".join(lines) + "\n"

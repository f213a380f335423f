"""Sessions that have no time yet: kept as YAML beside the state, ready to be moved into a day's file."""

from __future__ import annotations

from collections.abc import Sequence

from mlw_build.edit.yaml_text import list_entry_lines
from mlw_build.exchange.incoming.reading.draft import SessionDraft
from mlw_build.exchange.incoming.writing.records import as_texts


def unscheduled_sessions_text(sessions: Sequence[SessionDraft]) -> str:
    """The sessions with what the source says of them; rooms, tracks and speakers by the source's names."""
    lines = ["# Sessions of the source without a date and time. They are not published."]
    for session in sessions:
        fields = {
            "id": session.key,
            "title": session.title,
            "format": session.format,
            "track": session.track,
            "speakers": [name for name, _ in session.speakers],
            "abstract": session.abstract,
            "languages": list(session.languages),
            "tags": list(session.tags),
            "links": [link.url for link in session.links],
            "extra": dict(session.extra),
        }
        lines += ["", *list_entry_lines(as_texts({key: value for key, value in fields.items() if value}), 0)]
    return "\n".join(lines) + "\n"

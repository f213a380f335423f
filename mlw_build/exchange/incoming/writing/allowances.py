"""Real clashes of a source, allowed on request: each gets the `allow` line that an editor would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.exchange.incoming.writing.records import Kind
from mlw_build.exchange.incoming.writing.site_records import CurrentRecord
from mlw_build.exchange.incoming.writing.three_way_merge import RecordChange


def allowance_edits(
    found: Iterable[Diagnostic], now: Mapping[tuple[Kind, str], CurrentRecord], reason: str
) -> tuple[list[RecordChange], int]:
    """The changes that allow every error which sessions can allow, and how many errors that are."""
    allowed: dict[str, dict[str, None]] = {}
    number = 0
    for diagnostic in found:
        if diagnostic.severity is not Severity.ERROR or diagnostic.involved is None:
            continue
        number += 1
        for session, _ in reversed(diagnostic.involved.shares):
            granted = {name for name, codes in allowed.items() if diagnostic.code in codes}
            if not diagnostic.involved.remains_without(granted):
                break
            allowed.setdefault(session, {})[diagnostic.code] = None
    changes: list[RecordChange] = []
    for session, codes in allowed.items():
        current = now.get((Kind.SESSION, session))
        if current is not None:
            before = current.fields.get("allow") or []
            kept = before if isinstance(before, list) else [before]
            entries = [*kept, *({"check": code, "reason": reason} for code in codes)]
            changes.append(RecordChange(current, {"allow": entries}))
    return changes, number

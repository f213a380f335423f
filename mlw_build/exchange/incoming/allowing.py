"""Real clashes of a source, allowed on request: each gets the `allow` line that an editor would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.exchange.incoming.merge import Change
from mlw_build.exchange.incoming.records import Kind
from mlw_build.exchange.incoming.site_records import Current


def allowances(
    found: Iterable[Diagnostic], now: Mapping[tuple[Kind, str], Current], reason: str
) -> tuple[list[Change], int]:
    """The changes that allow every error which sessions can allow, and how many errors that are."""
    allowed: dict[str, dict[str, None]] = {}
    number = 0
    for one in found:
        if one.severity is not Severity.ERROR or one.concern is None:
            continue
        number += 1
        for session, _ in reversed(one.concern.shares):
            granted = {name for name, codes in allowed.items() if one.code in codes}
            if not one.concern.remains_without(granted):
                break
            allowed.setdefault(session, {})[one.code] = None
    changes: list[Change] = []
    for session, codes in allowed.items():
        current = now.get((Kind.SESSION, session))
        if current is not None:
            before = current.fields.get("allow") or []
            kept = before if isinstance(before, list) else [before]
            entries = [*kept, *({"check": code, "reason": reason} for code in codes)]
            changes.append(Change(current, {"allow": entries}))
    return changes, number

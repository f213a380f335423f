"""The problems of calendars: found by `mlw_build.calendar`, which knows the lock, and named here like all others."""

from __future__ import annotations

from mlw_build.diagnostics import Rule, Severity

LOCK_BROKEN = Rule("calendar-lock-broken", "A calendar lock that cannot be read")
LOCK_OUT_OF_DATE = Rule("calendar-lock-out-of-date", "A calendar lock that is behind the programme", Severity.WARNING)
SESSION_DELETED = Rule("session-deleted", "A published session that was deleted, not cancelled", Severity.WARNING)
RULES = (LOCK_BROKEN, LOCK_OUT_OF_DATE, SESSION_DELETED)

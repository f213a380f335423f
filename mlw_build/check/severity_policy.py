"""What the site says about its checks: their severity in conference.yaml, and what sessions may break (`allow`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule, Severity
from mlw_build.model.conference import Allowed, Conference
from mlw_build.text.close_matches import close_matches

UNKNOWN_CHECK = Rule("unknown-check", "A check that does not exist", Severity.WARNING)
UNUSED_ALLOW = Rule("unused-allow", "An allowance for a problem that is not there any more", Severity.WARNING)
RULES = (UNKNOWN_CHECK, UNUSED_ALLOW)

OFF = "off"


class SeverityPolicy(Struct, frozen=True):
    """The site's word on its diagnostics.

    `settable` are the codes that may be given a severity or be allowed, `fixed` those that exist and may not:
    what they are about could not be read at all. `unasked` are the codes of which this run cannot know whether
    they would be found.
    """

    conference: Conference
    settable: Collection[str]
    fixed: Collection[str]
    unasked: Collection[str] = ()

    def severity(self, code: str, default: Severity) -> Severity | None:
        """The severity of a code at this site; None where it is off."""
        written = self.conference.settings.checks.get(code) if code in self.settable else None
        if written == OFF:
            return None
        return Severity(written) if written else default

    def on(self, code: str, *, off: bool = False) -> bool:
        """Whether to look for a code at all; `off` is what holds where the site says nothing."""
        written = self.conference.settings.checks.get(code)
        return written != OFF if written else not off

    def judged(self, found: Iterable[Diagnostic], *, complete: bool = True) -> Iterator[Diagnostic]:
        """What remains of the diagnostics, at the site's severities, and what is wrong with the site's word itself.

        Unless the whole conference could be read (`complete`), an allowance may only seem to be unused.
        """
        used: set[tuple[str, str]] = set()
        yield from self.apply_severities(found, used)
        yield from self._unknown()
        severity = self.severity(UNUSED_ALLOW.code, UNUSED_ALLOW.severity)
        if complete and severity is not None:
            yield from (diagnostic.with_severity(severity) for diagnostic in self._unused(used))

    def apply_severities(self, found: Iterable[Diagnostic], used: set[tuple[str, str]]) -> Iterator[Diagnostic]:
        """The diagnostics that are neither off nor allowed, at the site's severities.

        Adds to `used` which sessions' allowances, by session and code, it took.
        """
        allowances = {session.id: session.allowed for session in self.conference.sessions.values() if session.allowed}
        for diagnostic in found:
            severity = self.severity(diagnostic.code, diagnostic.severity)
            if severity is not None and not _allowed(diagnostic, allowances, used):
                yield diagnostic.with_severity(severity)

    def _unknown(self) -> Iterator[Diagnostic]:
        severity = self.severity(UNKNOWN_CHECK.code, UNKNOWN_CHECK.severity)
        if severity is None:
            return
        for code in self.conference.settings.checks:
            if code not in self.settable:
                place = self.conference.origin.key_span("checks", code)
                yield UNKNOWN_CHECK.at(place, *self._unsettable(code)).with_severity(severity)
        for session in self.conference.sessions.values():
            for index, allowed in enumerate(session.allowed):
                if allowed.check not in self.settable:
                    place = session.origin.span("allow", index, "check")
                    yield UNKNOWN_CHECK.at(place, *self._unsettable(allowed.check)).with_severity(severity)

    def _unsettable(self, code: str) -> tuple[str, str]:
        if code in self.fixed:
            return (
                f"`{code}` is always an error: what it is about cannot be read, or cannot be published.",
                "Delete this, and correct the problem itself.",
            )
        near = close_matches(code, self.settable, n=1)
        return (
            f"There is no check `{code}`.",
            f"Did you mean `{near[0]}`?" if near else "docs/checks/ lists the checks.",
        )

    def _unused(self, used: Collection[tuple[str, str]]) -> Iterator[Diagnostic]:
        for session in self.conference.sessions.values():
            for index, allowed in enumerate(session.allowed):
                code = allowed.check
                known = code in self.settable and code not in self.unasked and self.severity(code, Severity.NOTE)
                if known and (session.id, code) not in used:
                    yield UNUSED_ALLOW.at(
                        session.origin.span("allow", index),
                        f"`{session.id}` allows `{code}`, but there is nothing to allow any more.",
                        "Delete it, so that the next such problem is not missed.",
                    )


def _allowed(diagnostic: Diagnostic, allowances: Mapping[str, tuple[Allowed, ...]], used: set[tuple[str, str]]) -> bool:
    """Whether the sessions that a diagnostic is about may have it; notes in `used` which allowances that took."""
    if diagnostic.involved is None or not allowances:
        return False
    allowing = {
        session
        for session, _ in diagnostic.involved.shares
        if any(allowed.check == diagnostic.code for allowed in allowances.get(session, ()))
    }
    if not allowing or diagnostic.involved.remains_without(allowing):
        return False
    used.update((session, diagnostic.code) for session in allowing)
    return True

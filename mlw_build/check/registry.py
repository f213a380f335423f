"""All checks, and all rules that a diagnostic can name. A new check is a line in its family's CHECKS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mlw_build.check import severity_policy as judge
from mlw_build.check.check import Check, DatedCheck
from mlw_build.check.moves.suggestions import with_ways_out
from mlw_build.check.rules import (
    availability,
    booths,
    clashes,
    identity,
    links,
    pictures,
    reaching,
    streams,
    times,
    translations,
    unscheduled,
)
from mlw_build.check.rules import calendar as calendar_rules
from mlw_build.check.rules import pathological_markdown as tangled_texts
from mlw_build.check.rules import programme as rules
from mlw_build.check.rules import unusable_pictures as picture_rules
from mlw_build.check.severity_policy import SeverityPolicy
from mlw_build.diagnostics import Diagnostic, Rule, Severity, in_order, stops_publishing
from mlw_build.model import markdown_files, references, slots, validate
from mlw_build.model.conference import Conference
from mlw_build.read import site_files

CHECKS: tuple[Check, ...] = (
    *clashes.CHECKS,
    *availability.CHECKS,
    *rules.CHECKS,
    *times.CHECKS,
    *identity.CHECKS,
    *links.CHECKS,
    *streams.CHECKS,
    *reaching.CHECKS,
    *pictures.CHECKS,
    *translations.CHECKS,
    *booths.CHECKS,
    *unscheduled.CHECKS,
)

DATED_CHECKS: tuple[DatedCheck, ...] = reaching.DATED_CHECKS

_READING: tuple[Rule, ...] = (
    *site_files.RULES,
    *validate.RULES,
    *references.RULES,
    *slots.RULES,
    *markdown_files.RULES,
    *calendar_rules.RULES,
    *picture_rules.RULES,
    *tangled_texts.RULES,
)

RULES: tuple[Rule, ...] = (
    *_READING,
    *judge.RULES,
    *(check.rule for check in CHECKS),
    *(check.rule for check in DATED_CHECKS),
)

FIXED = frozenset(rule.code for rule in _READING if rule.severity is Severity.ERROR)
SETTABLE = tuple(rule.code for rule in RULES if rule.code not in FIXED)


def check_conference(
    conference: Conference, others: Sequence[Diagnostic] = (), on: date | None = None
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a conference, each at the severity that the site gives it.

    `others` are the diagnostics of the steps before, which the site's word holds for too. `on` is the day for
    which to look; without it, checks that depend on a day find nothing, so that a build depends on no clock.
    """
    unasked = {rule.code for rule in calendar_rules.RULES}
    unasked |= {check.rule.code for check in CHECKS if check.off and check.rule.code not in conference.settings.checks}
    unasked |= {check.rule.code for check in DATED_CHECKS if not on}
    site = SeverityPolicy(conference, SETTABLE, FIXED, unasked)
    others = (*others, *tangled_texts.tangled_texts(conference))
    found = list(others)
    complete = not stops_publishing(others) and not any(diagnostic.is_cause for diagnostic in others)
    for check in CHECKS:
        if site.on(check.rule.code, off=check.off) and (complete or not check.of_all):
            found += check.find(conference)
    for dated in DATED_CHECKS:
        if on and site.on(dated.rule.code):
            found += dated.find(conference, on)
    return with_ways_out(conference, in_order(site.judged(found, complete=complete)))


def apply_site_severities(conference: Conference, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics of a later step as the site wants them: at its severities, without what is off or allowed."""
    return tuple(SeverityPolicy(conference, SETTABLE, FIXED).apply_severities(found, set()))

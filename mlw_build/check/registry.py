"""All checks, and all rules that a diagnostic can name. A new check is a line in its family's CHECKS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mlw_build.check import (
    availability,
    booths,
    calendar_rules,
    clashes,
    identity,
    judge,
    links,
    picture_rules,
    pictures,
    reaching,
    rules,
    streams,
    tangled_texts,
    times,
    translations,
)  # fmt: skip
from mlw_build.check.check import Check, DatedCheck
from mlw_build.check.judge import Judge
from mlw_build.check.suggest import with_ways_out
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
    site = Judge(conference, SETTABLE, FIXED, unasked)
    others = (*others, *tangled_texts.tangled_texts(conference))
    found = list(others)
    complete = not stops_publishing(others) and not any(one.is_cause for one in others)
    for check in CHECKS:
        if site.on(check.rule.code, off=check.off) and (complete or not check.of_all):
            found += check.find(conference)
    for dated in DATED_CHECKS:
        if on and site.on(dated.rule.code):
            found += dated.find(conference, on)
    return with_ways_out(conference, in_order(site.judged(found, complete=complete)))


def weighed(conference: Conference, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics of a later step as the site wants them: at its severities, without what is off or allowed."""
    return tuple(Judge(conference, SETTABLE, FIXED).weighed(found, set()))

"""Booths by the rules that conference.yaml sets for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from mlw_build.check.check import Check
from mlw_build.check.rules.wording import count_noun
from mlw_build.diagnostics import Diagnostic, Rule, Severity
from mlw_build.model.conference import Conference

TOO_MANY_PROJECTS = Rule("too-many-projects", "A booth with more projects than the conference allows")
NO_LIVE_DEMO = Rule("no-live-demo", "A booth with fewer live demonstrations than asked for", Severity.WARNING)
BOOTH_CLOSES_EARLY = Rule("booth-closes-early", "A booth that closes too soon after the conference", Severity.WARNING)


def too_many_projects(conference: Conference) -> Iterator[Diagnostic]:
    """Booths that show more projects than `booths: most_projects` in conference.yaml."""
    most = conference.settings.booths.most_projects
    for booth in conference.booths.values():
        if most is not None and len(booth.projects) > most:
            yield TOO_MANY_PROJECTS.at(
                booth.origin.span("projects", most),
                f"The booth {booth.name.plain} shows {len(booth.projects)} projects; a booth may show {most}.",
                f"Keep {most} of them, or change `most_projects` in content/conference.yaml.",
            )


def missing_demos(conference: Conference) -> Iterator[Diagnostic]:
    """Booths with fewer live demonstrations than `booths: fewest_demos` in conference.yaml.

    Where it says nothing, a booth is asked for one as soon as the conference has a format or a room for live
    demonstrations, or any booth gives one.
    """
    rules = conference.settings.booths
    given = Counter(
        session.booth for session in conference.sessions.values() if session.booth and not session.cancelled
    )
    asked = rules.fewest_demos
    if asked is None:
        asked = 1 if given or rules.demo_format or rules.demo_room else 0
    for booth in conference.booths.values():
        if given[booth.id] < asked:
            has = "no live demonstration" if not given[booth.id] else count_noun(given[booth.id], "live demonstration")
            yield NO_LIVE_DEMO.at(
                booth.origin.span("demos" if booth.origin.has("demos") else "organisation"),
                f"The booth {booth.name.plain} has {has}{f'; a booth gives {asked} or more' if asked > 1 else ''}.",
                "Write it under `demos`, with `id`, `title`, `date` and `start`; `fewest_demos` in "
                "content/conference.yaml says how many there should be.",
            )


def booths_closing_early(conference: Conference) -> Iterator[Diagnostic]:
    """Booths that are up for less than `booths: open_months` after the last day."""
    months = conference.settings.booths.open_months
    last = conference.settings.end or (conference.days[-1].date if conference.days else None)
    if months is None or last is None:
        return
    wanted = months_later(last, months)
    for booth in conference.booths.values():
        if booth.open_until is not None and booth.open_until < wanted:
            yield BOOTH_CLOSES_EARLY.at(
                booth.origin.span("open_until"),
                f"The booth {booth.name.plain} closes on {booth.open_until}, less than {months} months after the "
                f"conference ends on {last}.",
                f"Write `open_until: {wanted}` or later.",
            )


def months_later(day: date, months: int) -> date:
    """The same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


CHECKS = (
    Check(TOO_MANY_PROJECTS, too_many_projects),
    Check(NO_LIVE_DEMO, missing_demos),
    Check(BOOTH_CLOSES_EARLY, booths_closing_early),
)

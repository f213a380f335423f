"""What changed in the programme: by day of the change, the newest first, a session each."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.files.changes import ChangeView, change_date, changed_times, changes_of, feed_path
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site


class ChangeGroup(Struct, frozen=True):
    """The changes that were published on one day: `day` in words, `date` for machines."""

    day: str
    date: str
    changes: tuple[ChangeView, ...]


class ChangesView(Struct, frozen=True):
    """The page of changes. `feed` is the link to the same as an Atom feed, `calendar` to how to subscribe."""

    title: Phrase
    description: str
    groups: tuple[ChangeGroup, ...]
    feed: str
    calendar: str
    zone: str


def view(context: PageContext, subject: str) -> ChangesView:
    """The view of the page of changes."""
    title = context.words.phrase("changes_title")
    told = changes_of(context)
    grouped = groupby(told, key=lambda change: change_date(context, change.revision))
    return ChangesView(
        title=title,
        description=f"{context.phrase(context.conference.settings.title).text}: {title.text}",
        groups=tuple(
            ChangeGroup(context.words.date(day, "full"), day.isoformat(), tuple(changes)) for day, changes in grouped
        ),
        feed=context.to(feed_path(context.site, context.language)),
        calendar=context.page("calendar"),
        zone=context.zone(None, *changed_times(told)),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("changes", subjects, view, fingerprint_of=fingerprints.programme_with_changes_fingerprint)

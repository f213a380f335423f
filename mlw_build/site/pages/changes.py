"""What changed in the programme: by day of the change, the newest first, a session each."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.changes import ChangeView, changes_of, feed_path, recorded_on, times_told
from mlw_build.site.here import Here
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


def view(here: Here, subject: str) -> ChangesView:
    """The view of the page of changes."""
    title = here.words.phrase("changes_title")
    told = changes_of(here)
    grouped = groupby(told, key=lambda change: recorded_on(here, change.revision))
    return ChangesView(
        title=title,
        description=f"{here.phrase(here.conference.settings.title).text}: {title.text}",
        groups=tuple(
            ChangeGroup(here.words.date(day, "full"), day.isoformat(), tuple(changes)) for day, changes in grouped
        ),
        feed=here.to(feed_path(here.site, here.language)),
        calendar=here.page("calendar"),
        zone=here.zone(None, *times_told(told)),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("changes", subjects, view, made_of=made_of.with_changes)

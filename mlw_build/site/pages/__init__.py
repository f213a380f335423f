"""The kinds of pages, one module each. A new kind is a module with a `KIND`, and a line in KINDS here."""

from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages import (
    agenda,
    booth,
    booths,
    calendar,
    changes,
    day,
    grouping,
    home,
    live,
    missing,
    page,
    room,
    session,
    speaker,
    speakers,
)  # fmt: skip

KINDS: tuple[PageKind, ...] = (
    home.KIND,
    agenda.KIND,
    day.KIND,
    session.KIND,
    speakers.KIND,
    speaker.KIND,
    booths.KIND,
    booth.KIND,
    room.KIND,
    grouping.TRACK,
    grouping.FORMAT,
    live.KIND,
    calendar.KIND,
    changes.KIND,
    page.KIND,
    missing.KIND,
)

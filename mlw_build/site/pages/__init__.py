"""The kinds of pages, one module each. A new kind is a module with a `KIND`, and a line in KINDS here."""

from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages import (
    accessibility,
    agenda,
    booth,
    booths,
    calendar,
    changes,
    day,
    grouping,
    home,
    live,
    offline,
    room,
    search,
    session,
    speaker,
    speakers,
)
from mlw_build.site.pages import not_found as missing
from mlw_build.site.pages import own_agenda as my
from mlw_build.site.pages import text_page as page

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
    my.KIND,
    search.KIND,
    page.KIND,
    accessibility.KIND,
    missing.KIND,
    offline.KIND,
)

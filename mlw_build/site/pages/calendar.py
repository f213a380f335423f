"""The calendar page: how to subscribe, and every feed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.cards import room_view
from mlw_build.site.feeds import Feed, feeds_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.subscribe import feed_view
from mlw_build.site.views import FeedView, LinkView

MOST_FEEDS = 100
"""How many feeds of people or booths the page lists."""

MOST_ROOMS = 300
"""How many feeds of rooms, which fewer conferences have many of."""

LISTS = {"speaker": ("speakers", MOST_FEEDS), "booth": ("booths", MOST_FEEDS), "room": ("agenda", MOST_ROOMS)}
"""Kinds of feeds that are offered on pages of their own: the page that leads to these, and how many are listed."""


class FeedGroup(Struct, frozen=True):
    """The feeds of one kind; `kind` is the key of its heading.

    Where they are too many to list, `feeds` is empty and `pages` leads to the pages that offer them.
    """

    kind: str
    feeds: tuple[FeedView, ...]
    pages: LinkView | None = None


class CalendarView(Struct, frozen=True):
    """The calendar page. `groups` has all feeds but the whole conference's and those of single sessions.

    `code` takes this page's public address to a telephone as a QR code (inline SVG), where the address is known.
    """

    title: Phrase
    description: str
    whole: FeedView
    groups: tuple[FeedGroup, ...]
    known: bool
    code: Markup | None
    changes: str
    zone: str


def view(here: Here, subject: str) -> CalendarView:
    """The view of the calendar page."""
    feeds = feeds_of(here.site, here.language)
    kinds = dict.fromkeys(feed.kind for feed in feeds if feed.kind not in ("conference", "session"))
    return CalendarView(
        title=here.words.phrase("nav_calendar"),
        description=here.words.plain("calendar_description", title=here.phrase(here.conference.settings.title)),
        whole=next(_feed(here, feed) for feed in feeds if feed.kind == "conference"),
        groups=tuple(_group(here, kind, [feed for feed in feeds if feed.kind == kind]) for kind in kinds),
        known=here.site.addresses.base is not None,
        code=qr_code(here.site.addresses.absolute(here.site.addresses.page("calendar", "", here.language))),
        changes=here.page("changes"),
        zone=here.zone(),
    )


def _group(here: Here, kind: str, feeds: Sequence[Feed]) -> FeedGroup:
    pages, most = LISTS.get(kind, ("", len(feeds)))
    if len(feeds) > most:
        return FeedGroup(kind, (), LinkView(here.words.phrase(f"nav_{pages}"), here.page(pages)))
    return FeedGroup(kind, tuple(_feed(here, feed) for feed in feeds))


def qr_code(address: str | None) -> Markup | None:
    """A QR code (ISO/IEC 18004, level M) of an address as an SVG element: dark on light on dark pages too.

    It leads to the page, not to the feed: telephones differ in how they subscribe, and many only download a feed.
    """
    if not address:
        return None
    import segno  # takes long, and only this page draws a code

    code = segno.make_qr(address, error="m", boost_error=False)
    return Markup(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None))


def _feed(here: Here, feed: Feed) -> FeedView:
    room = here.conference.rooms.get(feed.subject) if feed.kind == "room" else None
    card = room_view(here, room) if room else None
    language = card.name.language if card else _language_of_name(here, feed)
    view = feed_view(here, feed.kind, feed.subject, feed.about or feed.name, len(feed.sessions), card, language)
    day = next((one for one in here.conference.days if feed.kind == "day" and one.id == feed.subject), None)
    if day is None or not day.title:
        return view
    return replace(view, name=Phrase(here.words.date(day.date, "short"), here.language), title=here.phrase(day.title))


def _language_of_name(here: Here, feed: Feed) -> str | None:
    """The language of a name that an editor wrote; a day's is put together in the page's own."""
    conference, subject = here.conference, feed.subject
    match feed.kind:
        case "conference":
            name = conference.settings.title
        case "track":
            name = conference.tracks[subject].name
        case "format":
            name = conference.formats[subject].name
        case "booth":
            name = conference.booths[subject].name
        case "organisation":
            name = conference.organisations[subject].name
        case _:
            return None
    return here.phrase(name).language


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("calendar", subjects, view, feed="conference", made_of=made_of.with_changes)

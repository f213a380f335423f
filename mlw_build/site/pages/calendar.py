"""The calendar page: how to subscribe, and every feed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from mlw_build.model.text import Phrase
from mlw_build.site.files.feeds import Feed, offered_feeds
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.shared import room_view
from mlw_build.site.views.subscriptions import feed_view
from mlw_build.site.views.values import FeedView, LinkView

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


def view(context: PageContext, subject: str) -> CalendarView:
    """The view of the calendar page."""
    feeds = offered_feeds(context.site, context.language)
    kinds = dict.fromkeys(feed.kind for feed in feeds if feed.kind not in ("conference", "session"))
    return CalendarView(
        title=context.words.phrase("nav_calendar"),
        description=context.words.plain(
            "calendar_description", title=context.phrase(context.conference.settings.title)
        ),
        whole=next(_feed(context, feed) for feed in feeds if feed.kind == "conference"),
        groups=tuple(_group(context, kind, [feed for feed in feeds if feed.kind == kind]) for kind in kinds),
        known=context.site.addresses.base is not None,
        code=qr_code(context.site.addresses.absolute(context.site.addresses.page("calendar", "", context.language))),
        changes=context.page("changes"),
        zone=context.zone(),
    )


def _group(context: PageContext, kind: str, feeds: Sequence[Feed]) -> FeedGroup:
    pages, most = LISTS.get(kind, ("", len(feeds)))
    if len(feeds) > most:
        return FeedGroup(kind, (), LinkView(context.words.phrase(f"nav_{pages}"), context.page(pages)))
    return FeedGroup(kind, tuple(_feed(context, feed) for feed in feeds))


def qr_code(address: str | None) -> Markup | None:
    """A QR code (ISO/IEC 18004, level M) of an address as an SVG element: dark on light on dark pages too.

    It leads to the page, not to the feed: telephones differ in how they subscribe, and many only download a feed.
    """
    if not address:
        return None
    import segno  # takes long, and only this page draws a code

    code = segno.make_qr(address, error="m", boost_error=False)
    return Markup(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None))


def _feed(context: PageContext, feed: Feed) -> FeedView:
    room = context.conference.rooms.get(feed.subject) if feed.kind == "room" else None
    card = room_view(context, room) if room else None
    language = card.name.language if card else _language_of_name(context, feed)
    view = feed_view(context, feed.kind, feed.subject, feed.about or feed.name, len(feed.sessions), card, language)
    day = next((day for day in context.conference.days if feed.kind == "day" and day.id == feed.subject), None)
    if day is None or not day.title:
        return view
    return replace(
        view, name=Phrase(context.words.date(day.date, "short"), context.language), title=context.phrase(day.title)
    )


def _language_of_name(context: PageContext, feed: Feed) -> str | None:
    """The language of a name that an editor wrote; a day's is put together in the page's own."""
    conference, subject = context.conference, feed.subject
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
    return context.phrase(name).language


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind(
    "calendar", subjects, view, feed="conference", fingerprint_of=fingerprints.programme_with_changes_fingerprint
)

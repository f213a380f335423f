"""Subscribing to a feed at a click: the addresses by which calendar programs and services take it."""

from __future__ import annotations

from urllib.parse import quote

from mlw_build.model.text import Phrase
from mlw_build.site.page_context import PageContext
from mlw_build.site.views.values import FeedLink, FeedView, RoomView

LONGEST_FOR_GOOGLE = 256
"""Characters of a feed's address that Google takes; longer ones it refuses."""


def feed_link(context: PageContext, kind: str, subject: str) -> FeedLink:
    """A feed as the page that it belongs to offers it."""
    path = context.site.addresses.feed(kind, subject, context.language)
    address = context.site.addresses.absolute(path)
    return FeedLink(context.to(path), address, webcal(address))


def feed_view(
    context: PageContext,
    kind: str,
    subject: str,
    name: str,
    count: int = 0,
    room: RoomView | None = None,
    language: str | None = None,
) -> FeedView:
    """A feed as the page of all feeds offers it: its link, and where its address is known, every way to subscribe.

    `language` is the name's, where that is another than the page's.
    """
    link = feed_link(context, kind, subject)
    called = name or context.phrase(context.conference.settings.title).text
    return FeedView(
        name=Phrase(name, language or context.language),
        href=link.href,
        address=link.address,
        webcal=link.webcal,
        count=count,
        room=room,
        google=google(link.address),
        outlook=outlook(link.address, called),
        office=outlook(link.address, called, "outlook.office.com"),
    )


def webcal(address: str | None) -> str | None:
    """The address that the calendar program of this machine takes: Apple's, Thunderbird, Outlook for Windows."""
    return f"webcal://{address.partition('://')[2]}" if address else None


def google(address: str | None) -> str | None:
    """The page on which Google Calendar asks whether to subscribe; it wants the webcal form of the address."""
    given = webcal(address)
    if given is None or len(given) > LONGEST_FOR_GOOGLE:
        return None
    return f"https://calendar.google.com/calendar/r?cid={quote(given, safe='')}"


def outlook(address: str | None, name: str, host: str = "outlook.live.com") -> str | None:
    """The page on which Outlook on the web asks whether to subscribe; organisations are at outlook.office.com."""
    if not address:
        return None
    return f"https://{host}/calendar/0/addfromweb?url={quote(address, safe='')}&name={quote(name, safe='')}"

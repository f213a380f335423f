"""A page as other programs show it: structured data, and what a shared link looks like (Open Graph)."""

from __future__ import annotations

from babel.core import get_global
from markupsafe import Markup
from msgspec import Struct

from mlw_build.exchange.outgoing.card import HEIGHT, WIDTH
from mlw_build.exchange.outgoing.structured_data import LinkedData, PageSummary, structured_data
from mlw_build.model.conference import Picture
from mlw_build.model.text import Phrase
from mlw_build.site.files.data import card_of, card_path, publication_of
from mlw_build.site.page_context import PageContext, cached_per_context

_TYPES = {"speaker": "profile", "page": "article"}


class PreviewPicture(Struct, frozen=True):
    """The picture of a shared link: its public address, what it shows, its size in pixels where it is known."""

    address: str
    alt: str
    width: int | None = None
    height: int | None = None


class ShareView(Struct, frozen=True):
    """What a page says to other programs.

    `type` and `locale` are Open Graph's, `card` is Twitter's; `structured` is JSON-LD, safe in a script element.
    """

    type: str
    locale: str | None
    card: str
    picture: PreviewPicture | None
    structured: Markup


def share_view(context: PageContext, kind: str, subject: str, title: Phrase, description: str) -> ShareView:
    """What the page of a kind and subject says."""
    picture = _picture(context, kind, subject)
    about = PageSummary(title.text, description, picture.address if picture else None)
    return ShareView(
        type=_TYPES.get(kind, "website"),
        locale=_locale(context.language),
        card="summary_large_image" if picture and picture.width else "summary",
        picture=picture,
        structured=Markup(structured_data(linked_data(context), kind, subject, about)),
    )


@cached_per_context
def linked_data(context: PageContext) -> LinkedData:
    """The conference in this language, once for all pages that lie equally deep."""
    publication = publication_of(context.site, context.language)
    return LinkedData(
        publication, link=lambda kind, subject: publication.page(kind, subject) or context.page(kind, subject)
    )


def _picture(context: PageContext, kind: str, subject: str) -> PreviewPicture | None:
    """A session's card, a speaker's photo, a booth's logo, else the site's logo; none without a public address."""
    conference, addresses = context.conference, context.site.addresses
    if kind == "session":
        card = card_of(context.site, conference.sessions[subject], linked_data(context).publication)
        address = addresses.absolute(card_path(context.site, conference.sessions[subject], context.language))
        if card and address:
            return PreviewPicture(address, ", ".join((card.title, card.when)), WIDTH, HEIGHT)
    own = None
    if kind == "speaker":
        own = conference.speakers[subject].photo
    elif kind == "booth":
        own = conference.booths[subject].organisation.logo
    return _network_picture(context, own) or _network_picture(context, conference.settings.look.logo)


def _network_picture(context: PageContext, picture: Picture | None) -> PreviewPicture | None:
    """A picture in a format that networks show: they take no SVG."""
    whole = picture and picture.file not in context.site.assets.album.broken
    path = context.site.assets.media.get(picture.file) if picture and whole else None
    address = context.site.addresses.absolute(path) if path and not path.endswith(".svg") else None
    return PreviewPicture(address, context.phrase(picture.alt).text) if address and picture else None


def _locale(language: str) -> str | None:
    """A language as Open Graph wants it, with the territory that is most likely: fr_FR. None where none is known."""
    code, _, rest = language.partition("-")
    if len(rest) == 2:
        return f"{code}_{rest.upper()}"
    territory = str(get_global("likely_subtags").get(code, "")).rpartition("_")[2]
    return f"{code}_{territory}" if len(territory) == 2 else None

"""A place on the site that pages are made in: how deep it lies, in which language, how it speaks of everything else.

All pages that lie equally deep share a place, so that what they say of a session, a person or a room is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from markupsafe import Markup
from msgspec import Struct, field

from mlw_build.markup import ShownPicture, inside, picture_named, plain_text, to_html
from mlw_build.model.conference import Conference, Session
from mlw_build.model.links import names_of
from mlw_build.model.text import Phrase, Text
from mlw_build.model.zones import first_at_each_offset, is_ambiguous
from mlw_build.site.addresses import relative
from mlw_build.site.memo import Memo
from mlw_build.site.pictures.recipe import SizedPicture
from mlw_build.site.site import Site
from mlw_build.site.theme.hour_cycle import ClockFormat
from mlw_build.site.theme.messages import Messages, utc_offset
from mlw_build.site.views.values import Moment, Prose

Asked = ParamSpec("Asked")
View = TypeVar("View")


class PageContext(Struct, frozen=True, eq=False):
    """The site as seen from a place: links are relative to its path, texts are in its language.

    `memory` is what was said here already, see `cached_per_context`; it lives and goes with the place.
    """

    site: Site
    path: str
    language: str
    memory: Memo = field(default_factory=Memo)

    @property
    def conference(self) -> Conference:
        """The conference."""
        return self.site.conference

    @property
    def words(self) -> Messages:
        """The theme's words in this page's language."""
        return self.site.words[self.language]

    def to(self, path: str) -> str:
        """The link from here to a path of the site."""
        return relative(self.path, path)

    def page(self, kind: str, subject: str = "") -> str:
        """The link from here to a page in this language."""
        return self.to(self.site.addresses.page(kind, subject, self.language))

    def phrase(self, text: Text) -> Phrase:
        """A text in this page's language, or in the nearest there is."""
        return self.conference.phrase(text, self.language)

    def prose(self, text: Text, *, level: int = 2, prefix: str = "") -> Prose | None:
        """A Markdown text as safe HTML with its language; None where there is none."""
        phrase = self.phrase(text)
        if not phrase:
            return None
        html = to_html(phrase.text, self.resolve, self.picture, level=level, prefix=prefix)
        return Prose(Markup(html), phrase.language)

    def plain(self, text: Text) -> str:
        """A Markdown text as plain text."""
        return plain_text(self.phrase(text).text)

    def resolve(self, address: str) -> str | None:
        """From an address in a text (`page:about`, `media:map.pdf`, https://...) to what a link says."""
        named = inside(address)
        if not named:
            return address
        kind, name, fragment = named
        if name not in names_of(self.conference, kind):
            return None
        link = self.media(name) if kind == "media" else self.page(kind, name)
        return link and link + (f"#{fragment}" if fragment else "")

    def media(self, name: str) -> str | None:
        """The link from here to a file of content/media; None where there is none to publish."""
        path = None if name in self.site.assets.album.broken else self.site.assets.media.get(name)
        return self.to(path) if path else None

    def picture(self, address: str) -> ShownPicture | None:
        """What shows a picture that a text names (`media:hall.png`); None where there is none to show."""
        name = picture_named(address)
        whole = self.media(name)
        if whole is None:
            return None
        album = self.site.assets.album
        width, height = album.sizes.get(name, (None, None))
        sized = album.in_text(name)
        if sized is None:
            return ShownPicture(whole, width, height)
        has_more = width and sized.width and width > sized.width
        return ShownPicture(
            self.to(sized.src), sized.width, sized.height, self.offered(sized), sized.sizes, whole if has_more else None
        )

    def offered(self, sized: SizedPicture) -> tuple[tuple[str, str], ...]:
        """The formats in which there is a picture besides its plain one: each media type with what `srcset` says."""
        return tuple(
            (offer.media_type, ", ".join(f"{self.to(path)} {size}" for path, size in offer.files))
            for offer in sized.offers
        )

    @property
    def clock(self) -> ClockFormat:
        """How this page writes times of day."""
        return self.site.clock(self.language)

    def moment(self, instant: datetime) -> Moment:
        """An instant as a page shows it: with its offset for machines, on the conference's clocks for people."""
        local = self.conference.local(instant)
        offset = utc_offset(local.utcoffset()) if is_ambiguous(local) else ""
        return Moment(local.isoformat(timespec="minutes"), self.clock.text(local), offset)

    def zone(self, sessions: Iterable[Session] | None = None, *more: datetime) -> str:
        """The conference's time zone in words, with each offset that the times of these sessions and `more` have.

        Without sessions, or where there are none, with those of the whole conference.
        """
        whole = self.site.memory.once(_distinct_offsets_times, self.site)
        own = whole if sessions is None or len(whole) == 1 else tuple(_shown_times(self.site, sessions))
        return self.words.zone_name(self.conference.zone, *((*own, *more) or whole))


def _distinct_offsets_times(site: Site) -> tuple[datetime, ...]:
    """Of the times of all sessions, one at each offset that they have: mostly a single one."""
    conference = site.conference
    any_time = datetime(2000, 1, 1, tzinfo=conference.zone)
    times = _shown_times(site, conference.sessions.values())
    return first_at_each_offset(times, conference.zone) or (any_time,)


def _shown_times(site: Site, sessions: Iterable[Session]) -> Iterator[datetime]:
    """The times that are shown of sessions, with those of what is part of them."""
    for session in sessions:
        for one in (session, *site.index.children.get(session.id, ())):
            yield from (one.start, one.end)


def context_path(path: str, folder: str) -> str:
    """The path that stands for all pages as deep as this one, under the folder of a language ('' or 'fr/')."""
    return f"{folder}{'*/' * path.removeprefix(folder).count('/')}index.html"


def cached_per_context(
    make: Callable[Concatenate[PageContext, Asked], View],
) -> Callable[Concatenate[PageContext, Asked], View]:
    """What a place says of things of the conference, made once for each of them. It is asked by position."""

    @wraps(make)
    def known(context: PageContext, /, *asked: Asked.args, **named: Asked.kwargs) -> View:
        if named:
            raise TypeError(f"{make.__name__} is asked by position, not by {', '.join(named)}.")
        return context.memory.of(make, context, *asked)

    return known

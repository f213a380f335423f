"""A page being made: where it is, in which language, and how it speaks of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from mlw_build.markup import plain_text, to_html
from mlw_build.model.conference import Conference
from mlw_build.model.links import ADDRESS, PLACES
from mlw_build.model.text import Phrase, Text
from mlw_build.site.addresses import relative
from mlw_build.site.site import Site
from mlw_build.site.views import Moment, Prose
from mlw_build.site.words import Words


@dataclass(frozen=True, slots=True)
class Here:
    """The site as seen from one page: links are relative to its path, texts are in its language."""

    site: Site
    path: str
    language: str

    @property
    def conference(self) -> Conference:
        """The conference."""
        return self.site.conference

    @property
    def words(self) -> Words:
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
        html = to_html(phrase.text, self.resolve, level=level, prefix=prefix, size=self.picture_size)
        return Prose(Markup(html), phrase.language)

    def plain(self, text: Text) -> str:
        """A Markdown text as plain text."""
        return plain_text(self.phrase(text).text)

    def resolve(self, address: str) -> str | None:
        """From an address in a text (`page:about`, `media:map.pdf`, https://...) to what a link says."""
        found = ADDRESS.match(address)
        if not found:
            return address
        kind, name, fragment = found["kind"], found["name"], found["fragment"]
        if kind == "media":
            media = None if name in self.site.assets.album.broken else self.site.assets.media.get(name)
            return self.to(media) if media else None
        if kind not in PLACES and not self._exists(kind, name):
            return None
        return self.page(kind, name) + (f"#{fragment}" if fragment else "")

    def picture_size(self, address: str) -> tuple[int, int] | None:
        """The width and height of a picture that a text shows by its name in content/media."""
        return self.site.assets.album.sizes.get(address.removeprefix("media:"))

    def _exists(self, kind: str, name: str) -> bool:
        if kind == "day":
            return any(day.id == name for day in self.conference.days)
        return name in getattr(self.conference, f"{kind}s")

    def moment(self, instant: datetime) -> Moment:
        """An instant as a page shows it: with its offset for machines, on the conference's clocks for people."""
        local = self.conference.local(instant)
        return Moment(local.isoformat(timespec="minutes"), f"{local:%H:%M}")

    def zone(self, instant: datetime | None = None) -> str:
        """The conference's time zone in words; at this instant, since clocks may change."""
        if instant is None:
            first = next(iter(self.conference.sessions.values()), None)
            instant = first.start if first else datetime(2000, 1, 1, tzinfo=self.conference.zone)
        return self.words.zone_name(self.conference.zone, instant)

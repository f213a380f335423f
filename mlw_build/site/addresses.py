"""Where everything is on the site: the path of each page and feed, and the relative link from one to another."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from mlw_build.calendar.subjects import feed_path, session_path
from mlw_build.markup import path_in_address
from mlw_build.model.conference import Conference
from mlw_build.site.views.pagination import page_number

_FIXED = {
    "home": "index.html",
    "agenda": "agenda/index.html",
    "speakers": "speakers/index.html",
    "booths": "booths/index.html",
    "live": "live/index.html",
    "calendar": "calendar/index.html",
    "changes": "changes/index.html",
    "my": "my/index.html",
    "search": "search/index.html",
    "accessibility": "accessibility/index.html",
    "missing": "404.html",
    "offline": "offline.html",
}


_LISTS = ("speakers", "booths", "live")
"""Kinds that come on several pages where there is too much for one."""


class Addresses(Struct, frozen=True):
    """Paths relative to the site's top, with forward slashes; the default language has no folder of its own."""

    conference: Conference
    base: str | None
    """The site's public address, ending in a slash; None where it is not known."""

    def folder(self, language: str) -> str:
        """The folder of a language: '' or 'fr/'."""
        return "" if language == self.conference.default_language else f"{language}/"

    def page(self, kind: str, subject: str, language: str) -> str:
        """The path of a page: its kind, the id of what it shows ('' for kinds with one page), its language."""
        return self.folder(language) + self._within(kind, subject)

    def feed(self, kind: str, subject: str, language: str) -> str:
        """The path of a calendar feed. Once published it never changes, so it is made of ids."""
        conference = self.conference
        if kind == "session":
            return self.folder(language) + session_path(conference.sessions[subject].slug)
        return self.folder(language) + feed_path(kind, conference.settings.id if kind == "conference" else subject)

    def _within(self, kind: str, subject: str) -> str:
        if kind in _LISTS and subject:  # a level deeper than any page of one, so that no slug takes it
            return f"{kind}/list/{page_number(subject)}/index.html"
        if kind in _FIXED:
            return _FIXED[kind]
        if kind == "page":
            return f"{subject}/index.html"
        if kind == "day":
            return f"agenda/{subject}/index.html"
        return f"{kind}s/{self._slug(kind, subject)}/index.html"

    def _slug(self, kind: str, subject: str) -> str:
        """What things are called in addresses: those that have no name for it, by their id."""
        conference = self.conference
        if kind == "session":
            return conference.sessions[subject].slug
        if kind == "speaker":
            return conference.speakers[subject].slug
        return conference.booths[subject].slug if kind == "booth" else subject

    def absolute(self, path: str) -> str | None:
        """The public address of a path, without index.html; None where the site's address is not known."""
        if self.base is None:
            return None
        return self.base + path_in_address(path.removesuffix("index.html"))


def relative(source: str, target: str) -> str:
    """The link from the page at one path to another path: works under any address, and from a folder on disk."""
    here, there = _folders(source), target.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return path_in_address("/".join([".."] * (len(here) - shared) + there[shared:]))


@lru_cache(maxsize=4_096)
def _folders(path: str) -> list[str]:
    return path.split("/")[:-1]

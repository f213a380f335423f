"""All speakers: who is announced by name, then who is to be announced by what will send them; many on several pages."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.cards import person_view, with_sessions
from mlw_build.site.frame import has
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.paging import number_of, slices, subjects_of
from mlw_build.site.ranges import RangeView, ranges_of, title_of
from mlw_build.site.site import Site
from mlw_build.site.views import PersonView

MOST = 300
"""How many people one page lists."""

LETTERS = 3
"""How much of a name says where a page begins and ends."""


class SpeakersView(Struct, frozen=True):
    """The list of speakers, or one page of it; `ranges` are all its pages, and empty where there is only one.

    `search` leads to where names can be looked up.
    """

    title: Phrase
    description: str
    announced: tuple[PersonView, ...]
    open: tuple[PersonView, ...]
    ranges: tuple[RangeView, ...]
    search: str | None


def view(here: Here, subject: str) -> SpeakersView:
    """The view of a page of the list."""
    people = here.site.index.speakers[here.language]
    pages = slices(people, MOST)
    number = number_of(subject)
    shown = [
        with_sessions(here, person_view(here, here.conference.speakers[one]), here.site.index.by_speaker.get(one, ()))
        for one in (pages[number - 1] if pages else ())
    ]
    ends = [(_beginning(here, people[0]), _beginning(here, people[-1])) for people in pages]
    ranges = ranges_of(here, "speakers", ends, number)
    title = title_of(here.words.phrase("nav_speakers"), ranges)
    return SpeakersView(
        title=title,
        description=f"{title.text}: {here.phrase(here.conference.settings.title).text}",
        announced=tuple(one for one in shown if one.announced),
        open=tuple(one for one in shown if not one.announced),
        ranges=ranges,
        search=here.page("search") if has(here, "search") else None,
    )


def _beginning(here: Here, speaker: str) -> str:
    return person_view(here, here.conference.speakers[speaker]).label.text[:LETTERS].strip()


def subjects(site: Site) -> tuple[str, ...]:
    """The pages of the list, where there are speakers."""
    if not site.conference.speakers:
        return ()
    return subjects_of("", len(slices(site.index.speakers[site.conference.default_language], MOST)))


KIND = PageKind("speakers", subjects, view, made_of=made_of.people_listed)

"""All speakers: who is announced by name, then who is to be announced by what will send them; many on several pages."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.frame import has_section
from mlw_build.site.views.page_links import PageLinkView, numbered_title, page_links
from mlw_build.site.views.pagination import page_number, page_subjects, paginate
from mlw_build.site.views.shared import person_view, with_sessions
from mlw_build.site.views.values import PersonView

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
    ranges: tuple[PageLinkView, ...]
    search: str | None


def view(context: PageContext, subject: str) -> SpeakersView:
    """The view of a page of the list."""
    people = context.site.index.speakers[context.language]
    pages = paginate(people, MOST)
    number = page_number(subject)
    shown = [
        with_sessions(
            context,
            person_view(context, context.conference.speakers[text]),
            context.site.index.by_speaker.get(text, ()),
        )
        for text in (pages[number - 1] if pages else ())
    ]
    ends = [(_name_prefix(context, people[0]), _name_prefix(context, people[-1])) for people in pages]
    ranges = page_links(context, "speakers", ends, number)
    title = numbered_title(context.words.phrase("nav_speakers"), ranges)
    return SpeakersView(
        title=title,
        description=f"{title.text}: {context.phrase(context.conference.settings.title).text}",
        announced=tuple(person_view for person_view in shown if person_view.announced),
        open=tuple(person_view for person_view in shown if not person_view.announced),
        ranges=ranges,
        search=context.page("search") if has_section(context, "search") else None,
    )


def _name_prefix(context: PageContext, speaker: str) -> str:
    return person_view(context, context.conference.speakers[speaker]).label.text[:LETTERS].strip()


def subjects(site: Site) -> tuple[str, ...]:
    """The pages of the list, where there are speakers."""
    if not site.conference.speakers:
        return ()
    return page_subjects("", len(paginate(site.index.speakers[site.conference.default_language], MOST)))


KIND = PageKind("speakers", subjects, view, fingerprint_of=fingerprints.people_list_fingerprint)

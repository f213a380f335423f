"""A speaker: who it is, and their sessions."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mlw_build.markup import truncate_text
from mlw_build.model.text import Phrase
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views.shared import day_groups, link_views, person_view
from mlw_build.site.views.values import DayGroup, LinkView, PersonView, Prose


class SpeakerView(Struct, frozen=True):
    """A speaker's page; `speakers` leads to all of them."""

    title: Phrase
    description: str
    speakers: str
    person: PersonView
    pronouns: Phrase
    languages: tuple[str, ...]
    links: tuple[LinkView, ...]
    biography: Prose | None
    days: tuple[DayGroup, ...]
    zone: str


def subjects(site: Site) -> Iterable[str]:
    """Every speaker."""
    return site.conference.speakers


def view(context: PageContext, subject: str) -> SpeakerView:
    """The view of a speaker."""
    speaker = context.conference.speakers[subject]
    person, held = person_view(context, speaker), context.site.index.by_speaker.get(subject, ())
    plain = context.plain(speaker.biography).replace("\n", " ")
    return SpeakerView(
        title=person.label,
        description=truncate_text(plain, DESCRIPTION) or " ".join([person.name.text, person.organisation.text]).strip(),
        speakers=context.page("speakers"),
        person=person,
        pronouns=context.phrase(speaker.pronouns),
        languages=tuple(context.words.language_name(code) for code in speaker.languages),
        links=link_views(context, speaker.links),
        biography=context.prose(speaker.biography, level=2),
        days=day_groups(context, held),
        zone=context.zone(held),
    )


KIND = PageKind("speaker", subjects, view, feed="speaker", fingerprint_of=fingerprints.speaker_page_fingerprint)

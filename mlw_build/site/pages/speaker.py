"""A speaker: who it is, and their sessions."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mlw_build.markup import shortened
from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.cards import day_groups, link_views, person_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views import DayGroup, LinkView, PersonView, Prose


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


def view(here: Here, subject: str) -> SpeakerView:
    """The view of a speaker."""
    speaker = here.conference.speakers[subject]
    person, held = person_view(here, speaker), here.site.index.by_speaker.get(subject, ())
    plain = here.plain(speaker.biography).replace("\n", " ")
    return SpeakerView(
        title=person.label,
        description=shortened(plain, DESCRIPTION) or " ".join([person.name.text, person.organisation.text]).strip(),
        speakers=here.page("speakers"),
        person=person,
        pronouns=here.phrase(speaker.pronouns),
        languages=tuple(here.words.language_name(code) for code in speaker.languages),
        links=link_views(here, speaker.links),
        biography=here.prose(speaker.biography, level=2),
        days=day_groups(here, held),
        zone=here.zone(held),
    )


KIND = PageKind("speaker", subjects, view, feed="speaker", made_of=made_of.speaker)

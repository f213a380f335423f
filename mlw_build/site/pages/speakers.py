"""All speakers: who is announced by name, then who is to be announced by what will send them."""

from __future__ import annotations

from dataclasses import dataclass

from mlw_build.model.text import Phrase
from mlw_build.site.cards import person_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views import PersonView


@dataclass(frozen=True, slots=True)
class SpeakersView:
    """The list of speakers."""

    title: Phrase
    description: str
    announced: tuple[PersonView, ...]
    open: tuple[PersonView, ...]


def view(here: Here, subject: str) -> SpeakersView:
    """The view of the list."""
    people = [
        person_view(here, speaker, sessions=here.site.index.by_speaker.get(speaker.id, ()))
        for speaker in here.conference.speakers.values()
    ]
    title = here.words.plain("nav_speakers")
    return SpeakersView(
        title=Phrase(title, here.language),
        description=f"{title}: {here.phrase(here.conference.settings.title).text}",
        announced=tuple(sorted((one for one in people if one.announced), key=_by_name)),
        open=tuple(sorted((one for one in people if not one.announced and one.sessions), key=_by_name)),
    )


def _by_name(person: PersonView) -> tuple[str, str]:
    """Sorted as it is shown, without regard to case; ties by id, so that every build agrees."""
    return (person.label.text.casefold(), person.id)


def subjects(site: Site) -> tuple[str, ...]:
    """One list, where there are speakers."""
    return ("",) if site.conference.speakers else ()


KIND = PageKind("speakers", subjects, view)

"""A session: when, where, with whom, how to follow it, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from mlw_build.markup import shortened
from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.cards import link_views, part_views, people_views, session_view
from mlw_build.site.changes import earlier_start, moved_from
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.streams import session_stream
from mlw_build.site.views import LinkView, PartView, PersonView, Prose, SessionView, StreamView

DESCRIPTION = 160
"""Characters of a description for search engines and shared links."""


class SessionPageView(Struct, frozen=True):
    """A session's page. `online` is whether a stream is to be expected although there is none yet.

    `moved_from` says when it was to begin before it was moved.
    """

    title: Phrase
    description: str
    session: SessionView
    zone: str
    stream: StreamView | None
    online: bool
    format: LinkView | None
    track: LinkView | None
    booth: LinkView | None
    whole: LinkView | None
    organisations: tuple[LinkView, ...]
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    captions: tuple[str, ...]
    sign_language: tuple[str, ...]
    audience: Phrase
    capacity: int | None
    registration: str | None
    questions: str | None
    slides: str | None
    links: tuple[LinkView, ...]
    tags: tuple[str, ...]
    abstract: Prose | None
    parts: tuple[PartView, ...]
    people: tuple[PersonView, ...]
    feed: str
    moved_from: Markup | None


def subjects(site: Site) -> Iterable[str]:
    """Every session, cancelled ones too: people look for them."""
    return site.conference.sessions


def view(here: Here, subject: str) -> SessionPageView:
    """The view of a session."""
    conference, words = here.conference, here.words
    session = conference.sessions[subject]
    card, earlier = session_view(here, session), earlier_start(here, session)
    plain = here.site.calendar.facts[subject].told[here.language].description.replace("\n", " ")
    return SessionPageView(
        title=card.title,
        description=shortened(plain, DESCRIPTION) or f"{card.day.full}, {card.start.plain}-{card.end.plain}",
        session=card,
        zone=here.zone((session,), *([earlier] if earlier else ())),
        stream=session_stream(here, session),
        online=_online(session),
        format=LinkView(card.format, here.page("format", session.format.id)) if session.format else None,
        track=LinkView(card.track, here.page("track", session.track.id)) if session.track else None,
        booth=_booth(here, session),
        whole=_whole(here, session),
        organisations=tuple(LinkView(here.phrase(one.name), one.url or "") for one in session.organisations),
        languages=tuple(words.language_name(code) for code in session.languages),
        interpretation=tuple(words.language_name(code) for code in session.interpretation),
        captions=tuple(words.language_name(code) for code in session.captions),
        sign_language=session.sign_language,
        audience=here.phrase(session.audience or Text()),
        capacity=session.capacity,
        registration=session.registration,
        questions=session.questions,
        slides=session.slides,
        links=link_views(here, session.links),
        tags=session.tags,
        abstract=here.prose(session.abstract, level=2),
        parts=part_views(here, session, whole=True),
        people=people_views(here, session.contributions),
        feed=here.to(here.site.addresses.feed("session", session.id, here.language)),
        moved_from=moved_from(here, earlier) if earlier else None,
    )


def _online(session: Session) -> bool:
    """Whether a session takes place in an online channel, where a stream is to come."""
    return not session.cancelled and not session.interlude and not any(room.place for room in session.rooms)


def _booth(here: Here, session: Session) -> LinkView | None:
    booth = here.conference.booths.get(session.booth or "")
    return LinkView(here.phrase(booth.name), here.page("booth", booth.id)) if booth else None


def _whole(here: Here, session: Session) -> LinkView | None:
    whole = here.conference.sessions.get(session.part_of or "")
    return LinkView(here.phrase(whole.title), here.page("session", whole.id)) if whole else None


KIND = PageKind("session", subjects, view, feed="session", made_of=made_of.session)

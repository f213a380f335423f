"""A session: when, where, with whom, how to follow it, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from mlw_build.markup import truncate_text
from mlw_build.model.attendance import session_attendance
from mlw_build.model.conference import Session, Settings
from mlw_build.model.text import Phrase, Text
from mlw_build.site.files.changes import earlier_start, moved_from_phrase
from mlw_build.site.files.day_data import day_data_links_of
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.shared import link_views, part_views, people_views, session_view
from mlw_build.site.views.streams import session_stream
from mlw_build.site.views.values import LinkView, PartView, PersonView, Prose, SessionView, StreamView

DESCRIPTION = 160
"""Characters of a description for search engines and shared links."""


class SessionPageView(Struct, frozen=True):
    """A session's page. `online` is whether a stream is to be expected although there is none yet.

    `moved_from_phrase` says when it was to begin before it was moved. `now` is where scripts find what is on in its
    room.
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
    now: tuple[tuple[str, str, str, str], ...]


def subjects(site: Site) -> Iterable[str]:
    """Every session, cancelled ones too: people look for them."""
    return site.conference.sessions


def view(context: PageContext, subject: str) -> SessionPageView:
    """The view of a session."""
    conference, words = context.conference, context.words
    session = conference.sessions[subject]
    card, earlier = session_view(context, session), earlier_start(context, session)
    plain = context.site.calendar.facts[subject].told[context.language].description.replace("\n", " ")
    return SessionPageView(
        title=card.title,
        description=truncate_text(plain, DESCRIPTION) or f"{card.day.full}, {card.start.plain}-{card.end.plain}",
        session=card,
        zone=context.zone((session,), *([earlier] if earlier else ())),
        stream=session_stream(context, session),
        online=_is_online(conference.settings, session),
        format=LinkView(card.format, context.page("format", session.format.id)) if session.format else None,
        track=LinkView(card.track, context.page("track", session.track.id)) if session.track else None,
        booth=_booth(context, session),
        whole=_parent_session(context, session),
        organisations=tuple(
            LinkView(context.phrase(organisation.name), organisation.url or "")
            for organisation in session.organisations
        ),
        languages=tuple(words.language_name(code) for code in session.languages),
        interpretation=tuple(words.language_name(code) for code in session.interpretation),
        captions=tuple(words.language_name(code) for code in session.captions),
        sign_language=session.sign_language,
        audience=context.phrase(session.audience or Text()),
        capacity=session.capacity,
        registration=session.registration,
        questions=session.questions,
        slides=session.slides,
        links=link_views(context, session.links),
        tags=session.tags,
        abstract=context.prose(session.abstract, level=2),
        parts=part_views(context, session, whole=True),
        people=people_views(context, session.contributions),
        feed=context.to(context.site.addresses.feed("session", session.id, context.language)),
        moved_from=moved_from_phrase(context, earlier) if earlier else None,
        now=day_data_links_of(context, session.day) if session.rooms else (),
    )


def _is_online(settings: Settings, session: Session) -> bool:
    """Whether a session can be followed online, so that a stream is to come."""
    return not session.cancelled and not session.interlude and session_attendance(settings, session).online


def _booth(context: PageContext, session: Session) -> LinkView | None:
    booth = context.conference.booths.get(session.booth or "")
    return LinkView(context.phrase(booth.name), context.page("booth", booth.id)) if booth else None


def _parent_session(context: PageContext, session: Session) -> LinkView | None:
    whole = context.conference.sessions.get(session.part_of or "")
    return LinkView(context.phrase(whole.title), context.page("session", whole.id)) if whole else None


def _fingerprint(site: Site, subject: str) -> object:
    day = site.conference.sessions[subject].day.isoformat()
    return fingerprints.session_page_fingerprint(site, subject), len(site.index.parts[day])


KIND = PageKind("session", subjects, view, feed="session", fingerprint_of=_fingerprint)

"""The accessibility statement: what the editor wrote of it, and what the programme and the theme say of themselves.

Nothing in it is a claim of its own: sessions are counted, measures are those that the theme names, limits follow from
what the site has. Where an editor has a page of this name, it keeps its address, its title and its text, and the rest
follows below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from mlw_build.check.rules.pictures import without_description
from mlw_build.markup import STATEMENT, truncate_text
from mlw_build.model.conference import Conference, Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.theme.theme import MEASURE
from mlw_build.site.views.streams import recognise_address
from mlw_build.site.views.values import Prose
from mlw_build.stream import Provider, StreamKind

DESCRIPTION = 160
"""Characters of a description for search engines and shared links."""

DOCUMENTS = frozenset(".pdf .epub .docx .xlsx .pptx .odt .ods .odp .zip".split())
"""Files of content/media that may hold anything, and that no check of the site looks into."""


class OfferView(Struct, frozen=True):
    """Something that sessions offer: its word, in how many of them, and in which languages where that is known."""

    word: str
    count: int
    languages: tuple[str, ...]


class StatementView(Struct, frozen=True):
    """The accessibility statement. `lead` and `text` are the editor's, where there is a page of this name.

    `sessions` is how many of them the offers are counted in; `measures` are keys of the theme's words, `limits`
    sentences. `as_of` is the date of what was counted, from the calendar lock or conference.yaml.
    """

    title: Phrase
    description: str
    lead: Phrase
    text: Prose | None
    sessions: int
    offers: tuple[OfferView, ...]
    measures: tuple[str, ...]
    limits: tuple[Markup, ...]
    as_of: Phrase | None


def view(context: PageContext, subject: str) -> StatementView:
    """The view of the statement."""
    words, conference = context.words, context.conference
    page = conference.pages.get(subject)
    own = words.phrase("accessibility_lead")
    lead = context.phrase(page.description) if page else own
    plain = context.plain(page.body).replace("\n", " ") if page else ""
    sessions = [session for session in conference.sessions.values() if not session.cancelled and not session.interlude]
    return StatementView(
        title=context.phrase(page.title) if page else words.phrase("nav_accessibility"),
        description=lead.text or truncate_text(plain, DESCRIPTION) or own.text,
        lead=lead,
        text=context.prose(page.body if page else Text(), level=2),
        sessions=len(sessions),
        offers=tuple(_accommodation_offers(context, sessions)),
        measures=tuple(_measures(context.site)),
        limits=tuple(_limits(context, sessions)),
        as_of=_last_changed_date(context),
    )


def _accommodation_offers(context: PageContext, sessions: list[Session]) -> Iterator[OfferView]:
    """What the sessions offer besides sound and picture in the language they are held in."""
    name = context.words.language_name

    def offer(word: str, has: Callable[[Session], object], languages: Iterable[str] = ()) -> OfferView:
        return OfferView(word, sum(map(bool, map(has, sessions))), tuple(dict.fromkeys(languages)))

    def way(of: str) -> Callable[[Session], object]:
        return lambda session: getattr(session.stream, of, None)

    yield offer(
        "captions", lambda session: session.captions, (name(code) for session in sessions for code in session.captions)
    )
    yield offer(
        "sign_language",
        lambda session: session.sign_language or way("sign_language")(session),
        (language for session in sessions for language in session.sign_language),
    )
    yield offer("interpretation", _interpreted, (name(code) for session in sessions for code in _interpreted(session)))
    yield offer("way_text", way("text"))
    yield offer("way_audio", way("audio"))
    yield offer("offer_telephone", way("telephone"))
    yield offer("offer_recording", lambda session: session.recording)


def _interpreted(session: Session) -> tuple[str, ...]:
    return (*session.interpretation, *(session.stream.languages if session.stream else ()))


def _measures(site: Site) -> Iterator[str]:
    """What the theme vouches for; not for the contrast of colours that are the site's own."""
    look = site.conference.settings.look
    own_colours = look.accent or look.accent_dark or look.options
    for name in site.theme.measures:
        if name != "contrast" or not own_colours:
            yield f"{MEASURE}{name}"


def _limits(context: PageContext, sessions: list[Session]) -> Iterator[Markup]:
    words, conference = context.words, context.conference
    providers = _providers(conference, _addresses(sessions), context.site.host)
    for key, kind in (("limit_players", StreamKind.EMBED), ("limit_meetings", StreamKind.JOIN)):
        names = sorted({provider.title for provider in providers if provider.kind is kind})
        if names:
            yield words(key, names=words.listed(names))
    documents = sum(PurePosixPath(name).suffix.lower() in DOCUMENTS for name in conference.media)
    if documents:
        yield words("limit_documents", count=documents)
    pictures = without_description(conference)
    if pictures:
        yield words("limit_pictures", count=pictures)
    if words.missing:
        yield words("limit_interface", language=Phrase(words.language_name(context.language), context.language))


def _addresses(sessions: list[Session]) -> Iterator[str]:
    for session in sessions:
        yield from filter(None, (session.recording, session.stream.url if session.stream else None))
        yield from (part.recording for part in session.parts if part.recording)


def _providers(conference: Conference, addresses: Iterable[str], host: str | None) -> tuple[Provider, ...]:
    """Who shows these addresses: one of each host tells, since a programme may have thousands.

    An address of a provider with a player that the player cannot show is only linked to, and tells nothing.
    """
    told: dict[str, Provider] = {}
    for address in addresses:
        owner = urlsplit(address).netloc
        found = recognise_address(conference, address, host) if owner not in told else None
        if found and (found.embed_address or found.provider.kind is not StreamKind.EMBED):
            told[owner] = found.provider
    return tuple(told.values())


def _last_changed_date(context: PageContext) -> Phrase | None:
    """The day on which the programme last changed for those who subscribe to it, else the day of its publication."""
    conference, calendar = context.conference, context.site.calendar
    changed = calendar.lock.newest if calendar.started else None
    day = conference.local(changed).date() if changed else conference.settings.published
    return Phrase(context.words.date(day, "long"), context.language) if day else None


def subjects(site: Site) -> tuple[str, ...]:
    """One page, whose id an editor's page may have."""
    return (STATEMENT,)


def _fingerprint(site: Site, subject: str) -> object:
    page = site.conference.pages.get(subject)
    pictures = without_description(site.conference)
    return (
        fingerprints.programme_with_changes_fingerprint(site),
        page,
        fingerprints.link_targets_fingerprint(site),
        pictures,
        len(site.conference.media),
    )


KIND = PageKind("accessibility", subjects, view, fingerprint_of=_fingerprint)

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

from mlw_build.check.pictures import without_description
from mlw_build.markup import STATEMENT, shortened
from mlw_build.model.conference import Conference, Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.streams import recognised
from mlw_build.site.theme import MEASURE
from mlw_build.site.views import Prose
from mlw_build.stream import Kind, Provider

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


def view(here: Here, subject: str) -> StatementView:
    """The view of the statement."""
    words, conference = here.words, here.conference
    page = conference.pages.get(subject)
    own = words.phrase("accessibility_lead")
    lead = here.phrase(page.description) if page else own
    plain = here.plain(page.body).replace("\n", " ") if page else ""
    sessions = [one for one in conference.sessions.values() if not one.cancelled and not one.interlude]
    return StatementView(
        title=here.phrase(page.title) if page else words.phrase("nav_accessibility"),
        description=lead.text or shortened(plain, DESCRIPTION) or own.text,
        lead=lead,
        text=here.prose(page.body if page else Text(), level=2),
        sessions=len(sessions),
        offers=tuple(_offers(here, sessions)),
        measures=tuple(_measures(here.site)),
        limits=tuple(_limits(here, sessions)),
        as_of=_as_of(here),
    )


def _offers(here: Here, sessions: list[Session]) -> Iterator[OfferView]:
    """What the sessions offer besides sound and picture in the language they are held in."""
    name = here.words.language_name

    def offer(word: str, has: Callable[[Session], object], languages: Iterable[str] = ()) -> OfferView:
        return OfferView(word, sum(map(bool, map(has, sessions))), tuple(dict.fromkeys(languages)))

    def way(of: str) -> Callable[[Session], object]:
        return lambda one: getattr(one.stream, of, None)

    yield offer("captions", lambda one: one.captions, (name(code) for one in sessions for code in one.captions))
    yield offer(
        "sign_language",
        lambda one: one.sign_language or way("sign_language")(one),
        (language for one in sessions for language in one.sign_language),
    )
    yield offer("interpretation", _interpreted, (name(code) for one in sessions for code in _interpreted(one)))
    yield offer("way_text", way("text"))
    yield offer("way_audio", way("audio"))
    yield offer("offer_telephone", way("telephone"))
    yield offer("offer_recording", lambda one: one.recording)


def _interpreted(session: Session) -> tuple[str, ...]:
    return (*session.interpretation, *(session.stream.languages if session.stream else ()))


def _measures(site: Site) -> Iterator[str]:
    """What the theme vouches for; not for the contrast of colours that are the site's own."""
    look = site.conference.settings.look
    own_colours = look.accent or look.accent_dark or look.options
    for name in site.theme.measures:
        if name != "contrast" or not own_colours:
            yield f"{MEASURE}{name}"


def _limits(here: Here, sessions: list[Session]) -> Iterator[Markup]:
    words, conference = here.words, here.conference
    providers = _providers(conference, _addresses(sessions), here.site.host)
    for key, kind in (("limit_players", Kind.EMBED), ("limit_meetings", Kind.JOIN)):
        names = sorted({one.title for one in providers if one.kind is kind})
        if names:
            yield words(key, names=words.listed(names))
    documents = sum(PurePosixPath(name).suffix.lower() in DOCUMENTS for name in conference.media)
    if documents:
        yield words("limit_documents", count=documents)
    pictures = without_description(conference)
    if pictures:
        yield words("limit_pictures", count=pictures)
    if words.missing:
        yield words("limit_interface", language=Phrase(words.language_name(here.language), here.language))


def _addresses(sessions: list[Session]) -> Iterator[str]:
    for one in sessions:
        yield from filter(None, (one.recording, one.stream.url if one.stream else None))
        yield from (part.recording for part in one.parts if part.recording)


def _providers(conference: Conference, addresses: Iterable[str], host: str | None) -> tuple[Provider, ...]:
    """Who shows these addresses: one of each host tells, since a programme may have thousands.

    An address of a provider with a player that the player cannot show is only linked to, and tells nothing.
    """
    told: dict[str, Provider] = {}
    for address in addresses:
        owner = urlsplit(address).netloc
        found = recognised(conference, address, host) if owner not in told else None
        if found and (found.embed_address or found.provider.kind is not Kind.EMBED):
            told[owner] = found.provider
    return tuple(told.values())


def _as_of(here: Here) -> Phrase | None:
    """The day on which the programme last changed for those who subscribe to it, else the day of its publication."""
    conference, calendar = here.conference, here.site.calendar
    changed = calendar.lock.newest if calendar.started else None
    day = conference.local(changed).date() if changed else conference.settings.published
    return Phrase(here.words.date(day, "long"), here.language) if day else None


def subjects(site: Site) -> tuple[str, ...]:
    """One page, whose id an editor's page may have."""
    return (STATEMENT,)


def _made_of(site: Site, subject: str) -> object:
    page = site.conference.pages.get(subject)
    pictures = without_description(site.conference)
    return made_of.with_changes(site), page, made_of.addresses(site), pictures, len(site.conference.media)


KIND = PageKind("accessibility", subjects, view, made_of=_made_of)

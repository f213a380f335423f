"""The home page: what, when, where, and the days drawn from their programme."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.text import Phrase, Text
from mlw_build.site.agenda.day_artwork import DayArtwork, day_artworks
from mlw_build.site.files.changes import changes_of
from mlw_build.site.files.day_data import day_data_links
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind, single_subject
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site
from mlw_build.site.views.shared import link_views, picture_view
from mlw_build.site.views.values import LinkView, PictureView, Prose


class OrganisationView(Struct, frozen=True):
    """An organiser or partner; `href` leads to its booth, else to its own site, else nowhere."""

    name: Phrase
    href: str | None
    logo: PictureView | None


class PartnerLevel(Struct, frozen=True):
    """The partners of one level."""

    title: Phrase
    organisations: tuple[OrganisationView, ...]


class FormatLine(Struct, frozen=True):
    """A format with its first sentence and how many sessions it has."""

    name: Phrase
    href: str
    text: Prose | None
    count: int


class HomeView(Struct, frozen=True):
    """The home page. `theme_lines` is the conference's theme in the lines it is set in.

    `description` is the conference's own, else what it is called, when and where it is. `now` is where scripts find
    what is on (day_spans); `recordings` is whether there are any; `changes` leads to what changed since the programme
    was published, where anything did. `live` leads to the wall of rooms, where any session has a stream.
    """

    title: Phrase
    description: str
    theme_title: Phrase
    theme_lines: tuple[str, ...]
    dates: str
    place: Phrase
    online: Phrase
    organisers: Markup
    zone: str
    registration: str | None
    registration_note: Phrase
    deadlines: tuple[Markup, ...]
    proposals: str | None
    agenda: str
    live: str | None
    intro: Prose | None
    days: tuple[DayArtwork, ...]
    formats: tuple[FormatLine, ...]
    partners: tuple[PartnerLevel, ...]
    links: tuple[LinkView, ...]
    now: tuple[tuple[str, str, str, str], ...]
    recordings: bool
    changes: str | None


def view(context: PageContext, subject: str) -> HomeView:
    """The view of the home page."""
    conference, words = context.conference, context.words
    settings = conference.settings
    days = day_artworks(context)
    theme = context.phrase(settings.theme_title)
    first = settings.start or (conference.days[0].date if conference.days else None)
    last = settings.end or (conference.days[-1].date if conference.days else None)
    registration = settings.registration
    organisers = [
        context.phrase(conference.organisations[organiser].name)
        for organiser in settings.organisers
        if organiser in conference.organisations
    ]
    dates = words.dates(first, last) if first and last else ""
    place, online = context.phrase(settings.place), context.phrase(settings.online)
    facts = (context.phrase(settings.title).text, theme.text, dates, place.text, online.text)
    return HomeView(
        title=context.phrase(settings.title),
        description=context.phrase(settings.description).text or words.plain("comma").join(filter(None, facts)),
        theme_title=theme,
        theme_lines=_title_lines(theme.text),
        dates=dates,
        place=place,
        online=online,
        organisers=words.listed_marked(organisers) if organisers else Markup(""),
        zone=context.zone(),
        registration=_registration(context),
        registration_note=context.phrase(registration.note if registration else Text()),
        deadlines=tuple(_deadlines(context)),
        proposals=settings.proposals.url if settings.proposals else None,
        agenda=context.page("agenda"),
        live=context.page("live") if any(session.stream for session in conference.sessions.values()) else None,
        intro=context.prose(settings.intro, level=3),
        days=days,
        formats=tuple(_formats(context)),
        partners=tuple(_partners(context)),
        links=link_views(context, settings.links),
        now=tuple(day_data_links(context)),
        recordings=any(session.recording for session in conference.sessions.values()),
        changes=context.page("changes") if changes_of(context) else None,
    )


def _registration(context: PageContext) -> str | None:
    """Where to register: the address in conference.yaml, else the page `registration` if there is one."""
    registration = context.conference.settings.registration
    if registration and registration.url:
        return registration.url
    return context.page("page", "registration") if "registration" in context.conference.pages else None


def _deadlines(context: PageContext) -> Iterator[Markup]:
    """The days that conference.yaml gives for registration and proposals, in words."""
    registration, proposals = context.conference.settings.registration, context.conference.settings.proposals
    days = (
        ("registration_opens", registration.opens if registration else None),
        ("registration_closes", registration.closes if registration else None),
        ("proposals_close", proposals.closes if proposals else None),
    )
    for key, day in days:
        if day:
            yield context.words(key, date=Phrase(context.words.date(day, "long"), context.language))


def _title_lines(theme: str) -> tuple[str, ...]:
    """A theme with a colon is set in two lines, broken there."""
    head, colon, tail = theme.partition(": ")
    return (f"{head}:", tail) if colon else (theme,)


def _formats(context: PageContext) -> Iterator[FormatLine]:
    for one in context.conference.formats.values():
        sessions = context.site.index.by_format.get(one.id, ())
        if not one.interlude and one.description:
            yield FormatLine(
                context.phrase(one.name), context.page("format", one.id), context.prose(one.description), len(sessions)
            )


def _partners(context: PageContext) -> Iterator[PartnerLevel]:
    conference = context.conference
    booths = {booth.organisation.id: booth.id for booth in conference.booths.values()}
    for level, title in conference.settings.partner_levels.items():
        members = tuple(
            OrganisationView(
                context.phrase(organisation.name),
                context.page("booth", booths[organisation.id]) if organisation.id in booths else organisation.url,
                picture_view(context, organisation.logo, Use.LOGO),
            )
            for organisation in conference.organisations.values()
            if organisation.level == level
        )
        if members:
            yield PartnerLevel(context.phrase(title), members)


def _fingerprint(site: Site, subject: str) -> object:
    return fingerprints.programme_with_changes_fingerprint(site), fingerprints.link_targets_fingerprint(site)


KIND = PageKind("home", single_subject, view, feed="conference", fingerprint_of=_fingerprint)

"""The home page: what, when, where, and the days drawn from their programme."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.cards import link_views, picture_view
from mlw_build.site.day_files import day_spans
from mlw_build.site.day_pictures import DayPicture, day_pictures
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind, once
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site
from mlw_build.site.views import LinkView, PictureView, Prose


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
    what is on (day_spans); `recordings` is whether there are any. `live` leads to the wall of rooms, where any session
    has a stream.
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
    days: tuple[DayPicture, ...]
    formats: tuple[FormatLine, ...]
    partners: tuple[PartnerLevel, ...]
    links: tuple[LinkView, ...]
    now: tuple[tuple[str, str, str, str], ...]
    recordings: bool


def view(here: Here, subject: str) -> HomeView:
    """The view of the home page."""
    conference, words = here.conference, here.words
    settings = conference.settings
    days = day_pictures(here)
    theme = here.phrase(settings.theme_title)
    first = settings.start or (conference.days[0].date if conference.days else None)
    last = settings.end or (conference.days[-1].date if conference.days else None)
    registration = settings.registration
    organisers = [
        here.phrase(conference.organisations[one].name)
        for one in settings.organisers
        if one in conference.organisations
    ]
    dates = words.dates(first, last) if first and last else ""
    place, online = here.phrase(settings.place), here.phrase(settings.online)
    facts = (here.phrase(settings.title).text, theme.text, dates, place.text, online.text)
    return HomeView(
        title=here.phrase(settings.title),
        description=here.phrase(settings.description).text or words.plain("comma").join(filter(None, facts)),
        theme_title=theme,
        theme_lines=_lines(theme.text),
        dates=dates,
        place=place,
        online=online,
        organisers=words.listed_marked(organisers) if organisers else Markup(""),
        zone=here.zone(),
        registration=_registration(here),
        registration_note=here.phrase(registration.note if registration else Text()),
        deadlines=tuple(_deadlines(here)),
        proposals=settings.proposals.url if settings.proposals else None,
        agenda=here.page("agenda"),
        live=here.page("live") if any(one.stream for one in conference.sessions.values()) else None,
        intro=here.prose(settings.intro, level=3),
        days=days,
        formats=tuple(_formats(here)),
        partners=tuple(_partners(here)),
        links=link_views(here, settings.links),
        now=tuple(day_spans(here)),
        recordings=any(one.recording for one in conference.sessions.values()),
    )


def _registration(here: Here) -> str | None:
    """Where to register: the address in conference.yaml, else the page `registration` if there is one."""
    registration = here.conference.settings.registration
    if registration and registration.url:
        return registration.url
    return here.page("page", "registration") if "registration" in here.conference.pages else None


def _deadlines(here: Here) -> Iterator[Markup]:
    """The days that conference.yaml gives for registration and proposals, in words."""
    registration, proposals = here.conference.settings.registration, here.conference.settings.proposals
    days = (
        ("registration_opens", registration.opens if registration else None),
        ("registration_closes", registration.closes if registration else None),
        ("proposals_close", proposals.closes if proposals else None),
    )
    for key, day in days:
        if day:
            yield here.words(key, date=Phrase(here.words.date(day, "long"), here.language))


def _lines(theme: str) -> tuple[str, ...]:
    """A theme with a colon is set in two lines, broken there."""
    head, colon, tail = theme.partition(": ")
    return (f"{head}:", tail) if colon else (theme,)


def _formats(here: Here) -> Iterator[FormatLine]:
    for one in here.conference.formats.values():
        sessions = here.site.index.by_format.get(one.id, ())
        if not one.interlude and one.description:
            yield FormatLine(
                here.phrase(one.name), here.page("format", one.id), here.prose(one.description), len(sessions)
            )


def _partners(here: Here) -> Iterator[PartnerLevel]:
    conference = here.conference
    booths = {booth.organisation.id: booth.id for booth in conference.booths.values()}
    for level, title in conference.settings.partner_levels.items():
        members = tuple(
            OrganisationView(
                here.phrase(one.name),
                here.page("booth", booths[one.id]) if one.id in booths else one.url,
                picture_view(here, one.logo, Use.LOGO),
            )
            for one in conference.organisations.values()
            if one.level == level
        )
        if members:
            yield PartnerLevel(here.phrase(title), members)


def _made_of(site: Site, subject: str) -> object:
    return made_of.programme(site), made_of.addresses(site)


KIND = PageKind("home", once, view, feed="conference", made_of=_made_of)

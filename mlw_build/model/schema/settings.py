"""content/conference.yaml: what holds for the whole conference and its site."""

import re
from enum import Enum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from mlw_build.diagnostics import Severity
from mlw_build.model.schema.entry import Contact, Entry, Languages, Link, Picture
from mlw_build.model.schema.values import (
    Address,
    Count,
    Date,
    Duration,
    Id,
    Line,
    OneOrMore,
    Prose,
    TextFormat,
    Time,
    Title,
    YesNo,
    problem,
    require_text,
    short_form,
)  # fmt: skip
from mlw_build.model.schema.windows import WindowEntry
from mlw_build.model.text import Text
from mlw_build.model.zones import UnknownZone, zone, zone_names
from mlw_build.stream import NotAnAddress, host_named
from mlw_build.text.close_matches import close_matches


def _zone(value: object) -> str:
    text = require_text(value, "a time zone")
    try:
        zone(text)
    except UnknownZone:
        near = _near_zone(text)
        raise problem(
            f"{short_form(text)} is not the name of a time zone.",
            f"Did you mean `{near}`?"
            if near
            else "Write a name of the IANA database such as `Europe/Paris`, not an abbreviation or an offset.",
        ) from None
    return text


def _near_zone(text: str) -> str | None:
    """The zone that was most likely meant, by its whole name or by its city; never an abbreviation or an offset."""
    wanted = text.lower().replace(" ", "_")
    names = [name for name in zone_names() if "/" in name and not name.startswith("Etc/")]
    whole = {name.lower(): name for name in names}
    city = {name.rpartition("/")[2].lower(): name for name in names}
    if wanted in city or re.search(r"\d", wanted):
        return city.get(wanted)
    close = [whole[key] for key in close_matches(wanted, whole, n=1, cutoff=0.7)]
    close += [city[key] for key in close_matches(wanted, city, n=1, cutoff=0.8)]
    return close[0] if close else "UTC" if wanted == "utc" else None


def _domain(value: object) -> str:
    text = require_text(value, "a domain").lower()
    if not re.match(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", text):
        raise problem(f"{short_form(text)} is not a domain.", "Write a domain such as `example.org`, without https://.")
    return text


def _stream_host(value: object) -> str:
    text = require_text(value, "a host")
    try:
        return host_named(text)
    except NotAnAddress:
        host = re.match(r"(?:[a-z]+:)?//([^/?#@]+)", text, re.IGNORECASE)
        whole = f"Write `{host[1]}`." if host else "Write it as it stands in the stream's address: `video.example.org`."
        raise problem(f"{short_form(text)} is not the name of one host.", whole) from None


def _severity(value: object) -> str:
    text = require_text(value, "a severity")
    if text not in (*Severity, "off"):
        raise problem(f"{short_form(text)} is not a severity.", "Write `error`, `warning`, `note` or `off`.")
    return text


ZoneName = Annotated[str, TextFormat(_zone, {"type": "string"})]
Domain = Annotated[str, TextFormat(_domain, {"type": "string"})]
StreamHost = Annotated[str, TextFormat(_stream_host, {"type": "string"})]
SeverityName = Annotated[str, TextFormat(_severity, {"enum": ["error", "warning", "note", "off"]})]


class RegistrationEntry(Entry):
    """Registration for the whole conference."""

    url: Annotated[Address | None, Field(description="Where to register.")] = None
    opens: Annotated[Date | None, Field(description="The first day of registration.")] = None
    closes: Annotated[Date | None, Field(description="The last day of registration.")] = None
    note: Annotated[Title, Field(description="A line such as `free of charge`.")] = Text()
    free: Annotated[
        YesNo | None, Field(description="yes or no: whether taking part is free of charge, for search engines.")
    ] = None


class LookEntry(Entry):
    """The site's own look, without touching a template."""

    accent: Annotated[Line | None, Field(description="The main colour, such as #0b5cad.")] = None
    accent_dark: Annotated[Line | None, Field(description="The main colour on dark pages.")] = None
    logo: Annotated[Picture | None, Field(description="A picture in content/media.")] = None
    icon: Annotated[Picture | None, Field(description="A square picture for browser tabs and telephones.")] = None
    options: Annotated[dict[str, Any], Field(description="Options that the theme documents in its theme.yaml.")] = (
        Field(default_factory=dict)
    )


class BoothRules(Entry):
    """What the conference asks of its booths."""

    most_projects: Annotated[Count | None, Field(description="The most projects a booth may show.")] = None
    open_months: Annotated[Count | None, Field(description="Months it stays up after the conference.")] = None
    fewest_demos: Annotated[
        Count | None,
        Field(description="The fewest live demonstrations a booth gives; without it, one if any booth gives one."),
    ] = None
    demo_format: Annotated[Id | None, Field(description="The format of live demonstrations.")] = None
    demo_room: Annotated[Id | None, Field(description="The room of live demonstrations that name none.")] = None


class BreakRules(Entry):
    """Time to rest, and to change rooms."""

    shortest: Annotated[Duration | None, Field(description="The shortest that a break may be, such as 15m.")] = None
    at_least_every: Annotated[
        Duration | None, Field(description="The longest time that sessions may follow each other in a room.")
    ] = None


class CallForProposals(Entry):
    """The call for proposals."""

    url: Annotated[Address | None, Field(description="Where to propose.")] = None
    closes: Annotated[Date | None, Field(description="The last day.")] = None


class ClockHours(Enum):
    """How many hours the clocks of a site show."""

    TWELVE = "12"
    TWENTY_FOUR = "24"


class ConferenceEntry(Entry):
    """The conference and its site."""

    id: Annotated[Id, Field(description="A short name such as mlw2020. Part of every calendar entry: never change it.")]
    title: Annotated[Title, Field(description="The conference's title.")]
    short_title: Annotated[Title, Field(description="A shorter title for the site's head and small screens.")] = Text()
    theme_title: Annotated[Title, Field(description="The conference's theme, shown with its title.")] = Text()
    description: Annotated[Title, Field(description="What the conference is, in a sentence or two.")] = Text()
    intro: Annotated[Prose, Field(description="The home page's text, in Markdown.")] = Text()
    start: Annotated[Date | None, Field(description="The first day, if not the first of the programme.")] = None
    end: Annotated[Date | None, Field(description="The last day, if not the last of the programme.")] = None
    day_change: Annotated[
        Time | None, Field(description="When a conference day ends if after midnight, such as 06:00.")
    ] = None
    time_zone: Annotated[ZoneName, Field(description="The conference's time zone, such as Europe/Paris.")]
    clock: Annotated[
        ClockHours | None,
        Field(description="12 or 24: hours of its clocks; without it, as usual where its language or zone is."),
    ] = None
    languages: Annotated[Languages, Field(min_length=1, description="The site's languages, the default first.")]
    address: Annotated[
        Address | None, Field(description="Where the site is published, such as https://example.org/2020/.")
    ] = None
    domain: Annotated[
        Domain,
        Field(description="The organiser's domain, for calendar entries. Never change it, even if the site moves."),
    ]
    published: Annotated[
        Date | None, Field(description="When the programme was first published; dates calendar entries.")
    ] = None
    organisers: Annotated[list[Id], OneOrMore, Field(description="Ids from organisations.yaml.")] = Field(
        default_factory=list
    )
    partner_levels: Annotated[
        dict[Line, Title],
        Field(description="Kinds of partners in the order they are shown, with their headings."),
    ] = Field(default_factory=dict)
    place: Annotated[Title, Field(description="City and venue; leave it out for an online conference.")] = Text()
    online: Annotated[Title, Field(description="A line on how to take part online.")] = Text()
    registration: Annotated[RegistrationEntry | None, Field(description="Registration.")] = None
    proposals: Annotated[CallForProposals | None, Field(description="The call for proposals.")] = None
    support: Annotated[Contact | None, Field(description="Technical help during the conference.")] = None
    hashtag: Annotated[Line | None, Field(description="Such as #MLW2020.")] = None
    links: Annotated[list[Link], OneOrMore, Field(description="Links for the foot of every page.")] = Field(
        default_factory=list
    )
    licence: Annotated[Title, Field(description="A line on rights for the foot of every page.")] = Text()
    session_duration: Annotated[
        Duration | None, Field(description="How long a session lasts that says neither end nor duration.")
    ] = None
    booths: Annotated[BoothRules, Field(description="Rules for booths.")] = BoothRules.model_construct()
    breaks: Annotated[BreakRules, Field(description="Rules for breaks.")] = BreakRules.model_construct()
    social_hours: Annotated[
        WindowEntry | None,
        Field(description="The hours in which speakers elsewhere are asked to speak (default: 07:00-23:00)."),
    ] = None
    social_cards: Annotated[
        YesNo, Field(description="yes to draw a picture of each session for links that are shared in social media.")
    ] = False
    offline: Annotated[
        YesNo, Field(description="no to keep nothing of the site on visitors' devices, and to take away what was kept.")
    ] = True
    stream_hosts: Annotated[
        list[StreamHost],
        OneOrMore,
        Field(description="Further hosts whose players and files may be shown in pages, such as video.example.org."),
    ] = Field(default_factory=list)
    theme: Annotated[Id, Field(description="The folder in themes/ that gives the site its look.")] = "default"
    look: Annotated[LookEntry, Field(description="Colours, logo and theme options.")] = LookEntry.model_construct()
    checks: Annotated[
        dict[Line, SeverityName], Field(description="Severity per check: error, warning, note or off.")
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _each_language_once(self) -> Self:
        folded = [language.lower() for language in self.languages]
        twice = next((language for language in self.languages if folded.count(language.lower()) > 1), None)
        if twice:
            raise problem(f"`{twice}` is given twice.", "Delete one of the two.", key="languages")
        return self

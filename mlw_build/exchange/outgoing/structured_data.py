"""Structured data (schema.org, as JSON-LD) of a page: what search engines and assistants read of a conference.

The conference is an Event of days, a session an Event in it, each online, in a place, or both, as far
as that is known. An address is
always a public page, never the way into a meeting. The words are those of schema.org/Event and of Google's page
on event structured data, which asks for name, startDate and location in every Event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from mlw_build.exchange.outgoing.publication import Publication
from mlw_build.model.attendance import Attendance, conference_attendance, session_attendance
from mlw_build.model.conference import Conference, Contribution, Day, Organisation, Session, Speaker
from mlw_build.text.json_text import json_text

SCHEMA = "https://schema.org"
MOST_SESSIONS = 300
"""Sessions that the agenda's page lists: more would weigh more than the page. Each has a page of its own."""

DESCRIPTION = 500
Node = dict[str, Any]


class LinkedData(Struct, frozen=True, dict=True):
    """A publication as seen from some pages: `link` gives a page's address from its kind and the id of its subject.

    What all of these pages say of the conference is made once.
    """

    publication: Publication
    link: Callable[[str, str], str]

    @cached_property
    def conference(self) -> Node:
        """The conference as an Event."""
        return _conference(self)

    @cached_property
    def around(self) -> Node:
        """The conference as the Event that days and sessions are part of."""
        return _bare_event(self.conference)

    @cached_property
    def site(self) -> Node:
        """The site that pages are part of."""
        title = self.publication.line(self.publication.conference.settings.title)
        return {"@type": "WebSite", "name": title, "url": self.link("home", "")}

    @cached_property
    def organisers(self) -> list[Node]:
        """Who organises the conference."""
        return _organisers(self)

    @property
    def of_all(self) -> tuple[Node, Node, list[Node]]:
        """All of this that any page may say."""
        return self.conference, self.site, self.organisers


class PageSummary(Struct, frozen=True):
    """What a page says of itself; `image` is a public address."""

    title: str
    description: str
    image: str | None = None


def structured_data(linked: LinkedData, kind: str, subject: str, about: PageSummary) -> str:
    """The JSON-LD of the page of a kind and subject, safe inside a script element."""
    conference = linked.publication.conference
    if kind == "home":
        node = linked.conference | _within(_day(linked, day) for day in conference.days)
    elif kind == "agenda":
        node = linked.conference | _within(_session_summary(linked, session) for session in _listed(linked))
    elif kind == "day" and (days := [day for day in conference.days if day.id == subject]):
        node = _day(linked, days[0]) | {"superEvent": linked.around}
    elif kind == "session":
        node = _session(linked, conference.sessions[subject], about)
    elif kind == "speaker" and conference.speakers[subject].announced:
        person = _person(linked, conference.speakers[subject], about)
        node = _page(linked, kind, subject, about, "ProfilePage") | {"mainEntity": person}
    elif kind == "booth":
        organisation = conference.booths[subject].organisation
        node = _page(linked, kind, subject, about) | {"about": _organisation(linked, organisation)}
    else:
        node = _page(linked, kind, subject, about)
    return json_ld_script({"@context": SCHEMA, **node})


def json_ld_script(node: Mapping[str, Any]) -> str:
    """A node as JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    text = json_text(node)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _known(values: Mapping[str, Any]) -> Node:
    return {key: value for key, value in values.items() if value not in (None, "", [], ())}


def _within(events: Iterable[Node]) -> Node:
    return _known({"subEvent": list(events)})


def _listed(linked: LinkedData) -> list[Session]:
    """The sessions that the agenda lists, without breaks; none where there are too many."""
    sessions = [session for session in linked.publication.conference.sessions.values() if not session.interlude]
    return sessions if len(sessions) <= MOST_SESSIONS else []


def _page(linked: LinkedData, kind: str, subject: str, about: PageSummary, what: str = "WebPage") -> Node:
    return _known(
        {
            "@type": what,
            "name": about.title,
            "description": about.description,
            "url": None if kind == "missing" else linked.link(kind, subject),
            "inLanguage": linked.publication.language,
            "isPartOf": linked.site,
        }
    )


class _ProgrammeSpan(Struct, frozen=True):
    """What holds for all sessions together: from when to when, and how one attends them."""

    start: str | None
    end: str | None
    attendance: Attendance


@lru_cache(maxsize=2)
def _programme_span(conference: Conference) -> _ProgrammeSpan:
    """Looked up once, as every session's page tells it."""
    settings, sessions = conference.settings, conference.sessions.values()
    if sessions:
        first, last = min(session.start for session in sessions), max(session.end for session in sessions)
        return _ProgrammeSpan(
            conference.local(first).isoformat(timespec="seconds"),
            conference.local(last).isoformat(timespec="seconds"),
            conference_attendance(conference),
        )
    start, end = settings.start, settings.end
    return _ProgrammeSpan(
        start.isoformat() if start else None, end.isoformat() if end else None, conference_attendance(conference)
    )


def _conference(linked: LinkedData) -> Node:
    publication = linked.publication
    conference, settings = publication.conference, publication.conference.settings
    whole = _programme_span(conference)
    home = linked.link("home", "")
    place = _known_place("", publication.line(settings.place))
    logo = publication.picture(settings.look.logo)
    return _event(whole.attendance, place, home) | _known(
        {
            "@id": home,
            "name": publication.line(settings.title),
            "description": publication.line(settings.description),
            "startDate": whole.start,
            "endDate": whole.end,
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "url": home,
            "image": logo,
            "organizer": linked.organisers,
            "isAccessibleForFree": settings.registration.free if settings.registration else None,
        }
    )


def _bare_event(event: Node) -> Node:
    """What an Event needs where another page tells the rest."""
    return {key: value for key, value in event.items() if key not in ("description", "image", "organizer")}


def _day(linked: LinkedData, day: Day) -> Node:
    """A day as an Event: from its first session's start to its last one's end."""
    publication = linked.publication
    sessions = [session for session in publication.conference.sessions.values() if session.day == day.date]
    whole = publication.line(publication.conference.settings.title)
    title = publication.line(day.title)
    conference = linked.conference
    address = linked.link("day", day.id)
    kept: Node = {key: conference[key] for key in ("eventAttendanceMode", "location", "organizer") if key in conference}
    return {
        "@type": "Event",
        "@id": address,
        "name": f"{whole}, {title}" if title else f"{whole}, {day.id}",
        "startDate": _instant(publication, sessions[0].start) if sessions else day.id,
        "endDate": _instant(publication, max(session.end for session in sessions)) if sessions else day.id,
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "url": address,
        **kept,
    }


def _session_summary(linked: LinkedData, session: Session) -> Node:
    """A session in a list: what every Event needs. Its address is its `@id`, and not said twice."""
    publication = linked.publication
    address = linked.link("session", session.id)
    attendance = session_attendance(publication.conference.settings, session)
    return _event(attendance, _place(linked, session), address) | {
        "@id": address,
        "name": publication.line(session.title),
        "startDate": _instant(publication, session.start),
        "endDate": _instant(publication, session.end),
        **_event_status(linked, session),
    }


def _session(linked: LinkedData, session: Session, about: PageSummary) -> Node:
    own = [_organisation(linked, organisation) for organisation in session.organisations]
    people = [contribution for contribution in session.everyone if contribution.role != "interpreter"]
    return _session_summary(linked, session) | _known(
        {
            "url": linked.link("session", session.id),
            "description": about.description,
            "image": about.image,
            "inLanguage": list(session.languages),
            "organizer": own or linked.organisers,
            "performer": _people(linked, people),
            "keywords": list(session.tags),
            "maximumAttendeeCapacity": session.capacity,
            "superEvent": linked.around,
        }
    )


def _event(attendance: Attendance, place: Node | None, address: str) -> Node:
    """How an Event is attended, and where: for those who are there, and on which page for those who are not.

    Where nobody said how, no mode is told; the location, which every Event has, is then its room or its page.
    """
    virtual = {"@type": "VirtualLocation", "url": address}
    places = [place if attendance.on_site or not attendance.online else None, virtual if attendance.online else None]
    locations = [location for location in places if location] or [virtual]
    return {"@type": "Event", **_attendance_mode(attendance)} | {
        "location": locations[0] if len(locations) == 1 else locations
    }


def _attendance_mode(attendance: Attendance) -> Node:
    """The mode as schema.org has it (schema.org/EventAttendanceModeEnumeration)."""
    names = {(True, True): "Mixed", (True, False): "Online", (False, True): "Offline"}
    name = names.get((attendance.online, attendance.on_site))
    return {"eventAttendanceMode": f"{SCHEMA}/{name}EventAttendanceMode"} if name else {}


def _place(linked: LinkedData, session: Session) -> Node | None:
    publication = linked.publication
    where = next((room.place for room in session.rooms if room.place), publication.conference.settings.place)
    names = publication.words.listed([publication.line(room.name) for room in session.rooms]) if session.rooms else ""
    return _known_place(names, publication.line(where))


def _known_place(name: str, address: str) -> Node | None:
    """A place by its name, or its address where it has none; None where neither is known."""
    return {"@type": "Place", **_known({"name": name or address, "address": address})} if name or address else None


def _event_status(linked: LinkedData, session: Session) -> Node:
    """Scheduled, cancelled (with the time it had), or moved from the times that calendars have been told."""
    lock = linked.publication.lock
    status = lock.event_status(session)
    was = [_instant(linked.publication, previous_start) for previous_start in lock.previous_starts(session)]
    told: Node = {"previousStartDate": was if len(was) > 1 else was[0]} if status == "EventRescheduled" else {}
    return {"eventStatus": f"{SCHEMA}/{status}", **told}


def _organisers(linked: LinkedData) -> list[Node]:
    conference = linked.publication.conference
    known = (conference.organisations.get(organiser) for organiser in conference.settings.organisers)
    return [_organisation(linked, organisation) for organisation in known if organisation]


def _organisation(linked: LinkedData, organisation: Organisation) -> Node:
    publication = linked.publication
    return _known(
        {
            "@type": "Organization",
            "name": publication.line(organisation.full_name or organisation.name),
            "url": organisation.url,
            "logo": publication.picture(organisation.logo),
        }
    )


def _people(linked: LinkedData, contributions: Iterable[Contribution]) -> list[Node]:
    speakers = {
        contribution.speaker.id: contribution.speaker
        for contribution in contributions
        if contribution.speaker.announced
    }
    return [_brief_person(linked, speaker) for speaker in speakers.values()]


def _brief_person(linked: LinkedData, speaker: Speaker) -> Node:
    return {
        "@type": "Person",
        "name": linked.publication.line(speaker.name),
        "url": linked.link("speaker", speaker.id),
    }


def _person(linked: LinkedData, speaker: Speaker, about: PageSummary) -> Node:
    publication = linked.publication
    affiliation = publication.line(speaker.affiliation)
    return _brief_person(linked, speaker) | _known(
        {
            "jobTitle": publication.line(speaker.position),
            "affiliation": _organisation(linked, speaker.organisation)
            if speaker.organisation
            else _known({"@type": "Organization", "name": affiliation})
            if affiliation
            else None,
            "image": publication.picture(speaker.photo),
            "description": about.description,
            "knowsLanguage": list(speaker.languages),
            "sameAs": [link.url for link in speaker.links],
        }
    )


def _instant(publication: Publication, instant: datetime) -> str:
    """An instant in ISO 8601 with the conference's offset."""
    return publication.local(instant).isoformat(timespec="seconds")

"""A day's sessions as a small file for scripts: what is on, what was starred. One file a page of a day and language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from msgspec.structs import astuple

from mlw_build.model.conference import Day, Session
from mlw_build.model.text import Phrase
from mlw_build.site.agenda.day_artwork import is_shown_inside_parent
from mlw_build.site.agenda.parts import DayPart
from mlw_build.site.incremental import fingerprints
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.site import Site
from mlw_build.site.views.pagination import page_subject
from mlw_build.site.views.shared import filter_values
from mlw_build.text.json_text import json_text

LONGEST_DAY = 36
"""Hours after its midnight in which what belongs to a day may still be on."""


def day_data_paths(site: Site, language: str) -> Iterator[tuple[str, Day, DayPart]]:
    """The path of every file, beside the page of the day with the same sessions; the day, and the part that it has."""
    for day in site.conference.days:
        for part in site.index.parts.get(day.id, ()):
            page = site.addresses.page("day", page_subject(day.id, part.number), language)
            yield page.replace("index.html", "sessions.json"), day, part


def day_data_files(site: Site, language: str) -> Iterator[FilePlan]:
    """Every file. Addresses in it start from the language's home page."""
    home = PageContext(site, site.addresses.page("home", "", language), language)
    for path, day, part in day_data_paths(site, language):
        yield FilePlan(
            path,
            make=partial(_day_data, home, day, part),
            fingerprint_of=partial(_day_fingerprint, site, day, part),
            together=f"scripts {language}",
        )


def day_data_links(context: PageContext) -> Iterator[tuple[str, str, str, str]]:
    """For each file the link from here to it, its first start and last end, and its day's id."""
    for path, day, part in day_data_paths(context.site, context.language):
        last = max(session.end for session in part.sessions)
        yield context.to(path), context.moment(part.start).machine, context.moment(last).machine, day.id


def day_file_links(context: PageContext) -> Iterator[str]:
    """Links from here to all files."""
    return (context.to(path) for path, _, _ in day_data_paths(context.site, context.language))


@cached_per_context
def day_data_links_of(context: PageContext, day: date) -> tuple[tuple[str, str, str, str], ...]:
    """The same for one day, with the limits that any programme of it keeps: a moved session changes nothing here."""
    begins = datetime.combine(day, time(), context.conference.zone)
    limits = context.moment(begins).machine, context.moment(begins + timedelta(hours=LONGEST_DAY)).machine
    paths = day_data_paths(context.site, context.language)
    return tuple((context.to(path), *limits, one.id) for path, one, _ in paths if one.date == day)


def _day_fingerprint(site: Site, day: Day, part: DayPart) -> object:
    return day.id, part.number, fingerprints.session_card_fingerprints(site, part.sessions)


def _day_data(home: PageContext, day: Day, part: DayPart) -> bytes:
    data = {
        **_day(home, day, part),
        "names": _names(home, part),
        "sessions": [_session(home, session) for session in part.sessions],
    }
    return f"{json_text(data)}\n".encode()


def _day(home: PageContext, day: Day, part: DayPart) -> dict[str, Any]:
    """What is said of the day; `page` is the one that has the file's sessions."""
    return {
        "day": day.id,
        "name": home.words.date(day.date, "full"),
        "number": day.number,
        "page": home.page("day", page_subject(day.id, part.number)),
    }


def _names(home: PageContext, part: DayPart) -> dict[str, dict[str, Any]]:
    """What the tracks, formats and rooms are called that sessions name by their ids."""
    named = {
        "track": {session.track.id: session.track.name for session in part.sessions if session.track},
        "format": {session.format.id: session.format.name for session in part.sessions if session.format},
        "room": {room.id: room.name for session in part.sessions for room in session.rooms},
    }
    return {kind: {one: _name(home, home.phrase(name)) for one, name in names.items()} for kind, names in named.items()}


def _name(home: PageContext, phrase: Phrase) -> str | list[str]:
    """A name, with its language where that is another than the file's."""
    return phrase.text if phrase.language == home.language else list(astuple(phrase))


def _session(home: PageContext, session: Session) -> dict[str, Any]:
    """What is said of a session, with what filters ask for (`filter_values`).

    `was` are the ids under which it may have been starred before.

    `lang` is the language of its title where that is another than the file's; `names` are the names of its rooms, each
    with its language, where any of these is another; `within` is the session that the agenda shows it inside.
    """
    rooms = [home.phrase(room.name).text for room in session.rooms]
    data: dict[str, Any] = {
        "id": session.id,
        "start": home.moment(session.start).machine,
        "end": home.moment(session.end).machine,
        "title": home.phrase(session.title).text,
        "room": home.words.plain("comma").join(rooms),
        "page": home.page("session", session.id),
        "feed": home.to(home.site.addresses.feed("session", session.id, home.language)),
        **filter_values(session),
    }
    if any(home.phrase(room.name).language != home.language for room in session.rooms):
        data["names"] = [list(astuple(home.phrase(room.name))) for room in session.rooms]
    if session.rooms:
        data["rooms"] = [room.id for room in session.rooms]
    if session.status.value != "confirmed":
        data["status"] = session.status.value
    if session.interlude:
        data["interlude"] = True
    if is_shown_inside_parent(session, home.conference):
        data["within"] = session.part_of
    if session.was:
        data["was"] = list(session.was)
    language = home.phrase(session.title).language
    if language != home.language:
        data["lang"] = language
    return data

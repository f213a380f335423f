"""A day's sessions as a small file for scripts: what is on, what was starred. One file a page of a day and language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec.structs import astuple

from mlw_build.json_text import json_text
from mlw_build.model.conference import Day, Session
from mlw_build.site import made_of
from mlw_build.site.day_parts import DayPart
from mlw_build.site.day_pictures import is_inside
from mlw_build.site.here import Here
from mlw_build.site.paging import subject_of
from mlw_build.site.planned import FilePlan
from mlw_build.site.site import Site


def files_of_days(site: Site, language: str) -> Iterator[tuple[str, Day, DayPart]]:
    """The path of every file, beside the page of the day with the same sessions; the day, and the part that it has."""
    for day in site.conference.days:
        for part in site.index.parts.get(day.id, ()):
            page = site.addresses.page("day", subject_of(day.id, part.number), language)
            yield page.replace("index.html", "sessions.json"), day, part


def day_files(site: Site, language: str) -> Iterator[FilePlan]:
    """Every file. Addresses in it start from the language's home page."""
    home = Here(site, site.addresses.page("home", "", language), language)
    for path, day, part in files_of_days(site, language):
        yield FilePlan(
            path,
            make=partial(_file, home, day, part),
            made_of=partial(_made_of, site, day, part),
            together=f"scripts {language}",
        )


def day_spans(here: Here) -> Iterator[tuple[str, str, str, str]]:
    """For each file the link from here to it, its first start and last end, and its day's id."""
    for path, day, part in files_of_days(here.site, here.language):
        last = max(one.end for one in part.sessions)
        yield here.to(path), here.moment(part.start).machine, here.moment(last).machine, day.id


def _made_of(site: Site, day: Day, part: DayPart) -> object:
    return day.id, part.number, made_of.cards(site, part.sessions)


def _file(home: Here, day: Day, part: DayPart) -> bytes:
    data = {**_day(home, day, part), "sessions": [_session(home, one) for one in part.sessions]}
    return f"{json_text(data)}\n".encode()


def _day(home: Here, day: Day, part: DayPart) -> dict[str, Any]:
    """What is said of the day; `page` is the one that has the file's sessions."""
    return {
        "day": day.id,
        "name": home.words.date(day.date, "full"),
        "number": day.number,
        "page": home.page("day", subject_of(day.id, part.number)),
    }


def _session(home: Here, session: Session) -> dict[str, Any]:
    """What is said of a session. `was` are the ids under which it may have been starred before.

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
    }
    if any(home.phrase(room.name).language != home.language for room in session.rooms):
        data["names"] = [list(astuple(home.phrase(room.name))) for room in session.rooms]
    if session.rooms:
        data["rooms"] = [one.id for one in session.rooms]
    if session.status.value != "confirmed":
        data["status"] = session.status.value
    if session.interlude:
        data["interlude"] = True
    if is_inside(session, home.conference):
        data["within"] = session.part_of
    if session.was:
        data["was"] = list(session.was)
    language = home.phrase(session.title).language
    if language != home.language:
        data["lang"] = language
    return data

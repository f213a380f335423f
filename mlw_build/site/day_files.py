"""A day's sessions as a small file for scripts: what is on, what was starred. One file a day and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec.structs import astuple

from mlw_build.model.conference import Day, Session
from mlw_build.site.here import Here
from mlw_build.site.json_text import json_text
from mlw_build.site.site import Site


def day_file(site: Site, day: str, language: str) -> str:
    """The path of a day's file."""
    return f"{site.addresses.folder(language)}agenda/{day}/sessions.json"


def day_files(site: Site, language: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The path of every day's file and what makes it. Addresses in it start from the language's home page."""
    home = Here(site, site.addresses.page("home", "", language), language)
    for day in site.conference.days:
        if site.index.by_day.get(day.id):
            yield day_file(site, day.id, language), partial(_file, home, day)


def day_spans(here: Here) -> Iterator[tuple[str, str, str]]:
    """For each day with sessions the link from here to its file, the first start and the last end."""
    for day in here.conference.days:
        sessions = here.site.index.by_day.get(day.id, ())
        if sessions:
            first, last = min(one.start for one in sessions), max(one.end for one in sessions)
            file = here.to(day_file(here.site, day.id, here.language))
            yield file, here.moment(first).machine, here.moment(last).machine


def _file(home: Here, day: Day) -> bytes:
    data = {**_day(home, day), "sessions": [_session(home, one) for one in home.site.index.by_day[day.id]]}
    return f"{json_text(data)}\n".encode()


def _day(home: Here, day: Day) -> dict[str, Any]:
    return {
        "day": day.id,
        "name": home.words.date(day.date, "full"),
        "number": day.number,
        "page": home.page("day", day.id),
    }


def _session(home: Here, session: Session) -> dict[str, Any]:
    """What is said of a session. `was` are the ids under which it may have been starred before.

    `lang` is the language of its title where that is another than the file's; `names` are the names of its rooms, each
    with its language, where any of these is another.
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
    if session.was:
        data["was"] = list(session.was)
    language = home.phrase(session.title).language
    if language != home.language:
        data["lang"] = language
    return data

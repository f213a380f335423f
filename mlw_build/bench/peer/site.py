"""A made-up conference as a Hugo site: content, configuration, and the templates that lie beside this module.

It is made as someone who knows Hugo would make it fast: days, rooms, tracks, formats, speakers and booths are
taxonomies, a session's line and its VEVENT are rendered once and cached, and what our own site does not have either
is left out: lists of all rooms, and calendars of what is in no session.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from mlw_build.bench.synthetic import FIRST_DAY, Conference, Session

_TAXONOMIES = {
    "day": "agenda",
    "room": "rooms",
    "track": "tracks",
    "format": "formats",
    "speaker": "speakers",
    "booth": "booths",
}

_UNLISTED = ("rooms", "tracks", "formats", "sessions")
"""Kinds without a page that lists them all; our own site has none either."""


def peer_files(conference: Conference) -> Iterator[tuple[str, str]]:
    """Each file of the Hugo site: its path in the site's folder, and its text."""
    here = files("mlw_build.bench.peer")
    for folder in ("layouts", "static"):
        yield from _carried(here / folder, folder)
    yield "hugo.json", json.dumps(_configuration(conference), indent=2) + "\n"
    for section in _UNLISTED:
        yield f"content/{section}/_index.md", _page({"title": section.title(), "build": {"render": "never"}})
    for title in ("agenda", "speakers", "booths"):
        yield f"content/{title}/_index.md", _page({"title": title.title()})
    for path, about, text in _terms(conference):
        yield f"content/{path}/_index.md", _page(about, text)
    for session in conference.sessions:
        yield f"content/sessions/{session.id}.md", _session(session)


def _terms(conference: Conference) -> Iterator[tuple[str, Mapping[str, object], str]]:
    """Path, front matter and text of each day, room, track, format, speaker and booth."""
    held = {
        name
        for session in conference.sessions
        for name in (str(session.date), session.room, session.booth, session.track, session.format)
    }
    held.update(name for session in conference.sessions for name in session.speakers)

    def about(name: str, title: str, **more: object) -> Mapping[str, object]:
        return {"title": title, **more, **({} if name in held else {"outputs": ["html"]})}

    for day in conference.days:
        title = f"{day.date.day} {day.date:%B %Y}"
        yield f"agenda/{day.date}", about(str(day.date), title, day=str(day.date), theme=day.title), ""
    for room in conference.rooms:
        yield f"rooms/{room.id}", about(room.id, room.name, stream=room.stream), ""
    for track in conference.tracks:
        yield f"tracks/{track.id}", about(track.id, track.name), ""
    for kind in conference.formats:
        yield f"formats/{kind.id}", about(kind.id, kind.name), ""
    for speaker in conference.speakers:
        yield f"speakers/{speaker.id}", about(speaker.id, speaker.name, position=speaker.position), speaker.biography
    for booth in conference.booths:
        projects = [{"name": booth.project, "text": booth.project_text}]
        yield f"booths/{booth.id}", about(booth.id, booth.name, projects=projects), booth.about


def _carried(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    """The files of a folder of this package. Those of calendars get the line ends of RFC 5545 (section 3.1)."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _carried(one, f"{path}/{one.name}")
        else:
            text = one.read_text(encoding="utf-8")
            yield f"{path}/{one.name}", text.replace("\n", "\r\n") if one.name.endswith(".ics") else text


def _configuration(conference: Conference) -> Mapping[str, object]:
    pages = ["html", "calendar"]
    return {
        "baseURL": conference.address,
        "title": conference.title,
        "timeZone": conference.time_zone,
        "buildFuture": True,
        "enableRobotsTXT": True,
        "disableKinds": ["rss"],
        "params": {"zone": conference.time_zone, "domain": conference.domain, "stamp": f"{FIRST_DAY:%Y%m%d}T000000Z"},
        "taxonomies": _TAXONOMIES,
        "outputFormats": {"calendar": {"mediaType": "text/calendar", "baseName": "calendar", "isPlainText": True}},
        "outputs": {"home": pages, "page": pages, "term": pages, "taxonomy": ["html"], "section": ["html"]},
    }


def _session(session: Session) -> str:
    about = {
        "title": session.title,
        "date": f"{session.date}T{session.start}:00",
        "ends": f"{session.date}T{session.end}:00",
        "agenda": [str(session.date)],
        "rooms": [session.room] if session.room else [],
        "booths": [session.booth] if session.booth else [],
        "tracks": [session.track],
        "formats": [session.format],
        "speakers": list(session.speakers),
    }
    return _page(about, session.abstract)


def _page(about: Mapping[str, object], text: str = "") -> str:
    return f"{json.dumps(about, ensure_ascii=False, indent=1)}\n\n{text}"

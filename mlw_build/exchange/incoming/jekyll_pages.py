"""Jekyll sites with a page a session and a page a speaker, in the manner of the DjangoCon sites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mlw_build.exchange.incoming.clock_words import length, moment
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    Draft,
    LinkDraft,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
)  # fmt: skip
from mlw_build.exchange.incoming.frab_common import languages_in
from mlw_build.exchange.incoming.pages import Page, page_of, yaml_of
from mlw_build.exchange.incoming.people import People
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN
from mlw_build.exchange.incoming.safe_json import listed, mapping
from mlw_build.exchange.incoming.source import Source
from mlw_build.exchange.incoming.words import joined, line, prose, status_in, web_address

_SCHEDULE = re.compile(r"(^|/)_schedule/.+\.(md|markdown)$")
_PRESENTERS = re.compile(r"(^|/)_(presenters|speakers)/[^/]+\.(md|markdown)$")
_SPONSORS = re.compile(r"(^|/)_sponsors/.+\.(md|markdown)$")
_START = ("datetime", "start_datetime", "date", "start")
_END = ("end_datetime", "end_date", "end")


def recognises(source: Source) -> bool:
    """A folder with _schedule/*.md."""
    return source.is_folder and bool(source.matching(_SCHEDULE.pattern))


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme in a site's pages."""
    reader = _Reader(notes, _base_url(source, notes))
    for path in source.matching(_PRESENTERS.pattern):
        reader.presenter(page_of(source, path, notes))
    for path in source.matching(_SCHEDULE.pattern):
        reader.session(page_of(source, path, notes))
    levels = _levels(source, notes)
    sponsors = [
        one for path in source.matching(_SPONSORS.pattern) if (one := _sponsor(page_of(source, path, notes), levels))
    ]
    named = dict.fromkeys((*levels, *(str(one.fields["level"]) for one in sponsors if "level" in one.fields)))
    return Draft(
        ConferenceDraft(
            title=_title(source, notes), base_url=reader.base_url, partner_levels=tuple((name, name) for name in named)
        ),
        tuple(reader.sessions),
        organisations=tuple({one.key: one for one in sponsors}.values()),
        speakers=reader.people.all(),
    )


def _config(source: Source, notes: Notes) -> Mapping[str, Any]:
    found = source.matching(r"(^|/)_config\.ya?ml$")
    return mapping(yaml_of(source, found[0], notes)) if found else {}


def _title(source: Source, notes: Notes) -> str:
    return line(_config(source, notes).get("title")) or line(_config(source, notes).get("name"))


def _base_url(source: Source, notes: Notes) -> str:
    config = _config(source, notes)
    address = web_address(config.get("url"))
    return f"{address.rstrip('/')}{line(config.get('baseurl'))}/" if address else ""


def _levels(source: Source, notes: Notes) -> list[str]:
    found = source.matching(r"(^|/)_data/sponsor[-_]levels\.ya?ml$")
    data = yaml_of(source, found[0], notes) if found else None
    entries: Any = next(iter(mapping(data).values()), []) if isinstance(data, dict) else data
    return [
        name for one in listed(entries) if (name := line(mapping(one).get("title") or mapping(one).get("name") or one))
    ]


def _sponsor(page: Page, levels: list[str]) -> ThingDraft | None:
    name = line(page.text("name", "title"))
    if not name or page.text("hidden").lower() in ("true", "yes"):
        return None
    level = line(page.text("level"))
    fields: dict[str, Any] = {"level": level} if level else {}
    if description := joined(prose(page.text("description")), prose(page.body)):
        fields["description"] = description
    if address := web_address(page.text("url_target", "url", "website")):
        fields["url"] = address
    logo = page.text("logo")
    return ThingDraft(name, name, fields, described=True, extra={"logo": logo} if logo else {})


class _Reader:
    def __init__(self, notes: Notes, base_url: str) -> None:
        self._notes, self.base_url = notes, base_url
        self.people = People(notes)
        self.sessions: list[SessionDraft] = []

    def presenter(self, page: Page) -> None:
        """Take in a speaker's page."""
        key = line(page.text("slug")) or page.name
        self._person(key, page.data, page, page.body, page.name)

    def _person(self, key: str, data: Mapping[str, Any], page: Page, body: str, prefer: str) -> str:
        name = line(data.get("name")) or line(data.get("title"))
        if not name:
            return ""
        links = [
            LinkDraft(address, title)
            for title, front in (
                ("Website", ""),
                ("GitHub", "https://github.com/"),
                ("Twitter", "https://twitter.com/"),
                ("Mastodon", ""),
            )
            if (address := _profile(front, line(data.get(title.lower()))))
        ]
        photo = line(data.get("photo_url")) or line(data.get("photo"))
        return self.people.add(
            SpeakerDraft(
                key=key,
                name=name,
                place=page.place,
                prefer=prefer,
                position=line(data.get("role")) or line(data.get("tagline")),
                affiliation=line(data.get("company")) or line(data.get("organization")),
                pronouns=line(data.get("pronouns")),
                biography=prose(body, self.base_url) or prose(data.get("bio"), self.base_url),
                links=tuple(links),
                extra={"photo": photo} if photo else {},
            )
        )

    def session(self, page: Page) -> None:
        """Take in a session's page."""
        title, status = status_in(line(page.text("title")) or page.name)
        start = next((found for key in _START if (found := moment(page.text(key)))), None)
        end = next((found for key in _END if (found := moment(page.text(key)))), None)
        recording = web_address(page.text("video_url", "video", "youtube_url"))
        extra = {key: page.text(key) for key in ("permalink", "image", "talk_slot") if page.text(key)}
        self.sessions.append(
            SessionDraft(
                key=_key(page, start),
                title=title,
                when=When(start, end, length(page.text("duration", "length")), None),
                place=page.place,
                slug=page.text("permalink").strip("/").rpartition("/")[2],
                format=line(page.text("category", "type", "format", "session_type")),
                track=line(page.text("track")),
                rooms=tuple(name for one in page.items("room", "rooms", "location") if (name := line(one))),
                speakers=tuple((key, "speaker") for key in self._speakers(page)),
                abstract=joined(
                    prose(page.text("abstract", "summary"), self.base_url), prose(page.body, self.base_url)
                ),
                languages=languages_in(page.text("language")),
                recording=recording,
                slides=web_address(page.text("slides_url", "slides")),
                status=status or ("cancelled" if page.text("cancelled").lower() == "true" else ""),
                tags=tuple(tag for one in page.items("tags") if (tag := line(one))),
                audience=line(page.text("difficulty", "audience")),
                extra=extra,
            )
        )

    def _speakers(self, page: Page) -> list[str]:
        slugs = [line(one) for one in page.items("presenter_slugs", "speaker_slugs") if isinstance(one, str)]
        copies = [mapping(one) for one in page.items("presenters", "speakers") if isinstance(one, dict)]
        by_name = {
            _folded(line(one.name)) if isinstance(one.name, str) else "": key for key, one in self.people.found.items()
        }
        found = [slug for slug in slugs if slug in self.people.found]
        for one in copies:
            name = line(one.get("name"))
            known = by_name.get(_folded(name))
            if known in found:
                continue
            if not slugs and known:
                found.append(known)
            elif name and len(found) < max(len(slugs), len(copies)):
                found.append(self._person(name, one, page, "", ""))
        for slug in slugs:
            if slug not in self.people.found and len(found) < len(slugs):
                self._notes.add(
                    SPEAKER_UNKNOWN, page.place, f"The presenter `{slug}` has no page, and is left out of this session."
                )
        names = [line(one) for one in page.items("presenters", "speakers") if isinstance(one, str)]
        for name in names if not slugs else ():
            if name in self.people.found:
                found.append(name)
            else:
                found.append(by_name.get(_folded(name)) or self._person(name, {"name": name}, page, "", ""))
        return list(dict.fromkeys(one for one in found if one))


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def _key(page: Page, start: datetime | None) -> str:
    """The page's name without the date and time in front of it, which change when the session is moved."""
    bare = re.sub(r"^\d{4}-\d{2}-\d{2}(-\d{2}-\d{2})?-", "", page.name)
    return bare or page.name


def _profile(front: str, name: str) -> str:
    if not name:
        return ""
    if front and re.match(r"^@?[\w.-]+$", name):
        return f"{front}{name.lstrip('@')}"
    return web_address(name)


FORMAT = Format("jekyll-pages", "Jekyll pages, a session each (DjangoCon sites)", recognises, read)

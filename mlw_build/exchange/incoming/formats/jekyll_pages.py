"""Jekyll sites with a page a session and a page a speaker, in the manner of the DjangoCon sites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mlw_build.exchange.incoming.formats.frab_common import language_codes_in
from mlw_build.exchange.incoming.formats.markdown_pages import MarkdownPage, read_markdown_page, read_yaml_file
from mlw_build.exchange.incoming.reading.clock_times import parse_date_time, parse_duration
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DraftTime,
    LinkDraft,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SpeakerDraft,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    join_paragraphs,
    split_status,
    web_address,
)
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN

_SCHEDULE = re.compile(r"(^|/)_schedule/.+\.(md|markdown)$")
_PRESENTERS = re.compile(r"(^|/)_(presenters|speakers)/[^/]+\.(md|markdown)$")
_SPONSORS = re.compile(r"(^|/)_sponsors/.+\.(md|markdown)$")
_START = ("datetime", "start_datetime", "date", "start")
_END = ("end_datetime", "end_date", "end")


def recognises(source: Source) -> bool:
    """A folder with _schedule/*.md."""
    return source.is_folder and bool(source.matching(_SCHEDULE.pattern))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme in a site's pages."""
    reader = _Reader(notes, _base_url(source, notes))
    for path in source.matching(_PRESENTERS.pattern):
        reader.presenter(read_markdown_page(source, path, notes))
    for path in source.matching(_SCHEDULE.pattern):
        reader.session(read_markdown_page(source, path, notes))
    levels = _levels(source, notes)
    sponsors = [
        named_thing_draft
        for path in source.matching(_SPONSORS.pattern)
        if (named_thing_draft := _sponsor(read_markdown_page(source, path, notes), levels))
    ]
    named = dict.fromkeys(
        (*levels, *(str(sponsor.fields["level"]) for sponsor in sponsors if "level" in sponsor.fields))
    )
    return ProgrammeDraft(
        ConferenceDraft(
            title=_title(source, notes), base_url=reader.base_url, partner_levels=tuple((name, name) for name in named)
        ),
        tuple(reader.sessions),
        organisations=tuple({sponsor.key: sponsor for sponsor in sponsors}.values()),
        speakers=reader.people.all(),
    )


def _config(source: Source, notes: ImportNotes) -> Mapping[str, Any]:
    found = source.matching(r"(^|/)_config\.ya?ml$")
    return as_mapping(read_yaml_file(source, found[0], notes)) if found else {}


def _title(source: Source, notes: ImportNotes) -> str:
    return clean_line(_config(source, notes).get("title")) or clean_line(_config(source, notes).get("name"))


def _base_url(source: Source, notes: ImportNotes) -> str:
    config = _config(source, notes)
    address = web_address(config.get("url"))
    return f"{address.rstrip('/')}{clean_line(config.get('baseurl'))}/" if address else ""


def _levels(source: Source, notes: ImportNotes) -> list[str]:
    found = source.matching(r"(^|/)_data/sponsor[-_]levels\.ya?ml$")
    data = read_yaml_file(source, found[0], notes) if found else None
    entries: Any = next(iter(as_mapping(data).values()), []) if isinstance(data, dict) else data
    return [
        name
        for value in as_list(entries)
        if (name := clean_line(as_mapping(value).get("title") or as_mapping(value).get("name") or value))
    ]


def _sponsor(page: MarkdownPage, levels: list[str]) -> NamedThingDraft | None:
    name = clean_line(page.text("name", "title"))
    if not name or page.text("hidden").lower() in ("true", "yes"):
        return None
    level = clean_line(page.text("level"))
    fields: dict[str, Any] = {"level": level} if level else {}
    if description := join_paragraphs(clean_prose(page.text("description")), clean_prose(page.body)):
        fields["description"] = description
    if address := web_address(page.text("url_target", "url", "website")):
        fields["url"] = address
    logo = page.text("logo")
    return NamedThingDraft(name, name, fields, described=True, extra={"logo": logo} if logo else {})


class _Reader:
    def __init__(self, notes: ImportNotes, base_url: str) -> None:
        self._notes, self.base_url = notes, base_url
        self.people = PeopleRegister(notes)
        self.sessions: list[SessionDraft] = []

    def presenter(self, page: MarkdownPage) -> None:
        """Take in a speaker's page."""
        key = clean_line(page.text("slug")) or page.name
        self._person(key, page.data, page, page.body, page.name)

    def _person(self, key: str, data: Mapping[str, Any], page: MarkdownPage, body: str, prefer: str) -> str:
        name = clean_line(data.get("name")) or clean_line(data.get("title"))
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
            if (address := _profile(front, clean_line(data.get(title.lower()))))
        ]
        photo = clean_line(data.get("photo_url")) or clean_line(data.get("photo"))
        return self.people.add(
            SpeakerDraft(
                key=key,
                name=name,
                place=page.place,
                prefer=prefer,
                position=clean_line(data.get("role")) or clean_line(data.get("tagline")),
                affiliation=clean_line(data.get("company")) or clean_line(data.get("organization")),
                pronouns=clean_line(data.get("pronouns")),
                biography=clean_prose(body, self.base_url) or clean_prose(data.get("bio"), self.base_url),
                links=tuple(links),
                extra={"photo": photo} if photo else {},
            )
        )

    def session(self, page: MarkdownPage) -> None:
        """Take in a session's page."""
        title, status = split_status(clean_line(page.text("title")) or page.name)
        start = next((found for key in _START if (found := parse_date_time(page.text(key)))), None)
        end = next((found for key in _END if (found := parse_date_time(page.text(key)))), None)
        recording = web_address(page.text("video_url", "video", "youtube_url"))
        extra = {key: page.text(key) for key in ("permalink", "image", "talk_slot") if page.text(key)}
        self.sessions.append(
            SessionDraft(
                key=_key(page, start),
                title=title,
                when=DraftTime(start, end, parse_duration(page.text("duration", "length")), None),
                place=page.place,
                slug=page.text("permalink").strip("/").rpartition("/")[2],
                format=clean_line(page.text("category", "type", "format", "session_type")),
                track=clean_line(page.text("track")),
                rooms=tuple(name for item in page.items("room", "rooms", "location") if (name := clean_line(item))),
                speakers=tuple((key, "speaker") for key in self._speakers(page)),
                abstract=join_paragraphs(
                    clean_prose(page.text("abstract", "summary"), self.base_url), clean_prose(page.body, self.base_url)
                ),
                languages=language_codes_in(page.text("language")),
                recording=recording,
                slides=web_address(page.text("slides_url", "slides")),
                status=status or ("cancelled" if page.text("cancelled").lower() == "true" else ""),
                tags=tuple(tag for item in page.items("tags") if (tag := clean_line(item))),
                audience=clean_line(page.text("difficulty", "audience")),
                extra=extra,
            )
        )

    def _speakers(self, page: MarkdownPage) -> list[str]:
        slugs = [clean_line(item) for item in page.items("presenter_slugs", "speaker_slugs") if isinstance(item, str)]
        copies = [as_mapping(item) for item in page.items("presenters", "speakers") if isinstance(item, dict)]
        by_name = {
            _normalised_name(clean_line(speaker_draft.name)) if isinstance(speaker_draft.name, str) else "": key
            for key, speaker_draft in self.people.speakers.items()
        }
        found = [slug for slug in slugs if slug in self.people.speakers]
        for copy in copies:
            name = clean_line(copy.get("name"))
            known = by_name.get(_normalised_name(name))
            if known in found:
                continue
            if not slugs and known:
                found.append(known)
            elif name and len(found) < max(len(slugs), len(copies)):
                found.append(self._person(name, copy, page, "", ""))
        for slug in slugs:
            if slug not in self.people.speakers and len(found) < len(slugs):
                self._notes.add(
                    SPEAKER_UNKNOWN, page.place, f"The presenter `{slug}` has no page, and is left out of this session."
                )
        names = [clean_line(item) for item in page.items("presenters", "speakers") if isinstance(item, str)]
        for name in names if not slugs else ():
            if name in self.people.speakers:
                found.append(name)
            else:
                found.append(by_name.get(_normalised_name(name)) or self._person(name, {"name": name}, page, "", ""))
        return list(dict.fromkeys(text for text in found if text))


def _normalised_name(name: str) -> str:
    return "".join(name.casefold().split())


def _key(page: MarkdownPage, start: datetime | None) -> str:
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

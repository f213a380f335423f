"""devopsdays: the event's YAML, and its pages of talks and speakers (Hugo, front matter in TOML)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec.structs import replace

from mlw_build.exchange.incoming.formats.markdown_pages import MarkdownPage, read_markdown_page, read_yaml_file
from mlw_build.exchange.incoming.reading.clock_times import parse_clock_time, parse_date, parse_date_time
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DraftTime,
    LinkDraft,
    NamedThingDraft,
    PartDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.people import PeopleRegister
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import clean_line, clean_prose, web_address
from mlw_build.exchange.incoming.rules import SPEAKER_UNKNOWN, VALUE_UNUSABLE

_EVENT = re.compile(r"(^|/)data/events/.+\.ya?ml$")
_IGNITE = timedelta(minutes=5)
_KINDS = {"custom": "", "talk": "Talk", "ignite": "Ignite", "open-space": "Open space", "openspace": "Open space"}


def recognises(source: Source) -> bool:
    """An event's YAML with its programme of start and end times, or a folder with data/events."""
    if source.is_folder:
        return bool(source.matching(_EVENT.pattern))
    if source.suffix() not in (".yml", ".yaml"):
        return False
    text = source.head(size=200_000)
    return bool(re.search(r"^program\s*:", text, re.M) and re.search(r"^[ \t]+start_time\s*:", text, re.M))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme of one event. Raises Refused where a folder has several, or the YAML has no programme."""
    path = _event_in(source) if source.is_folder else None
    data = as_mapping(read_yaml_file(source, path, notes))
    if not as_list(data.get("program")):
        raise SourceRefused(f"{path or source.name} has no `program`.")
    name = clean_line(data.get("name")) or PurePosixPath(path or source.name).stem
    pages, prefix = _pages_of(source, name)
    reader = _Reader(source, path, pages, prefix, notes)
    return reader.draft(name, data)


def _event_in(source: Source) -> str:
    events = source.matching(_EVENT.pattern)
    if len(events) > 1:
        raise SourceRefused(f"{source.name} has {len(events)} events; name the file of one, such as {events[0]}.")
    return events[0]


def _pages_of(source: Source, name: str) -> tuple[Source | None, str]:
    """The source of the event's pages and the path to them: in the folder, or beside data/events/ of the file."""
    if source.is_folder:
        return source, f"content/events/{name}/"
    place = Path(source.place).resolve()
    for folder in list(place.parents)[1:4]:
        beside = folder / "content" / "events" / name
        if beside.is_dir():
            return Source(beside), ""
    return None, ""


class _Reader:
    def __init__(self, source: Source, path: str | None, pages: Source | None, prefix: str, notes: ImportNotes) -> None:
        self._source, self._path, self._notes = source, path, notes
        self.people = PeopleRegister(notes)
        self._talks: dict[str, MarkdownPage] = {}
        if pages is not None:
            for text in pages.matching(rf"^{re.escape(prefix)}program/[^/]+\.md$"):
                page = read_markdown_page(pages, text, notes)
                self._talks[page.name] = page
            for text in pages.matching(rf"^{re.escape(prefix)}speakers/[^/]+\.md$"):
                self._speaker(read_markdown_page(pages, text, notes))
        self._missing: list[str] = []
        self._unknown: dict[str, None] = {}

    def draft(self, name: str, data: Mapping[str, Any]) -> ProgrammeDraft:
        """The whole programme of an event."""
        sessions = [self._session(as_mapping(value)) for value in as_list(data.get("program"))]
        sessions = self._with_ignites(sessions, [as_mapping(value) for value in as_list(data.get("ignites"))])
        if self._missing:
            self._notes.add(
                SPEAKER_UNKNOWN, SourcePlace(self._path or self._source.name),
                f"{len(self._missing)} talks have no page in the source, so their title is only its short name: "
                f"{', '.join(self._missing)}.",
            )  # fmt: skip
        if self._unknown:
            self._notes.add(
                SPEAKER_UNKNOWN, SourcePlace(self._path or self._source.name),
                f"Speakers without a page in the source, brought in by their short name: {', '.join(self._unknown)}.",
            )  # fmt: skip
        organisations, levels = _sponsors(data)
        return ProgrammeDraft(
            _conference(name, data, levels),
            tuple(sessions),
            formats=tuple(NamedThingDraft(key, title) for key, title in _KINDS.items() if title),
            organisations=organisations,
            speakers=self.people.all(),
        )

    def _speaker(self, page: MarkdownPage) -> None:
        twitter = page.text("twitter").strip("@ ")
        links = [
            LinkDraft(address, "Twitter") if (address := _profile("https://twitter.com/", twitter)) else None,
            LinkDraft(address, "LinkedIn") if (address := web_address(page.text("linkedin"))) else None,
            LinkDraft(address, "GitHub") if (address := _profile("https://github.com/", page.text("github"))) else None,
            LinkDraft(address) if (address := web_address(page.text("website"))) else None,
        ]  # fmt: skip
        body = _without_stray_quote(page.body)
        image = page.text("image")
        self.people.add(
            SpeakerDraft(
                key=page.name,
                name=clean_line(page.text("title")) or page.name,
                place=page.place,
                prefer=page.name,
                pronouns=clean_line(page.text("pronouns")),
                biography=clean_prose(body),
                links=tuple(link for link in links if link),
                extra={"photo": image} if image else {},
            )
        )

    def _session(self, item: Mapping[str, Any]) -> SessionDraft:
        title, kind = clean_line(item.get("title")), clean_line(item.get("type")) or "custom"
        page = self._talks.get(title)
        if page is None and kind != "custom" and re.match(r"^[a-z0-9]+(-[a-z0-9]+)*$", title):
            self._missing.append(title)
        place = (
            page.place
            if page
            else SourcePlace(self._path or self._source.name, self._source.line_of(f'"{title}"', self._path))
        )
        return SessionDraft(
            key=title if page or title in self._missing else "",
            title=clean_line(page.text("title")) if page and page.text("title") else title,
            when=self._when(item, title, place),
            place=place,
            format=kind if _KINDS.get(kind) else "" if kind == "custom" else kind,
            speakers=tuple((key, "speaker") for key in self._speakers(page, item)),
            abstract=clean_prose(page.body) if page else clean_prose(item.get("comments")),
            links=tuple(LinkDraft(text) for text in (web_address(item.get("url") or ""),) if text),
            rooms=(clean_line(item["room"]),) if clean_line(item.get("room")) else (),
            recording=_video(page),
            slides=web_address(page.text("slides", "speakerdeck", "slideshare")) if page else "",
        )

    def _speakers(self, page: MarkdownPage | None, item: Mapping[str, Any]) -> list[str]:
        keys = []
        for value in page.items("speakers") if page else as_list(item.get("speakers")):
            key = clean_line(value)
            if key and key not in self.people.speakers:
                self._unknown.setdefault(key)
                self.people.add(
                    SpeakerDraft(
                        key=key,
                        name=key.replace("-", " ").title(),
                        place=SourcePlace(self._path or self._source.name),
                        prefer=key,
                    )
                )
            if key:
                keys.append(key)
        return keys

    def _when(self, item: Mapping[str, Any], title: str, place: SourcePlace) -> DraftTime:
        day = _date(item.get("date"))
        start, end = (parse_clock_time(clean_line(item.get(key))) for key in ("start_time", "end_time"))
        if day is None or start is None:
            if day is None:
                self._notes.add(VALUE_UNUSABLE, place, f"“{title}” has no date that can be read.")
            return DraftTime(day=day)
        midnight = datetime.combine(day, time())
        return DraftTime(midnight + start, midnight + end if end is not None else None, None, day)

    def _with_ignites(self, sessions: list[SessionDraft], ignites: list[Mapping[str, Any]]) -> list[SessionDraft]:
        """Ignite talks as parts of the ignite session of their day; without one, as sessions without a time."""
        for day in dict.fromkeys(_date(ignite.get("date")) for ignite in ignites):
            parts = [ignite for ignite in ignites if _date(ignite.get("date")) == day]
            home = next(
                (
                    index
                    for index, session_draft in enumerate(sessions)
                    if session_draft.format == "ignite" and session_draft.when.day == day and not session_draft.parts
                ),
                None,
            )
            if home is None:
                sessions += [self._session({**part, "type": "ignite", "date": ""}) for part in parts]
                continue
            block = sessions[home]
            start, end = block.when.start, block.when.end
            each = min(_IGNITE, (end - start) / len(parts)) if start and end else _IGNITE
            sessions[home] = replace(block, parts=tuple(self._part(part, each) for part in parts))
        return sessions

    def _part(self, item: Mapping[str, Any], duration: timedelta) -> PartDraft:
        title = clean_line(item.get("title"))
        page = self._talks.get(title)
        if page is None:
            self._missing.append(title)
        return PartDraft(
            key=title,
            title=clean_line(page.text("title")) if page and page.text("title") else title,
            duration=timedelta(minutes=max(1, int(duration.total_seconds()) // 60)),
            speakers=tuple(self._speakers(page, item)),
            abstract=clean_prose(page.body) if page else "",
        )


def _date(value: object) -> date | None:
    text = clean_line(value)
    found = parse_date_time(text)
    return found.date() if found else parse_date(text)


def _video(page: MarkdownPage | None) -> str:
    if page is None:
        return ""
    youtube = page.text("youtube")
    if re.match(r"^[\w-]{11}$", youtube):
        return f"https://www.youtube.com/watch?v={youtube}"
    vimeo = page.text("vimeo")
    return f"https://vimeo.com/{vimeo}" if vimeo.isdigit() else web_address(youtube or page.text("video"))


def _profile(front: str, name: str) -> str:
    return f"{front}{name}" if re.match(r"^[\w-]+$", name) else web_address(name)


def _conference(name: str, data: Mapping[str, Any], levels: tuple[tuple[str, str], ...]) -> ConferenceDraft:
    city = clean_line(data.get("city"))
    venue, address = clean_line(data.get("location")), clean_line(data.get("location_address"))
    extra = {
        key: value
        for key in ("coordinates", "event_twitter", "cfp_link", "cfp_date_end", "location_address")
        if (value := clean_line(data.get(key)))
    }
    team = [name for value in as_list(data.get("team_members")) if (name := clean_line(as_mapping(value).get("name")))]
    return ConferenceDraft(
        title=f"devopsdays {city} {clean_line(data.get('year'))}".strip() if city else name,
        id=f"devopsdays-{name}",
        description=clean_line(data.get("description")),
        start=_date(data.get("startdate")),
        end=_date(data.get("enddate")),
        place=", ".join(dict.fromkeys(text for text in (venue, city if city not in address else "", address) if text)),
        partner_levels=levels,
        registration=web_address(data.get("registration_link") or ""),
        extra={**extra, **({"team": team} if team else {})},
    )


def _sponsors(data: Mapping[str, Any]) -> tuple[tuple[NamedThingDraft, ...], tuple[tuple[str, str], ...]]:
    levels = tuple(
        (clean_line(record.get("id")), clean_line(record.get("label")) or clean_line(record.get("id")))
        for record in map(as_mapping, as_list(data.get("sponsor_levels")))
        if clean_line(record.get("id"))
    )
    known = {key for key, _ in levels}
    found: dict[str, list[str]] = {}
    for record in map(as_mapping, as_list(data.get("sponsors"))):
        if clean_line(record.get("id")):
            found.setdefault(clean_line(record["id"]), []).append(clean_line(record.get("level")))
    named_thing_drafts = []
    for key, ranks in found.items():
        name = re.sub(r"[-_]+", " ", re.sub(r"-before-\d{8}$", "", key))
        extra = {"levels": ranks} if len(ranks) > 1 else {}
        named_thing_drafts.append(
            NamedThingDraft(key, name, {"level": ranks[0]} if ranks[0] in known else {}, described=True, extra=extra)
        )
    return tuple(named_thing_drafts), levels


FORMAT = Format("devopsdays", "devopsdays (an event's YAML with its Markdown pages)", recognises, read)


def _without_stray_quote(body: str) -> str:
    """A text without the quotation mark that stands alone in the last line of some pages."""
    above, line_end, last = body.strip().rpartition("\n")
    return above.strip() if line_end and last.strip() == '"' else body.strip()

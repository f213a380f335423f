"""What schedule.xml and schedule.json have in common: one session from its fields, however they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from mlw_build.exchange.incoming.reading.clock_times import parse_clock_time, parse_date_time, parse_duration
from mlw_build.exchange.incoming.reading.draft import DraftTime, LinkDraft, SessionDraft, SourcePlace
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.text_cleaning import (
    clean_line,
    clean_prose,
    join_paragraphs,
    split_status,
    web_address,
)
from mlw_build.exchange.incoming.rules import TIME_UNREADABLE, VALUE_UNUSABLE

_VIDEO = re.compile(r"(^|\b)(video|recording|aufzeichnung|mitschnitt|watch)\b", re.I)
_SLIDES = re.compile(r"(^|\b)(slides|slide deck|presentation|folien|pdf)\b", re.I)


class Fields(Struct, frozen=True):
    """The fields of an event of a schedule, as texts; `persons` are the keys of speakers.

    `ours` is whether this program wrote the schedule: its slugs then end in the session's id.
    """

    values: Mapping[str, str]
    persons: Sequence[str]
    links: Sequence[LinkDraft]
    attachments: Sequence[tuple[str, LinkDraft]]
    day: date | None
    room: str
    place: SourcePlace
    ours: bool = False


def build_session_draft(event: Fields, acronym: str, base_url: str, notes: ImportNotes) -> SessionDraft:
    """A session from an event's fields; what it says about its time is kept as near to the source as possible."""
    values = event.values
    title, status = split_status(clean_line(values.get("title")) or clean_line(values.get("slug")) or "Untitled")
    links, recording = _links(event, base_url, notes)
    slides = next((link.url for kind, link in event.attachments if _is_slides(kind, link)), "")
    links += [link for _, link in event.attachments if link.url != slides]
    subtitle = clean_line(values.get("subtitle"))
    description, reason = clean_prose(values.get("description"), base_url), ""
    if event.ours and status:
        state, _, description = description.partition("\n\n")
        reason = state.partition(": ")[2]
    abstract = join_paragraphs(clean_prose(values.get("abstract"), base_url), description)
    extra = {
        key: value
        for key in ("guid", "code", "url", "feedback_url", "origin_url", "logo")
        if (value := clean_line(values.get(key)))
    }
    return SessionDraft(
        key=_own_id(event, acronym)
        or clean_line(values.get("id"))
        or clean_line(values.get("guid"))
        or clean_line(values.get("slug")),
        slot=clean_line(values.get("guid"))[:8],
        title=title,
        slug=_slug(clean_line(values.get("slug")), acronym, clean_line(values.get("id"))),
        when=_when(event, title, notes),
        place=event.place,
        format=clean_line(values.get("type")),
        track=clean_line(values.get("track")),
        rooms=(event.room,) if event.room else (),
        speakers=tuple((key, "speaker") for key in event.persons),
        abstract=join_paragraphs(f"**{subtitle}**" if subtitle else "", abstract),
        languages=language_codes_in(values.get("language", "")),
        recording=recording,
        slides=slides,
        links=tuple(links),
        reason=reason,
        status=status or ("cancelled" if values.get("status", "").lower() in ("canceled", "cancelled") else ""),
        extra=extra,
    )


def _own_id(event: Fields, acronym: str) -> str:
    """The id that a session had before we wrote it into a schedule; '' for what others wrote."""
    number = clean_line(event.values.get("id"))
    match = (
        re.match(rf"^.+?-{re.escape(number)}-(.+)$", clean_line(event.values.get("slug")))
        if event.ours and number
        else None
    )
    return match[1] if match else ""


def _slug(slug: str, acronym: str, key: str) -> str:
    """The readable part of a source's slug: without the conference and the session's number in front of it."""
    for front in (acronym, key):
        if front and slug.lower().startswith(f"{front.lower()}-"):
            slug = slug[len(front) + 1 :]
    match = re.match(r"^\d+-(?=\D)(.*)$", slug)
    return match[1] if match else slug


def _when(event: Fields, title: str, notes: ImportNotes) -> DraftTime:
    values = event.values
    written, clock, lasts = (values.get(key, "").strip() for key in ("date", "start", "duration"))
    start = parse_date_time(written)
    begins = parse_clock_time(clock)
    if start is None and (plain := parse_date_time(clock)):
        start = plain
    if written and start is None and begins is None:
        notes.add(
            TIME_UNREADABLE, event.place, f"`{f'{written} {clock}'.strip()}` of “{title}” is no time that can be read."
        )
    if start is not None and event.day and abs(start.date() - event.day) > timedelta(days=1):
        notes.add(
            TIME_UNREADABLE,
            event.place,
            f"“{title}” is listed under {event.day} and dated {start.date()}; it is taken as on {event.day}.",
            "Correct the date in the source, or in the day's file.",
        )
        start = datetime.combine(event.day, start.timetz())
    if start is None and event.day and begins is not None:
        if written and not re.match(r"^\d{4}-\d\d-\d\d$", written):
            notes.add(
                TIME_UNREADABLE,
                event.place,
                f"The date `{written}` of “{title}” cannot be read; it is taken as on {event.day}, where it is listed.",
            )
        start = datetime.combine(event.day, time()) + begins
    ends = parse_date_time(values.get("end", "").strip())
    lasted = parse_duration(lasts) if lasts else None
    if lasts and lasted is None:
        notes.add(VALUE_UNUSABLE, event.place, f"`{lasts}` of “{title}” is no duration that can be read.")
    return DraftTime(start, ends if lasted is None else None, lasted, event.day)


def _links(event: Fields, base_url: str, notes: ImportNotes) -> tuple[list[LinkDraft], str]:
    links: list[LinkDraft] = []
    recording = web_address(event.values.get("video_download_url", ""))
    for link in event.links:
        address = web_address(link.url, base_url)
        if not address:
            if link.url.strip():
                notes.add(VALUE_UNUSABLE, event.place, f"`{link.url}` is not an address that can be linked.")
        elif not recording and isinstance(link.title, str) and _VIDEO.search(link.title) and "feedback" not in address:
            recording = address
        else:
            links.append(LinkDraft(address, clean_line(link.title)))
    return links, recording


def _is_slides(kind: str, link: LinkDraft) -> bool:
    return kind.lower() == "slides" or bool(isinstance(link.title, str) and _SLIDES.search(link.title))


def language_codes_in(text: str) -> tuple[str, ...]:
    """The language codes in a text: `en`, `de-formal` (its language alone), `en, fr`."""
    found = [
        re.sub(r"-(formal|informal)$", "", one.lower().replace("_", "-"))
        for one in re.split(r"[\s,;/]+", text or "")
        if re.match(r"^[a-zA-Z]{2,3}([-_][A-Za-z]{2,8})?$", one)
    ]
    return tuple(dict.fromkeys(_cased(text) for text in found))


def _cased(code: str) -> str:
    language, dash, region = code.partition("-")
    return f"{language}-{region.upper()}" if dash and len(region) == 2 else code

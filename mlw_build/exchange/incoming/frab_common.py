"""What schedule.xml and schedule.json have in common: one session from its fields, however they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from mlw_build.exchange.incoming.clock_words import length, moment, since_midnight
from mlw_build.exchange.incoming.draft import LinkDraft, Place, SessionDraft, When
from mlw_build.exchange.incoming.reading import Notes
from mlw_build.exchange.incoming.rules import TIME_UNREADABLE, VALUE_UNUSABLE
from mlw_build.exchange.incoming.words import joined, line, prose, status_in, web_address

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
    place: Place
    ours: bool = False


def session_of(event: Fields, acronym: str, base_url: str, notes: Notes) -> SessionDraft:
    """A session from an event's fields; what it says about its time is kept as near to the source as possible."""
    values = event.values
    title, status = status_in(line(values.get("title")) or line(values.get("slug")) or "Untitled")
    links, recording = _links(event, base_url, notes)
    slides = next((link.url for kind, link in event.attachments if _is_slides(kind, link)), "")
    links += [link for _, link in event.attachments if link.url != slides]
    subtitle = line(values.get("subtitle"))
    description, reason = prose(values.get("description"), base_url), ""
    if event.ours and status:
        state, _, description = description.partition("\n\n")
        reason = state.partition(": ")[2]
    abstract = joined(prose(values.get("abstract"), base_url), description)
    extra = {
        key: value
        for key in ("guid", "code", "url", "feedback_url", "origin_url", "logo")
        if (value := line(values.get(key)))
    }
    return SessionDraft(
        key=_own_id(event, acronym) or line(values.get("id")) or line(values.get("guid")) or line(values.get("slug")),
        slot=line(values.get("guid"))[:8],
        title=title,
        slug=_slug(line(values.get("slug")), acronym, line(values.get("id"))),
        when=_when(event, title, notes),
        place=event.place,
        format=line(values.get("type")),
        track=line(values.get("track")),
        rooms=(event.room,) if event.room else (),
        speakers=tuple((key, "speaker") for key in event.persons),
        abstract=joined(f"**{subtitle}**" if subtitle else "", abstract),
        languages=languages_in(values.get("language", "")),
        recording=recording,
        slides=slides,
        links=tuple(links),
        reason=reason,
        status=status or ("cancelled" if values.get("status", "").lower() in ("canceled", "cancelled") else ""),
        extra=extra,
    )


def _own_id(event: Fields, acronym: str) -> str:
    """The id that a session had before we wrote it into a schedule; '' for what others wrote."""
    number = line(event.values.get("id"))
    found = (
        re.match(rf"^.+?-{re.escape(number)}-(.+)$", line(event.values.get("slug"))) if event.ours and number else None
    )
    return found[1] if found else ""


def _slug(slug: str, acronym: str, key: str) -> str:
    """The readable part of a source's slug: without the conference and the session's number in front of it."""
    for front in (acronym, key):
        if front and slug.lower().startswith(f"{front.lower()}-"):
            slug = slug[len(front) + 1 :]
    found = re.match(r"^\d+-(?=\D)(.*)$", slug)
    return found[1] if found else slug


def _when(event: Fields, title: str, notes: Notes) -> When:
    values = event.values
    written, clock, lasts = (values.get(key, "").strip() for key in ("date", "start", "duration"))
    start = moment(written)
    begins = since_midnight(clock)
    if start is None and (plain := moment(clock)):
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
    ends = moment(values.get("end", "").strip())
    lasted = length(lasts) if lasts else None
    if lasts and lasted is None:
        notes.add(VALUE_UNUSABLE, event.place, f"`{lasts}` of “{title}” is no duration that can be read.")
    return When(start, ends if lasted is None else None, lasted, event.day)


def _links(event: Fields, base_url: str, notes: Notes) -> tuple[list[LinkDraft], str]:
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
            links.append(LinkDraft(address, line(link.title)))
    return links, recording


def _is_slides(kind: str, link: LinkDraft) -> bool:
    return kind.lower() == "slides" or bool(isinstance(link.title, str) and _SLIDES.search(link.title))


def languages_in(text: str) -> tuple[str, ...]:
    """The language codes in a text: `en`, `de-formal` (its language alone), `en, fr`."""
    found = [
        re.sub(r"-(formal|informal)$", "", one.lower().replace("_", "-"))
        for one in re.split(r"[\s,;/]+", text or "")
        if re.match(r"^[a-zA-Z]{2,3}([-_][A-Za-z]{2,8})?$", one)
    ]
    return tuple(dict.fromkeys(_cased(one) for one in found))


def _cased(code: str) -> str:
    language, dash, region = code.partition("-")
    return f"{language}-{region.upper()}" if dash and len(region) == 2 else code

"""Which time zone a source means that names none: found by its places and offsets, and always said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mlw_build.exchange.incoming.reading.draft import ConferenceDraft, SourcePlace
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.text_cleaning import first_text
from mlw_build.exchange.incoming.rules import ZONE_UNKNOWN
from mlw_build.model.zones import UnknownZone, zone, zone_names

_WELL_KNOWN = (
    "UTC", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Africa/Lagos", "Africa/Nairobi", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Australia/Adelaide",
    "Pacific/Auckland",
)  # fmt: skip
_BY_LANGUAGE = {
    "fr": "Europe/Paris", "de": "Europe/Berlin", "es": "Europe/Madrid", "it": "Europe/Rome", "nl": "Europe/Amsterdam",
    "pt": "Europe/Lisbon", "pt-BR": "America/Sao_Paulo", "pl": "Europe/Warsaw", "cs": "Europe/Prague",
    "sv": "Europe/Stockholm", "da": "Europe/Copenhagen", "nb": "Europe/Oslo", "fi": "Europe/Helsinki",
    "el": "Europe/Athens", "tr": "Europe/Istanbul", "uk": "Europe/Kyiv", "ja": "Asia/Tokyo", "ko": "Asia/Seoul",
    "zh": "Asia/Shanghai", "hi": "Asia/Kolkata", "he": "Asia/Jerusalem",
}  # fmt: skip
"""Where most conferences in a language are; asked only for zones that fit the offsets."""
_OTHER_NAMES = {
    "Kiev": "Europe/Kyiv", "München": "Europe/Berlin", "Munich": "Europe/Berlin", "Leipzig": "Europe/Berlin",
    "Hamburg": "Europe/Berlin", "Lyon": "Europe/Paris", "San Francisco": "America/Los_Angeles",
    "Bangalore": "Asia/Kolkata", "Mumbai": "Asia/Kolkata", "Barcelona": "Europe/Madrid", "Geneva": "Europe/Zurich",
    "Boston": "America/New_York", "Seattle": "America/Los_Angeles", "Portland": "America/Los_Angeles",
    "Washington": "America/New_York", "Montreal": "America/Toronto", "Pasadena": "America/Los_Angeles",
    "Wien": "Europe/Vienna", "Bruxelles": "Europe/Brussels", "Milano": "Europe/Rome", "Praha": "Europe/Prague",
}  # fmt: skip
"""Cities of many conferences whose zone has another city's name."""


def choose_time_zone(
    conference: ConferenceDraft,
    wished: str,
    moments: Sequence[datetime],
    languages: Sequence[str],
    place: SourcePlace,
    notes: ImportNotes,
) -> str:
    """The name of the zone to take: as wished, as the source says, else the most likely one, with a note."""
    if wished:
        return wished
    named = _known(conference.zone)
    if named:
        return named
    offsets = [(moment, offset) for moment in moments if (offset := moment.utcoffset()) is not None]
    city = _by_city(conference)
    says = (
        f"The source names `{conference.zone}`, which is no zone"
        if conference.zone
        else "The source names no time zone"
    )
    if city and _has_offsets(city, offsets):
        notes.add(
            ZONE_UNKNOWN, place, f"{says}; its times are read as those of {city}, after its place.",
            "If that is wrong, import again with `--zone NAME`.",
        )  # fmt: skip
        return city
    if offsets and any(offset for _, offset in offsets):
        chosen = _by_offset(offsets, languages)
        notes.add(
            ZONE_UNKNOWN, place, f"{says}, only offsets; its times are kept, and shown as those of `{chosen}`.",
            _candidates(offsets) or "Import again with `--zone NAME` for the zone of the place.",
        )  # fmt: skip
        return chosen
    notes.add(
        ZONE_UNKNOWN, place, f"{says}; its times are read as UTC.",
        "Import again with `--zone NAME`, such as `--zone Europe/Brussels`.",
    )  # fmt: skip
    return "UTC"


def _known(name: str) -> str:
    try:
        return zone(name).key if name else ""
    except UnknownZone:
        return ""


def _by_city(conference: ConferenceDraft) -> str:
    """The zone of a city that the source's place, title or address names; '' for none."""
    cities = {name.rpartition("/")[2].replace("_", " "): name for name in zone_names() if name.count("/") >= 1}
    cities = {city: name for city, name in cities.items() if not name.startswith(("Etc/", "US/"))} | _OTHER_NAMES
    for text in (first_text(conference.place), first_text(conference.title), conference.id.replace("-", " ").title()):
        for city, name in cities.items():
            if len(city) > 3 and re.search(rf"(?<!\w){re.escape(city)}(?!\w)", text):
                return name
    return ""


def _has_offsets(name: str, offsets: Iterable[tuple[datetime, timedelta]]) -> bool:
    at = zone(name)
    return all(instant.astimezone(at).utcoffset() == offset for instant, offset in offsets)


def _by_offset(offsets: Sequence[tuple[datetime, timedelta]], languages: Sequence[str]) -> str:
    """A zone with exactly these offsets: that of a language of the sessions, a well-known one, one without a name."""
    likely = [_BY_LANGUAGE[language] for language in languages if language in _BY_LANGUAGE]
    hours = offsets[0][1].total_seconds() / 3600
    nameless = f"Etc/GMT{-int(hours):+d}" if hours.is_integer() else "UTC"
    return next((name for name in (*likely, *_WELL_KNOWN) if _has_offsets(name, offsets)), nameless)


def _candidates(offsets: Sequence[tuple[datetime, timedelta]]) -> str:
    fitting = [name for name in _WELL_KNOWN if _has_offsets(name, offsets)]
    return f"Import again with `--zone`; these fit: {', '.join(fitting)}." if fitting else ""

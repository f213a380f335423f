"""Clocks of 12 and of 24 hours, as CLDR has them for languages and regions (Unicode TR35, part 4)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_time
from msgspec import Struct

UNKNOWN = "ZZ"
"""The region that CLDR has for no region (Unicode TR35)."""


class ClockFormat(Struct, frozen=True):
    """How times of day are written: `locale` (BCP 47) is that of a clock of 12 hours, None for one of 24."""

    locale: str | None = None

    def text(self, time: dt.datetime) -> str:
        """A time of day on its own clocks: 09:30, 9:30 AM."""
        return _in_twelve_hours(self.locale, time.hour, time.minute) if self.locale else f"{time:%H:%M}"


@lru_cache(maxsize=64)
def clock_format(language: str, zone: str, hours: int | None = None) -> ClockFormat:
    """The clock for a language (BCP 47) of a conference in a zone (IANA), with 12 or 24 hours, or what is usual there.

    What is usual is asked of the language's own region, else of the zone's. Where neither is known, a day has 24.
    """
    region = _region(language) or _region_of_zone(zone)
    if hours is None:
        hours = _usual_hours(language.partition("-")[0], region)
    if hours != 12:
        return ClockFormat()
    code = language.partition("-")[0]
    known = next((locale for locale in (f"{code}_{region}", language, code, "en") if _locale(locale)), "en")
    return ClockFormat(known.replace("_", "-"))


def _region(language: str) -> str:
    """The region of a language: US of en-US."""
    return next((part.upper() for part in language.split("-")[1:] if len(part) == 2 and part.isalpha()), "")


def _region_of_zone(zone: str) -> str:
    known = get_global("zone_territories")
    region = str(known.get(zone) or known.get(get_global("zone_aliases").get(zone, "")) or "")
    return region if region.isalpha() and region != UNKNOWN else ""


def _usual_hours(code: str, region: str) -> int:
    """The hours of the clocks of a region, as this language writes a short time there, else the most spoken one."""
    if not region:
        return 24
    likely = str(get_global("likely_subtags").get(f"und_{region}", "en")).partition("_")[0]
    locale = _locale(f"{code}_{region}") or _locale(f"{likely}_{region}") or _locale(likely)
    return 12 if locale and "h" in _without_texts(locale.time_formats["short"].pattern) else 24


def _without_texts(pattern: str) -> str:
    """A pattern without what it quotes: HH mm of HH 'h' mm."""
    return "".join(pattern.split("'")[::2])


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _in_twelve_hours(code: str, hour: int, minute: int) -> str:
    locale = Locale.parse(code.replace("-", "_"))
    pattern = locale.datetime_skeletons.get("hm") or "h:mm a"
    text = str(format_time(dt.time(hour, minute), pattern, locale=locale))
    # Every space as one that breaks no line, and that all fonts have.
    return "\u00a0".join(text.replace("\u202f", " ").split())

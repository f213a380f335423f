"""The theme's own words in a language, with plurals, and dates, times and lists as that language writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.lists import format_list
from babel.units import format_unit
from markupsafe import Markup, escape

from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.theme import Theme

FALLBACK = "en"
_FIELD = re.compile(r"\{(\w+)\}")
_NUMERIC_ABBREVIATION = re.compile(r"^[+-]\d")
_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


@dataclass(frozen=True)
class Words:
    """Words by their key; a word is a text with {fields}, or texts by plural category (CLDR) of {count}.

    `missing` are the keys that this language lacks and another language stands in for.
    """

    language: str
    locale: Locale
    texts: Mapping[str, Any]
    missing: tuple[str, ...] = ()

    def __call__(self, key: str, **fields: object) -> Markup:
        """The text of a key with its fields filled in, safe to put into HTML. An unknown key is a KeyError."""
        text = self.texts[key]
        if isinstance(text, Mapping):
            category = self.locale.plural_form(int(str(fields["count"])))
            text = text.get(category) or text["other"]
        return Markup(_FIELD.sub(lambda found: str(escape(fields[found[1]])), str(escape(text))))

    def for_scripts(self, kind: str) -> Mapping[str, Any]:
        """The words that the scripts of a kind of pages need: texts, or texts by plural category.

        Their keys begin with `js_` (on every page) or KIND`_js_`, and come without it. `locale` is how dates and
        numbers are written, with the digits that the pages have (BCP 47).
        """
        found: dict[str, Any] = {"locale": f"{str(self.locale).replace('_', '-')}-u-nu-latn"}
        for prefix in ("js_", f"{kind}_js_"):
            found.update({key.removeprefix(prefix): text for key, text in self.texts.items() if key.startswith(prefix)})
        return found

    def plain(self, key: str, **fields: object) -> str:
        """The same as plain text, for calendars and the like."""
        return self(key, **fields).unescape()

    @cached_property
    def direction(self) -> str:
        """ltr or rtl, by the language's script."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    def megabytes(self, octets: int) -> str:
        """The size of a file as this language writes it: 1.2 MB, 1,2 Mo; small ones in kilobytes."""
        number, unit = (octets / 1e6, "digital-megabyte") if octets >= 1e6 else (octets / 1e3, "digital-kilobyte")
        return format_unit(round(number, 1) if number < 10 else round(number), unit, "short", locale=self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence: a, b and c."""
        return format_list(list(words), locale=self.locale)

    def date(self, day: dt.date, form: str) -> str:
        """A date in one of the forms full, long, short, weekday, weekday_short, month, day."""
        patterns = {"full": "full", "long": "long", "weekday": "EEEE", "weekday_short": "EEE", "day": "d"}
        skeletons = {"month": "yMMMM", "short": "MMMEd"}
        if form in skeletons:
            at_noon = datetime(day.year, day.month, day.day, 12)
            return format_skeleton(skeletons[form], at_noon, locale=self.locale)
        return format_date(day, patterns[form], locale=self.locale)

    def dates(self, first: dt.date, last: dt.date) -> str:
        """A range of dates: 12–14 October 2020. The locale's own pattern, with the month's name in full."""
        if first == last:
            return self.date(first, "long")
        differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        patterns = self.locale.interval_formats.get("yMMMd", {}).get(differs)
        if not patterns:
            return f"{self.date(first, 'long')} – {self.date(last, 'long')}"
        in_full = [_SHORT_MONTH.sub("MMMM", pattern) for pattern in patterns]
        return "".join(
            format_date(day, one, locale=self.locale) for day, one in zip((first, last), in_full, strict=True)
        )

    def language_name(self, code: str) -> str:
        """A language's name in this language: French, français."""
        try:
            name = Locale.parse(code, sep="-").get_display_name(self.locale)
        except (UnknownLocaleError, ValueError):
            name = None
        return name or code

    def zone_name(self, zone: ZoneInfo, instant: datetime) -> str:
        """A zone as a reader understands it at this instant: Paris time, CEST (UTC+2)."""
        local = instant.astimezone(zone)
        city = get_timezone_location(zone, locale=self.locale, return_city=True)
        offset = utc_offset(local.utcoffset() or timedelta())
        abbreviation = local.tzname() or ""
        if zone.key in ("UTC", "Etc/UTC") or _NUMERIC_ABBREVIATION.match(abbreviation) or not abbreviation:
            return self.plain("zone_plain", city=city, offset=offset) if zone.key != "UTC" else "UTC"
        return self.plain("zone", city=city, abbreviation=abbreviation, offset=offset)


def utc_offset(offset: timedelta) -> str:
    """UTC+2, UTC+5:45, UTC."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def words_of(theme: Theme, language: str) -> Words:
    """The theme's words in a language; English stands in for keys and languages that the theme lacks."""
    texts: dict[str, Any] = {}
    own: Mapping[str, Any] = {}
    for code in (FALLBACK, language.partition("-")[0], language):
        found = _texts(theme, code)
        texts.update(found)
        own = found or own
    missing = tuple(key for key in texts if key not in own)
    return Words(language, _locale(str(texts.get("locale") if "locale" in own else language)), texts, missing)


def _texts(theme: Theme, language: str) -> Mapping[str, Any]:
    """The words of all themes in the chain, those nearest to the site last."""
    texts: dict[str, Any] = {}
    for files in theme.named.values():
        file = files.get(f"i18n/{language}.yaml")
        if file:
            data, _ = read_yaml(file.read_text(encoding="utf-8"))
            texts.update(data or {})
    return texts


def _locale(language: str) -> Locale:
    for code in (language, language.partition("-")[0], FALLBACK):
        try:
            return Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(FALLBACK)

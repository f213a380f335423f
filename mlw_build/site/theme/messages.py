"""The theme's own words in a language, with plurals, and dates, times and lists as that language writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_timedelta, get_timezone_location
from babel.lists import format_list
from babel.units import format_unit
from markupsafe import Markup, escape
from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.model.zones import first_at_each_offset
from mlw_build.site.faults import MessageFault
from mlw_build.site.theme.fallback_language import attributes, fallback_marker, without_marks
from mlw_build.site.theme.language_attributes import marked
from mlw_build.site.theme.message_files import FALLBACK_LANGUAGE, language_codes, load_messages, message_file_path
from mlw_build.site.theme.theme import Theme

Said = TypeVar("Said")

_LENDERS_LOCALE = Locale(FALLBACK_LANGUAGE)
_FIELD = re.compile(r"\{(\w+)\}")
_NUMERIC_ABBREVIATION = re.compile(r"^[+-]\d")
_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


class Messages(Struct, frozen=True, dict=True):
    """Words by their key; a word is a text with {fields}, or texts by plural category (CLDR) of {count}.

    `missing` are the keys that this language lacks; English stands in for them, in its own plurals.
    """

    language: str
    locale: Locale
    texts: Mapping[str, Any]
    missing: frozenset[str] = frozenset()

    def __call__(self, key: str, **fields: object) -> Markup:
        """The text of a key with its fields filled in, safe to put into HTML. An unknown key is a WordFault.

        A field that is a Phrase is marked with its language there, so it is for texts and not for attributes.
        """
        if fields:
            return self._filled(key, fields)
        found = self._whole.get(key)
        if found is None:
            found = self._whole[key] = self._filled(key, fields)
        return found

    def _filled(self, key: str, fields: Mapping[str, object]) -> Markup:
        try:
            text, form = self.texts[key], ""
            if isinstance(text, Mapping):
                locale = _LENDERS_LOCALE if key in self.missing else self.locale
                form = locale.plural_form(int(str(fields["count"])))
                text = text.get(form) or text["other"]
            pieces = self._templates.get((key, form))
            if pieces is None:
                pieces = self._templates[key, form] = _FIELD.split(str(escape(text)))
            filled = "".join(self._field(key, fields[text]) if index % 2 else text for index, text in enumerate(pieces))
        except KeyError as error:
            raise MessageFault(self._why_not(key, error.args[0])) from error
        return fallback_marker(filled) if key in self.missing else Markup(filled)

    def _why_not(self, key: str, missing: object) -> str:
        if key not in self.texts:
            return f"There is no word `{key}` in {message_file_path(FALLBACK_LANGUAGE)} of the theme."
        return f"The word `{key}` has the field `{missing}`, for which nothing is given here."

    def _field(self, key: str, value: object) -> str:
        if not isinstance(value, Phrase):
            return escape(value)
        return (
            marked(value, FALLBACK_LANGUAGE, "ltr")
            if key in self.missing
            else marked(value, self.language, self.direction)
        )

    def _memo(self, asked: tuple[object, ...], say: Callable[[], Said]) -> Said:
        """What was said when the same was asked before; it is said anew only the first time."""
        if asked not in self._said:
            self._said[asked] = say()
        said: Said = self._said[asked]
        return said

    @cached_property
    def _said(self) -> dict[tuple[object, ...], Any]:
        return {}

    @cached_property
    def _whole(self) -> dict[str, Markup]:
        """Texts without fields, by key."""
        return {}

    @cached_property
    def _templates(self) -> dict[tuple[str, str], list[str]]:
        """Texts by key and plural category, escaped and taken apart: what stands between fields, and their names."""
        return {}

    def for_scripts(self, kind: str) -> Mapping[str, Any]:
        """The words that the scripts of a kind of pages need: texts, or texts by plural category.

        Their keys begin with `js_` (on every page), KIND`_js_`, or KIND`_`KIND`_js_` with all kinds that have the word,
        and come without it. `locale` is how dates and numbers are written, with the digits that the pages have
        (BCP 47); `borrowed` are the keys of English words.
        """
        found: dict[str, Any] = {"locale": f"{str(self.locale).replace('_', '-')}-u-nu-latn"}
        borrowed = []
        for key in self.texts:
            kinds, marker, word = f"_{key}".partition("_js_")
            if marker and (not kinds or kind in kinds.split("_")):
                found[word] = self.texts[key]
                borrowed += [word] if key in self.missing else []
        if self.missing:
            found["borrowed"] = borrowed
        return found

    def plain(self, key: str, **fields: object) -> str:
        """The same as plain text, for calendars and the like."""
        plain = {name: value.text if isinstance(value, Phrase) else value for name, value in fields.items()}
        text = self(key, **plain).unescape()
        return without_marks(text) if self.missing else text

    def phrase(self, key: str, **fields: object) -> Phrase:
        """The same as a phrase, in the language that it is in."""
        return Phrase(self.plain(key, **fields), FALLBACK_LANGUAGE if key in self.missing else self.language)

    def attributes(self, key: str) -> Markup:
        """The attributes of an element that holds this word and nothing else: its language where it is borrowed."""
        return attributes() if key in self.missing else Markup("")

    @cached_property
    def direction(self) -> str:
        """ltr or rtl, by the language's script."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    def megabytes(self, octets: int) -> str:
        """The size of a file as this language writes it: 1.2 MB, 1,2 Mo; small ones in kilobytes."""
        number, unit = (octets / 1e6, "digital-megabyte") if octets >= 1e6 else (octets / 1e3, "digital-kilobyte")
        return format_unit(round(number, 1) if number < 10 else round(number), unit, "short", locale=self.locale)

    def marked(self, phrase: Phrase) -> Markup:
        """A phrase as HTML in a text of this language, with its own language and direction where they are others."""
        return marked(phrase, self.language, self.direction)

    def listed_marked(self, phrases: Sequence[Phrase]) -> Markup:
        """Phrases as a list in a sentence, each marked; they are at least one."""
        return Markup(self.listed([self.marked(phrase) for phrase in phrases]))

    def listed(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence: a, b and c."""
        return words[0] if len(words) == 1 else format_list(list(words), locale=self.locale)

    def date(self, day: dt.date, form: str) -> str:
        """A date in one of the forms full, long, short, weekday, weekday_short, month, day."""
        return self._memo(("date", day, form), lambda: self._date(day, form))

    def _date(self, day: dt.date, form: str) -> str:
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
            format_date(day, text, locale=self.locale) for day, text in zip((first, last), in_full, strict=True)
        )

    def days_ahead(self, days: int, key: str) -> str:
        """How far off something is, as it reads in the sentence of a word: in 12 days."""
        locale = _LENDERS_LOCALE if key in self.missing else self.locale
        # Larger units are for more than this, so days stay days.
        return format_timedelta(timedelta(days), threshold=days, add_direction=True, locale=locale)

    def language_name(self, code: str) -> str:
        """A language's name in this language: French, français."""
        return self._memo(("language", code), lambda: self._language_name(code))

    def _language_name(self, code: str) -> str:
        try:
            name = Locale.parse(code, sep="-").get_display_name(self.locale)
        except (UnknownLocaleError, ValueError):
            name = None
        return name or code

    def zone_name(self, zone: ZoneInfo, *instants: datetime) -> str:
        """A zone as a reader understands it at these instants: Paris time, CEST (UTC+2).

        Where its clocks change between them, it has each of their offsets: CEST (UTC+2) / CET (UTC+1).
        """
        firsts = first_at_each_offset(instants, zone)
        clocks = tuple((local.tzname() or "", utc_offset(local.utcoffset())) for local in firsts)
        return self._memo(("zone", zone.key, clocks), lambda: self._zone_name(zone, clocks))

    def _zone_name(self, zone: ZoneInfo, clocks: Sequence[tuple[str, str]]) -> str:
        """The name of a zone, given the abbreviations and offsets that it has."""
        if zone.key == "UTC":
            return "UTC"
        locale = _LENDERS_LOCALE if "zone" in self.missing else self.locale
        city = get_timezone_location(zone, locale=locale, return_city=True)
        abbreviations, offsets = [" / ".join(each) for each in zip(*clocks, strict=True)]
        if zone.key == "Etc/UTC" or any(not text or _NUMERIC_ABBREVIATION.match(text) for text, _ in clocks):
            return self.plain("zone_plain", city=city, offset=offsets)
        each = [self.plain("zone_clock", abbreviation=text, offset=offset) for text, offset in clocks]
        # A theme of somebody's own may still have {abbreviation} and {offset} in its word.
        return self.plain("zone", city=city, clocks=" / ".join(each), abbreviation=abbreviations, offset=offsets)


def utc_offset(offset: timedelta | None) -> str:
    """UTC+2, UTC+5:45, UTC."""
    minutes = round(offset.total_seconds() / 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def load_messages_for(theme: Theme, language: str) -> Messages:
    """The theme's words in a language; English stands in for keys and languages that the theme lacks.

    `locale` in a language's file says how its dates are written where that is not the language itself.
    """
    codes = language_codes(language)
    own: dict[str, Any] = {}
    for code in codes:
        found = load_messages(theme.named.values(), code)
        own.update(found)
    texts = own if FALLBACK_LANGUAGE in codes else {**load_messages(theme.named.values(), FALLBACK_LANGUAGE), **own}
    missing = frozenset(texts.keys() - own.keys() - {"locale"})
    return Messages(language, _locale(str(found.get("locale", language))), texts, missing)


def _locale(language: str) -> Locale:
    for code in (language, language.partition("-")[0], FALLBACK_LANGUAGE):
        try:
            return Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return _LENDERS_LOCALE

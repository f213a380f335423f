"""The values that editors write as text, and what each of them becomes.

Each is an annotated type: a validator that takes what the YAML reader gives (text, lists, mappings) and raises
`PydanticCustomError` with a message for the editor and, in its context, a hint; and the JSON Schema of what
may be written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from mlw_build.markup import valid_address
from mlw_build.model.text import Text, clean_text, clean_text_once, one_line
from mlw_build.model.zones import offset_text

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
YEARS = range(1900, 2200)
"""The years a date may be in; the calendar's outermost years leave no room for time zones."""

_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DATE_IN_WORDS = re.compile(
    r"^(?:[A-Za-z]{3,9},?\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<month>[A-Za-z]{3,9})"
    r"|(?P<first_month>[A-Za-z]{3,9})\.?\s+(?P<second_day>\d{1,2})(?:st|nd|rd|th)?)\.?,?\s+(?P<year>\d{4})$"
)
_TIME = re.compile(
    r"^(?:(?P<date>\d{4,}-\d{1,2}-\d{1,2})[T ]\s*)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_DURATION = re.compile(
    r"^(?:(?P<hours>\d{1,3})\s*(?:h|hours?|hrs?)\s*)?(?:(?P<minutes>\d{1,4})\s*(?:m|min|mins|minutes?)?)?$"
)
_CLOCK_DURATION = re.compile(r"^(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)$")
_EMAIL = re.compile(r"^[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:]+$")

LONGEST_EMAIL = 254
"""No server takes a longer one (RFC 5321 4.5.3.1.3), and the pattern would take the square of a text's length."""


def problem(message: str, hint: str = "", write: str = "", key: str = "") -> PydanticCustomError:
    """An error of a value: what is wrong, and what to write. Braces in them stay as they are.

    `write` is the value that was certainly meant, where there is one; `key` the key that an error of a whole
    entry is about.
    """
    return PydanticCustomError("value", "{message}", {"message": message, "hint": hint, "write": write, "key": key})


def short_form(value: object) -> str:
    """A value in a message: a text in short, anything else by its kind."""
    if isinstance(value, dict):
        return "a mapping (`key: value`)"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def require_text(value: object, what: str) -> str:
    """The text that a value is; an error that says what was expected where it is none."""
    if isinstance(value, str):
        return clean_text(value)
    if value is None:
        raise problem(f"This is empty; {what} is expected here.", "Write it, or delete the line.")
    raise problem(
        f"{short_form(value).capitalize()} stands where {what} is expected.",
        "Write the value on one line after the key; put it in quotes if it begins with a bracket or has a colon.",
    )


def slug(text: str) -> str:
    """A proposal for an id from any text: lower case, a to z, digits, hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:100].strip("-")


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value  # an id has nothing to clean
    text = require_text(value, "an id")
    if not _ID.match(text):
        proposal = slug(text)
        raise problem(
            f"{short_form(text)} cannot be an id: an id has only letters a to z, digits, hyphens and underscores.",
            f"Write `{proposal}`." if proposal else "Write a short word such as `opening`.",
        )
    return text


def _text(value: object, info: ValidationInfo, read: Callable[[object], str]) -> Text:
    if isinstance(value, dict):
        languages = (info.context or {}).get("languages", ())
        pairs = []
        for language, text in value.items():
            if not _LANGUAGE.match(str(language)):
                raise problem(
                    f"{short_form(language)} is not a language code.",
                    "Write one text, or a text per language: `{en: Opening, fr: Ouverture}`.",
                )
            if languages and language not in languages:
                raise problem(
                    f"`{language}` is not one of this site's languages ({', '.join(languages)}).",
                    f"Correct the code, or add `{language}` to `languages` in content/conference.yaml.",
                )
            if text is not None:
                pairs.append((str(language), read(text)))
        return Text(tuple(pair for pair in pairs if pair[1]))
    return Text.of(read(value))


def _title(value: object, info: ValidationInfo) -> Text:
    return _text(value, info, _line)


def _prose(value: object, info: ValidationInfo) -> Text:
    return _text(value, info, _lines)


def _line(value: object) -> str:
    return one_line(require_text(value, "a text"))


def _lines(value: object) -> str:
    return clean_text_once(value) if isinstance(value, str) else require_text(value, "a text")


@lru_cache(maxsize=512)
def _date_of(text: str) -> date:
    match = _DATE.match(text)
    if not match:
        meant = _meant_date(text)
        hint = f"Write `{meant}`." if meant else "Write year-month-day, such as `2020-10-12`."
        raise problem(f"{short_form(text)} is not a date.", hint, meant)
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise problem(f"There is no day {text} in the calendar.", "Check the month and the day.") from None
    if day.year not in YEARS:
        raise problem(f"No conference is in the year {day.year}.", "Check the year.")
    return day


def _meant_date(text: str) -> str:
    """The one day that a date in another form can mean, as year-month-day; '' where it can mean two, or none."""
    numbers = re.match(r"^(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})$", text)
    if numbers:
        first, middle, last = (int(part) for part in numbers.groups())
        orders = [(first, middle, last)] if len(numbers[1]) == 4 else []
        if len(numbers[1]) < 3 and len(numbers[3]) == 4:
            orders = [(last, middle, first), (last, first, middle)]
    else:
        named = _DATE_IN_WORDS.match(text)
        month = _month(named["month"] or named["first_month"]) if named else 0
        day = (named["day"] or named["second_day"]) if named else ""
        orders = [(int(named["year"]), month, int(day))] if named and month else []
    days = {word for year, month, day in orders if (word := _calendar_day(year, month, day))}
    return days.pop() if len(days) == 1 else ""


def _month(name: str) -> int:
    """The number of a month of which this is the English name or its first letters; 0 where it is neither."""
    full = "january february march april may june july august september october november december".split()
    found = [number for number, month in enumerate(full, start=1) if month.startswith(name.lower())]
    return found[0] if len(found) == 1 and len(name) >= 3 else 0


def _calendar_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _date(value: object) -> date:
    return _date_of(require_text(value, "a date"))


class LocalTime(Struct, frozen=True):
    """A time as an editor writes it: 10:00, 24:30 (past midnight), 2020-10-13 02:00, 10:00+02:00.

    `since_midnight` counts from the start of its day and may exceed 24 hours; `day` and `offset` only where
    they were written.
    """

    since_midnight: timedelta
    day: date | None = None
    offset: timedelta | None = None

    def on(self, day: date) -> datetime:
        """The naive local time, counted from this day unless it has a date of its own."""
        return datetime.combine(self.day or day, datetime.min.time()) + self.since_midnight

    def with_offset(self, local: datetime) -> datetime:
        """The naive local time at this time's own offset from UTC."""
        return local.replace(tzinfo=timezone(self.offset or timedelta()))

    def __str__(self) -> str:
        minutes, seconds = divmod(int(self.since_midnight.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}{f':{seconds:02}' if seconds else ''}"

    @property
    def written(self) -> str:
        """The time in full, with its date and offset, as it can be written in a file."""
        return (
            f"{f'{self.day} ' if self.day else ''}{self}{offset_text(self.offset) if self.offset is not None else ''}"
        )


@lru_cache(maxsize=4096)
def _time_of(text: str) -> LocalTime:
    match = _TIME.match(text)
    if not match:
        meant = _meant_time(text)
        hint = f"Write `{meant}`." if meant else "Write hours and minutes, such as `10:00` or `14:30`."
        raise problem(f"{short_form(text)} is not a time.", hint, meant)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if minute > 59 or second > 59 or hour > 47:
        raise problem(
            f"There is no {hour}:{minute:02} on a clock.",
            "Write hours from 0 to 23 and minutes from 00 to 59; for a time after midnight of the same "
            "conference day, 24:30 means half past midnight.",
        )
    offset = None
    if match["offset"]:
        offset = _offset(match["offset"])
    day = _date_of(match["date"]) if match["date"] else None
    return LocalTime(timedelta(hours=hour, minutes=minute, seconds=second), day, offset)


def _offset(text: str) -> timedelta:
    if text in ("Z", "UTC"):
        return timedelta()
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14):
        raise problem(f"{text} is not an offset from UTC.", "Offsets go from -12:00 to +14:00.")
    return -offset if text[0] == "-" else offset


def _meant_time(text: str) -> str:
    """The time that is written in another form (9am, 10.30, 9h30, 0930); '' where it is none of them."""
    twelve = re.match(r"^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?$", text, re.I)
    if twelve and 1 <= int(twelve[1]) <= 12:
        hour = int(twelve[1]) % 12 + (12 if twelve[3].lower() == "p" else 0)
        return _is_clock_time(hour, twelve[2])
    match = re.match(r"^(\d{1,2})\s?[.hHu]\s?(\d{2})?$", text)
    if match and int(match[1]) < 24:
        return _is_clock_time(int(match[1]), match[2])
    if re.match(r"^\d{4}$", text) and int(text[:2]) < 24 and int(text[2:]) < 60:
        return f"{text[:2]}:{text[2:]}"
    return ""


def _is_clock_time(hour: int, minute: str | None) -> str:
    return f"{hour:02}:{minute or '00'}" if int(minute or 0) < 60 else ""


def _time(value: object) -> LocalTime:
    return _time_of(require_text(value, "a time"))


@lru_cache(maxsize=512)
def _duration_of(text: str) -> timedelta:
    match = _DURATION.match(text.lower()) or _CLOCK_DURATION.match(text)
    if not text or not match:
        raise problem(f"{short_form(text)} is not a duration.", "Write minutes or hours: `90m`, `1h`, `1h30m`.")
    return timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))


def _duration(value: object) -> timedelta:
    return _duration_of(require_text(value, "a duration"))


def _address(value: object) -> str:
    text = require_text(value, "an address")
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[\s<>\"\\]", text):
        raise problem(
            f"{short_form(text)} is not a web address.",
            f"Write `https://{text}`."
            if re.match(r"^[\w-]+(\.[\w-]+)+(/[^\s<>\"\\]*)?$", text)
            else "Write the whole address, starting with https:// and without spaces.",
        )
    if parts.username or parts.password:
        raise problem(
            "There is a user name or a password in this address, and everybody would see it.",
            "Delete what stands before the @.",
        )
    return valid_address(text)


def _language(value: object) -> str:
    text = require_text(value, "a language code")
    if not _LANGUAGE.match(text):
        language, *rest = re.split("[-_]", text)
        near = "-".join([language.lower(), *rest])
        raise problem(
            f"{short_form(text)} is not a language code.",
            f"Write `{near}`." if _LANGUAGE.match(near) else "Write a code such as `en`, `fr`, `ar`, `pt-BR` (BCP 47).",
        )
    return text


def _yes_no(value: object) -> bool:
    text = require_text(value, "yes or no").lower()
    if text in ("yes", "true", "on", "y"):
        return True
    if text in ("no", "false", "off", "n"):
        return False
    raise problem(f"{short_form(value)} is neither yes nor no.", "Write `yes` or `no`.")


def _count(value: object) -> int:
    text = require_text(value, "a number")
    if not re.match(r"^\d{1,9}$", text):
        raise problem(f"{short_form(value)} is not a whole number.", "Write digits only, such as `300`.")
    return int(text)


def _email(value: object) -> str:
    text = require_text(value, "an e-mail address").removeprefix("mailto:")
    if len(text) > LONGEST_EMAIL or not _EMAIL.match(text):
        raise problem(f"{short_form(text)} is not an e-mail address.", "Write `name@example.org`.")
    return text


def _media_path(value: object) -> str:
    text = require_text(value, "a file in content/media").removeprefix("content/media/").removeprefix("media/")
    parts = text.split("/")
    if text.startswith("/") or "\\" in text or not text or any(part in ("", ".", "..") for part in parts):
        raise problem(
            f"{short_form(text)} is not a file in content/media.",
            "Put the file into content/media/ and write its name, such as `logo.svg` or `booths/map.png`.",
        )
    return text


def _as_list(value: object) -> object:
    """A single value where a list is expected is a list of one."""
    return value if isinstance(value, list) else [value]


class TextFormat(Struct, frozen=True, eq=False):
    """Marks a type as written in a certain way: the function that reads it, and the JSON Schema of its form."""

    read: Callable[..., object]
    form: Mapping[str, Any]
    with_context: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> core_schema.CoreSchema:
        if self.with_context:
            return core_schema.with_info_plain_validator_function(self.read)
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        return dict(self.form)


_PER_LANGUAGE = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}},
    ]
}

_TIME_FORM = r"^(\d{4}-\d{1,2}-\d{1,2}[T ])?\d{1,2}:\d{2}(:\d{2})?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$"
_DURATION_FORM = r"^(\d+ ?h(ours?)? ?)?(\d+ ?(m|min|minutes?)?)?$|^\d+:\d{2}$"


def _string(**more: str) -> dict[str, Any]:
    return {"type": "string", **more}


# Other YAML readers make a number of 2020; here it is the text it was written as.
_ANY_SCALAR = {"type": ["string", "number"]}

Id = Annotated[str, TextFormat(_id, {**_ANY_SCALAR, "pattern": _ID.pattern})]
Line = Annotated[str, TextFormat(_line, _ANY_SCALAR)]
Title = Annotated[Text, TextFormat(_title, _PER_LANGUAGE, with_context=True)]
Prose = Annotated[Text, TextFormat(_prose, _PER_LANGUAGE, with_context=True)]
Date = Annotated[date, TextFormat(_date, _string(format="date"))]
Time = Annotated[LocalTime, TextFormat(_time, _string(pattern=_TIME_FORM))]
Duration = Annotated[
    timedelta, TextFormat(_duration, {"anyOf": [_string(pattern=_DURATION_FORM), {"type": "integer"}]})
]
Address = Annotated[str, TextFormat(_address, _string(format="uri", pattern="^https?://"))]
Language = Annotated[str, TextFormat(_language, _string(pattern=_LANGUAGE.pattern))]
YesNo = Annotated[bool, TextFormat(_yes_no, {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]})]
Count = Annotated[int, TextFormat(_count, {"type": "integer", "minimum": 0})]
Email = Annotated[str, TextFormat(_email, _string(format="email"))]
MediaPath = Annotated[str, TextFormat(_media_path, _string())]
OneOrMore = BeforeValidator(_as_list)

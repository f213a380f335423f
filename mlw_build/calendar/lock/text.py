"""The calendar lock as text: one line of JSON a session, sorted, so that git merges what two people changed.

Between the lines is an empty one: git merges changes of neighbouring lines only when a line stands between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from mlw_build.calendar.facts import StoredFacts, instant_text
from mlw_build.calendar.lock.json_lines import Wrong, object_of
from mlw_build.calendar.lock.lock import KINDS, LONGEST_LOG, Entry, Lock, PublishedFeed, Revision, VisibleDifference
from mlw_build.model.text import Text, clean_text

VERSION = 1
"""Rises when an older tool would read the lock wrongly."""

NOTE = "written by `build.py calendar update`; commit it, do not edit it"
LARGEST_SEQUENCE = 2**31 - 1

YEARS = range(1899, 2202)
"""What dates may be in (`model/schema/values.py`), and a day to either side for time zones."""

MOST_FAULTS = 10
"""Broken lines after which a file is taken for something else altogether."""

_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(\s|$)")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\dZ", re.ASCII)
_UID = re.compile(r"[\x21-\x7e]{1,255}")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,199}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")


class LockFault(Struct, frozen=True):
    """Why a lock cannot be used: in which line (from 1), what is wrong, what to do."""

    line: int
    message: str
    hint: str


def serialise_lock(lock: Lock) -> str:
    """The lock as it is written to content/calendar.lock."""
    head = {"calendar-lock": VERSION, "folders": list(lock.folders), "note": NOTE}
    lines = [_line(head)]
    lines += [_line(_feed_data(feed)) for _, feed in sorted(lock.feeds.items())]
    lines += [_line(_entry_data(entry)) for _, entry in sorted(lock.entries.items())]
    return "\n\n".join(lines) + "\n"


def parse_lock(text: str) -> tuple[Lock, tuple[LockFault, ...]]:
    """The lock in a text, and what is wrong with the text; of a session with two lines the later revision holds.

    With faults the lock is not to be used: what its broken lines said would be taken for new.
    """
    marked = _conflict(text)
    if marked:
        return Lock(), (marked,)
    entries: dict[str, Entry] = {}
    feeds: dict[str, PublishedFeed] = {}
    folders: set[str] = set()
    faults: list[LockFault] = []
    versions = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = object_of(line)
            if "calendar-lock" in data:
                _check_version(data)
                versions += 1
                folders |= set(_folders(data))
            elif "feed" in data:
                feed = _feed(data)
                feeds.setdefault(feed.key, feed)
            else:
                entry = _entry(data)
                entries[entry.id] = later_revision(entries.get(entry.id), entry)
        except Wrong as wrong:
            faults.append(LockFault(number, f"Line {number} is not as the tool writes it: {wrong}", RESTORE))
            if len(faults) == MOST_FAULTS:
                break
    if not versions and not faults:
        faults.append(LockFault(1, "The first line with the version of the lock is missing.", RESTORE))
    return Lock(entries, feeds, tuple(sorted(folders))), tuple(faults)


RESTORE = "Take the file back from git (`git checkout HEAD -- content/calendar.lock`), then run `calendar update`."


def later_revision(one: Entry | None, other: Entry) -> Entry:
    """The later revision of a session of which a merge left two."""
    return max((entry for entry in (one, other) if entry), key=lambda entry: (entry.sequence, entry.modified))


def _conflict(text: str) -> LockFault | None:
    for number, line in enumerate(text.split("\n"), start=1):
        if _MARKER.match(line):
            return LockFault(
                number,
                "Git could not merge two versions of the calendar lock, and left both with marks.",
                "Keep either version (`git checkout --ours content/calendar.lock`), then run `calendar update`: "
                "it compares with the programme and raises what the two differ in.",
            )
    return None


def _check_version(data: Mapping[str, Any]) -> None:
    version = data["calendar-lock"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Wrong("its version is not a number.")
    if version > VERSION:
        raise Wrong(f"it has version {_cut(str(version))}, and this tool knows {VERSION}: use a newer tool.")


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _feed_data(feed: PublishedFeed) -> Mapping[str, Any]:
    return {"feed": feed.kind, "id": feed.subject, "title": _from_text(feed.title)}


def _entry_data(entry: Entry) -> Mapping[str, Any]:
    last = entry.last
    data: dict[str, Any] = {
        "session": entry.id,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "created": instant_text(entry.created),
        "modified": instant_text(entry.modified),
        "hash": dict(entry.digests),
        "last": {
            "start": instant_text(last.start),
            "end": instant_text(last.end),
            "status": last.status,
            "slug": last.slug,
            "title": _from_text(last.title),
            "rooms": [_from_text(room) for room in last.rooms],
            "place": _from_text(last.place),
            "categories": [_from_text(category) for category in last.categories],
            "stream": last.stream or "",
            "feeds": list(last.feeds),
        },
    }
    data["last"] = {key: value for key, value in data["last"].items() if value not in ("", [])}
    if entry.was:
        data["was"] = [instant_text(instant) for instant in entry.was]
    if entry.slugs:
        data["slugs"] = list(entry.slugs)
    if entry.log:
        data["log"] = [_revision_data(revision) for revision in entry.log]
    if entry.gone:
        data["gone"] = True
    return data


def _revision_data(revision: Revision) -> Mapping[str, Any]:
    data: dict[str, Any] = {
        "sequence": revision.sequence,
        "modified": instant_text(revision.modified),
        "kinds": list(revision.kinds),
    }
    for name, seen in (("before", revision.before), ("after", revision.after)):
        said = dict(_seen_data(seen))
        if said:
            data[name] = said
    return data


def _seen_data(seen: VisibleDifference) -> Iterator[tuple[str, Any]]:
    if seen.start is not None:
        yield "start", instant_text(seen.start)
    if seen.end is not None:
        yield "end", instant_text(seen.end)
    if seen.title is not None:
        yield "title", _from_text(seen.title)
    if seen.rooms is not None:
        yield "rooms", [_from_text(room) for room in seen.rooms]


def _from_text(text: Text) -> str | dict[str, str]:
    values = dict(text.values)
    return values.get("", "") if set(values) <= {""} else values


def _feed(data: Mapping[str, Any]) -> PublishedFeed:
    kind, subject = _text(data, "feed"), _text(data, "id")
    if not _KEY.fullmatch(kind) or (subject and not _KEY.fullmatch(subject)):
        raise Wrong(f"`{_cut(kind)}/{_cut(subject)}` cannot be a feed.")
    return PublishedFeed(kind, subject, _to_text(data.get("title", "")))


def _entry(data: Mapping[str, Any]) -> Entry:
    identifier, uid = _text(data, "session"), _text(data, "uid")
    if not _KEY.fullmatch(identifier):
        raise Wrong(f"`{_cut(identifier)}` cannot be the id of a session.")
    if not _UID.fullmatch(uid):
        raise Wrong("its `uid` has characters that no calendar takes, or is too long.")
    hashes = data.get("hash", {})
    if not isinstance(hashes, dict) or not all(_is_language(key, value) for key, value in hashes.items()):
        raise Wrong("its `hash` is not a text per language.")
    return Entry(
        id=identifier,
        uid=uid,
        sequence=_sequence(data),
        created=_instant(data, "created"),
        modified=_instant(data, "modified"),
        digests=hashes,
        last=_last(_within_bounds(data, "last")),
        was=tuple(_to_instant("was", text) for text in _texts(data, "was")),
        slugs=tuple(_keys(data, "slugs")),
        log=tuple(_revision(value) for value in _list(data, "log"))[-LONGEST_LOG:],
        gone=data.get("gone") is True,
    )


def _last(data: Mapping[str, Any]) -> StoredFacts:
    start, end = _instant(data, "start"), _instant(data, "end")
    if end < start:
        raise Wrong("its `end` is before its `start`.")
    status = _text(data, "status")
    if status not in ("confirmed", "tentative", "cancelled"):
        raise Wrong(f"`{_cut(status)}` is not a status.")
    slug = _text(data, "slug")
    if not _KEY.fullmatch(slug):
        raise Wrong(f"`{_cut(slug)}` cannot be an address.")
    return StoredFacts(
        start=start,
        end=end,
        status=status,
        slug=slug,
        title=_to_text(data.get("title", "")),
        rooms=tuple(_to_text(value) for value in _list(data, "rooms")),
        place=_to_text(data.get("place", "")),
        categories=tuple(_to_text(value) for value in _list(data, "categories")),
        stream=_text(data, "stream", "") or None,
        feeds=tuple(_texts(data, "feeds")),
    )


def _revision(data: object) -> Revision:
    if not isinstance(data, dict):
        raise Wrong("its `log` is not a list of changes.")
    kinds = tuple(text for text in _texts(data, "kinds") if text in KINDS)
    return Revision(
        _sequence(data),
        _instant(data, "modified"),
        kinds,
        _read_visible_difference(_within_bounds(data, "before", {})),
        _read_visible_difference(_within_bounds(data, "after", {})),
    )


def _read_visible_difference(data: Mapping[str, Any]) -> VisibleDifference:
    return VisibleDifference(
        start=_instant(data, "start") if "start" in data else None,
        end=_instant(data, "end") if "end" in data else None,
        title=_to_text(data["title"]) if "title" in data else None,
        rooms=tuple(_to_text(value) for value in _list(data, "rooms")) if "rooms" in data else None,
    )


def _sequence(data: Mapping[str, Any]) -> int:
    sequence = data.get("sequence")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 <= sequence <= LARGEST_SEQUENCE:
        raise Wrong(f"its `sequence` is not a whole number from 0 to {LARGEST_SEQUENCE:,}.")
    return sequence


def _cut(text: str) -> str:
    """A value as a message shows it."""
    return text if len(text) <= 60 else f"{text[:60]}…"


def _text(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise Wrong(f"its `{key}` is missing or no text.")
    return value


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise Wrong(f"its `{key}` is no list.")
    return value


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    return _each(data, key, lambda value: isinstance(value, str), "a list of texts")


def _folders(data: Mapping[str, Any]) -> list[str]:
    """The folders of languages: feeds are written into them, so they are nothing else."""
    return _each(data, "folders", _is_folder, "a list of the folders of languages, such as `fr/`")


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and value.endswith("/") and bool(_LANGUAGE.fullmatch(value[:-1]))


def _is_language(key: str, value: object, *others: str) -> bool:
    """Whether a key is that of a language (or one of the others), with a text."""
    return isinstance(value, str) and (key in others or bool(_LANGUAGE.fullmatch(key)))


def _keys(data: Mapping[str, Any], key: str) -> list[str]:
    return _each(data, key, lambda value: isinstance(value, str) and _KEY.fullmatch(value), "a list of addresses")


def _each(data: Mapping[str, Any], key: str, right: Callable[[object], object], wanted: str) -> list[str]:
    values = _list(data, key)
    if not all(right(value) for value in values):
        raise Wrong(f"its `{key}` is not {wanted}.")
    return values


def _within_bounds(data: Mapping[str, Any], key: str, default: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    value = data.get(key, default)
    if not isinstance(value, dict):
        raise Wrong(f"its `{key}` is missing or no object.")
    return value


def _instant(data: Mapping[str, Any], key: str) -> datetime:
    return _to_instant(key, _text(data, key))


def _to_instant(key: str, text: str) -> datetime:
    try:
        if not _INSTANT.fullmatch(text):
            raise ValueError
        instant = datetime.fromisoformat(text)
        if instant.year not in YEARS:
            raise ValueError
        return instant
    except ValueError:
        raise Wrong(
            f"its `{key}` is no instant such as 2020-10-12T08:00:00Z, from {YEARS[0]} to {YEARS[-1]}."
        ) from None


def _to_text(value: object) -> Text:
    if isinstance(value, str):
        return Text.of(clean_text(value))
    if isinstance(value, dict) and all(_is_language(key, one, "") for key, one in value.items()):
        return Text(tuple((language, clean_text(one)) for language, one in value.items()))
    raise Wrong("a title or name in it is neither a text nor a text per language.")

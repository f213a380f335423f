"""programme.json as this program publishes it: the programme again, with its own ids, in all languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from mlw_build.exchange.incoming.reading.clock_times import parse_date, parse_date_time
from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DayDraft,
    DraftTime,
    FileDraft,
    LinkDraft,
    NamedThingDraft,
    PartDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
    SpeakerDraft,
    Words,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.safe_json import as_list, as_mapping, as_text, read_json
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import web_address
from mlw_build.model.text import clean_text

_TITLES = frozenset({"title", "subtitle", "name", "full_name", "short_title", "theme_title", "note", "alt", "tagline"})
_PROSE = frozenset({"description", "intro", "abstract", "biography"})


def recognises(source: Source) -> bool:
    """A JSON file whose `generator` is this program."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=500)
    return bool(re.search(r'^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"generator"\s*:\s*"mlw_build', head))


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The programme in a programme.json. Raises Refused where it is none."""
    data = as_mapping(read_json(source.text(), source.name))
    if not isinstance(data.get("conference"), dict) or not isinstance(data.get("sessions"), list):
        raise SourceRefused(f"{source.name} has no `conference` and no `sessions`.")
    languages = tuple(
        code for value in as_list(data.get("languages")) if (code := as_text(as_mapping(value).get("code")))
    )
    pages = [as_mapping(value) for value in as_list(data.get("pages")) if as_text(as_mapping(value).get("id"))]
    names = ", ".join(as_text(page.get("id")) for page in pages)
    return ProgrammeDraft(
        _conference(as_mapping(data["conference"]), languages, web_address(data.get("address"))),
        tuple(_session(as_mapping(value), source) for value in data["sessions"]),
        days=tuple(day for value in as_list(data.get("days")) if (day := _day(as_mapping(value)))),
        rooms=_named_things(
            data, "rooms", ("description", "place", "stream", "online", "capacity", "shared", "languages")
        ),
        tracks=_named_things(data, "tracks", ("description",)),
        formats=_named_things(data, "formats", ("description", "plenary", "interlude")),
        organisations=_named_things(data, "organisations", ("full_name", "level", "description", "logo", "url")),
        speakers=tuple(_speaker(as_mapping(value), source) for value in as_list(data.get("speakers"))),
        booths=tuple(_booth(as_mapping(value)) for value in as_list(data.get("booths"))),
        pages=tuple(_page(record, order) for order, record in enumerate(pages, start=1)),
        left_out=(f"The texts of {len(pages)} pages, which the file does not have: {names}.",) if pages else (),
    )


def _conference(record: Mapping[str, Any], languages: tuple[str, ...], address: str) -> ConferenceDraft:
    levels = tuple((key, _text(title)) for key, title in as_mapping(record.get("partner_levels")).items())
    names = (
        "short_title", "intro", "day_change", "online", "organisers", "registration", "support", "hashtag", "licence",
        "domain",
    )  # fmt: skip
    return ConferenceDraft(
        title=_text(record.get("title")),
        id=as_text(record.get("id")),
        theme_title=_text(record.get("theme_title")),
        description=_text(record.get("description")),
        start=parse_date(as_text(record.get("start"))),
        end=parse_date(as_text(record.get("end"))),
        zone=as_text(record.get("time_zone")),
        languages=languages,
        place=_text(record.get("place")),
        links=_links(record),
        partner_levels=levels,
        fields={**_non_empty_fields(record, names), **({"address": address} if address else {})},
    )


def _day(record: Mapping[str, Any]) -> DayDraft | None:
    date = parse_date(as_text(record.get("date")))
    if date is None:
        return None
    questions = [_text(question) for question in as_list(record.get("questions"))]
    subtitle = _text(record.get("subtitle"))
    fields = {**({"subtitle": subtitle} if subtitle else {}), **({"questions": questions} if questions else {})}
    return DayDraft(date, _text(record.get("title")), _text(record.get("intro")), fields)


def _named_things(data: Mapping[str, Any], kind: str, names: Sequence[str]) -> tuple[NamedThingDraft, ...]:
    return tuple(
        NamedThingDraft(key, _text(record.get("name")), _non_empty_fields(record, names), described=True, prefer=key)
        for record in map(as_mapping, as_list(data.get(kind)))
        if (key := as_text(record.get("id")))
    )


def _speaker(record: Mapping[str, Any], source: Source) -> SpeakerDraft:
    key = as_text(record.get("id"))
    names = ("announced", "position", "organisation", "affiliation", "country", "pronouns", "photo")
    fields = _non_empty_fields(record, names)
    if as_text(record.get("slug")) != key:
        fields["slug"] = as_text(record.get("slug"))
    return SpeakerDraft(
        key=key,
        name=_text(record.get("name")),
        place=SourcePlace(source.name),
        prefer=key,
        biography=_text(record.get("biography")),
        links=_links(record),
        languages=tuple(map(as_text, as_list(record.get("languages")))),
        fields=fields,
    )


def _session(record: Mapping[str, Any], source: Source) -> SessionDraft:
    key = as_text(record.get("id"))
    names = ("was", "interpretation", "captions", "sign_language", "stream", "questions")
    fields = _non_empty_fields(record, names)
    return SessionDraft(
        key=key,
        title=_text(record.get("title")),
        when=DraftTime(
            parse_date_time(as_text(record.get("start"))),
            parse_date_time(as_text(record.get("end"))),
            None,
            parse_date(as_text(record.get("day"))),
        ),
        place=SourcePlace(source.name),
        slug=slug if (slug := as_text(record.get("slug"))) != key else "",
        format=as_text(record.get("format")),
        track=as_text(record.get("track")),
        rooms=tuple(map(as_text, as_list(record.get("rooms")))),
        speakers=_contributions(record),
        organisations=tuple(map(as_text, as_list(record.get("organisations")))),
        abstract=_text(record.get("abstract")),
        languages=tuple(map(as_text, as_list(record.get("languages")))),
        recording=web_address(record.get("recording")),
        slides=web_address(record.get("slides")),
        links=_links(record),
        registration=web_address(record.get("registration")),
        capacity=record["capacity"] if isinstance(record.get("capacity"), int) else None,
        parts=tuple(_part(as_mapping(part)) for part in as_list(record.get("parts"))),
        part_of=as_text(record.get("part_of")),
        status=status if (status := as_text(record.get("status"))) != "confirmed" else "",
        reason=_text(record.get("reason")),
        tags=tuple(map(as_text, as_list(record.get("tags")))),
        audience=_text(record.get("audience")),
        booth=as_text(record.get("booth")),
        fields=fields,
    )


def _contributions(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (as_text(each.get("speaker") or each.get("id")), as_text(each.get("role")) or "speaker")
        for each in map(as_mapping, as_list(record.get("speakers")))
    )


def _part(record: Mapping[str, Any]) -> PartDraft:
    start, end = as_text(record.get("start")), as_text(record.get("end"))
    names = ("organisations", "slides", "recording", "links")
    return PartDraft(
        key=as_text(record.get("id")),
        title=_text(record.get("title")),
        duration=timedelta(minutes=int(as_text(record.get("minutes")) or 0)),
        speakers=tuple(key for key, _ in _contributions(record)),
        abstract=_text(record.get("abstract")),
        fields={"start": start[11:16], "end": end[11:16], **_non_empty_fields(record, names)}
        if start and end
        else _non_empty_fields(record, names),
    )


def _page(record: Mapping[str, Any], order: int) -> FileDraft:
    """A page as far as the file knows it: everything but its text."""
    title = _text(record.get("title")) or as_text(record["id"])
    return FileDraft(
        as_text(record["id"]), {"title": title, "order": order, **_non_empty_fields(record, ("description",))}
    )


def _booth(record: Mapping[str, Any]) -> FileDraft:
    key = as_text(record.get("id"))
    names = ("name", "organisation", "tagline", "projects", "contact", "open_from", "open_until", "links", "order")
    fields = _non_empty_fields(record, names)
    if as_text(record.get("slug")) != key:
        fields["slug"] = as_text(record.get("slug"))
    return FileDraft(key, fields, _text(record.get("description")))


def _links(record: Mapping[str, Any]) -> tuple[LinkDraft, ...]:
    return tuple(
        LinkDraft(address, _text(each.get("title")))
        for each in map(as_mapping, as_list(record.get("links")))
        if (address := web_address(each.get("url")))
    )


def _text(value: object) -> Words:
    """A text per language, as this program wrote it; one language alone is a text without."""
    if isinstance(value, Mapping):
        found = {
            str(code): tidy for code, text in value.items() if isinstance(text, str) and (tidy := clean_text(text))
        }
        return found if len(found) > 1 else next(iter(found.values()), "")
    return clean_text(value) if isinstance(value, str) else ""


def _non_empty_fields(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These keys as our files have them: texts as one or per language, what says nothing left out."""
    said_no = {name: False for name in ("announced", "online") if name in names and record.get(name) is False}
    return {
        name: value for name in names if (value := _value(name, record.get(name))) not in (None, "", [], {}, False)
    } | said_no


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        if (
            name in _TITLES
            or name in _PROSE
            or (value and all(re.match(r"^[a-z]{2,3}(-\w+)*$", key) for key in value) and name != "languages")
        ):
            return _text(value)
        kept = {
            key: made
            for key, one in value.items()
            if key != "path" and (made := _value(key, one)) not in (None, "", [], {}, False)
        }
        return kept
    if isinstance(value, list):
        return [_value("", one) for one in value]
    return value


FORMAT = Format("programme-json", "programme.json (this program)", recognises, read)

"""programme.json as this program publishes it: the programme again, with its own ids, in all languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from mlw_build.exchange.incoming.clock_words import calendar_day, moment
from mlw_build.exchange.incoming.draft import (
    ConferenceDraft,
    DayDraft,
    Draft,
    FileDraft,
    LinkDraft,
    PartDraft,
    Place,
    SessionDraft,
    SpeakerDraft,
    ThingDraft,
    When,
    Words,
)  # fmt: skip
from mlw_build.exchange.incoming.reading import Format, Notes, Wishes
from mlw_build.exchange.incoming.safe_json import listed, mapping, read_json, word
from mlw_build.exchange.incoming.source import Refused, Source
from mlw_build.exchange.incoming.words import web_address
from mlw_build.model.text import clean

_TITLES = frozenset({"title", "subtitle", "name", "full_name", "short_title", "theme_title", "note", "alt", "tagline"})
_PROSE = frozenset({"description", "intro", "abstract", "biography"})


def recognises(source: Source) -> bool:
    """A JSON file whose `generator` is this program."""
    head = "" if source.is_folder or source.suffix() != ".json" else source.head(size=500)
    return bool(re.search(r'^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"generator"\s*:\s*"mlw_build', head))


def read(source: Source, notes: Notes, wishes: Wishes) -> Draft:
    """The programme in a programme.json. Raises Refused where it is none."""
    data = mapping(read_json(source.text(), source.name))
    if not isinstance(data.get("conference"), dict) or not isinstance(data.get("sessions"), list):
        raise Refused(f"{source.name} has no `conference` and no `sessions`.")
    languages = tuple(code for one in listed(data.get("languages")) if (code := word(mapping(one).get("code"))))
    pages = [mapping(one) for one in listed(data.get("pages")) if word(mapping(one).get("id"))]
    names = ", ".join(word(one.get("id")) for one in pages)
    return Draft(
        _conference(mapping(data["conference"]), languages, web_address(data.get("address"))),
        tuple(_session(mapping(one), source) for one in data["sessions"]),
        days=tuple(day for one in listed(data.get("days")) if (day := _day(mapping(one)))),
        rooms=_things(data, "rooms", ("description", "place", "stream", "capacity", "shared", "languages")),
        tracks=_things(data, "tracks", ("description",)),
        formats=_things(data, "formats", ("description", "plenary", "interlude")),
        organisations=_things(data, "organisations", ("full_name", "level", "description", "logo", "url")),
        speakers=tuple(_speaker(mapping(one), source) for one in listed(data.get("speakers"))),
        booths=tuple(_booth(mapping(one)) for one in listed(data.get("booths"))),
        pages=tuple(_page(one, order) for order, one in enumerate(pages, start=1)),
        left_out=(f"The texts of {len(pages)} pages, which the file does not have: {names}.",) if pages else (),
    )


def _conference(one: Mapping[str, Any], languages: tuple[str, ...], address: str) -> ConferenceDraft:
    levels = tuple((key, _text(title)) for key, title in mapping(one.get("partner_levels")).items())
    names = (
        "short_title", "intro", "day_change", "online", "organisers", "registration", "support", "hashtag", "licence",
        "domain",
    )  # fmt: skip
    return ConferenceDraft(
        title=_text(one.get("title")),
        id=word(one.get("id")),
        theme_title=_text(one.get("theme_title")),
        description=_text(one.get("description")),
        start=calendar_day(word(one.get("start"))),
        end=calendar_day(word(one.get("end"))),
        zone=word(one.get("time_zone")),
        languages=languages,
        place=_text(one.get("place")),
        links=_links(one),
        partner_levels=levels,
        fields={**_kept(one, names), **({"address": address} if address else {})},
    )


def _day(one: Mapping[str, Any]) -> DayDraft | None:
    date = calendar_day(word(one.get("date")))
    if date is None:
        return None
    questions = [_text(question) for question in listed(one.get("questions"))]
    subtitle = _text(one.get("subtitle"))
    fields = {**({"subtitle": subtitle} if subtitle else {}), **({"questions": questions} if questions else {})}
    return DayDraft(date, _text(one.get("title")), _text(one.get("intro")), fields)


def _things(data: Mapping[str, Any], kind: str, names: Sequence[str]) -> tuple[ThingDraft, ...]:
    return tuple(
        ThingDraft(key, _text(one.get("name")), _kept(one, names), described=True, prefer=key)
        for one in map(mapping, listed(data.get(kind)))
        if (key := word(one.get("id")))
    )


def _speaker(one: Mapping[str, Any], source: Source) -> SpeakerDraft:
    key = word(one.get("id"))
    names = ("announced", "position", "organisation", "affiliation", "country", "pronouns", "photo")
    fields = _kept(one, names)
    if word(one.get("slug")) != key:
        fields["slug"] = word(one.get("slug"))
    return SpeakerDraft(
        key=key,
        name=_text(one.get("name")),
        place=Place(source.name),
        prefer=key,
        biography=_text(one.get("biography")),
        links=_links(one),
        languages=tuple(map(word, listed(one.get("languages")))),
        fields=fields,
    )


def _session(one: Mapping[str, Any], source: Source) -> SessionDraft:
    key = word(one.get("id"))
    names = ("was", "interpretation", "captions", "sign_language", "stream", "questions")
    fields = _kept(one, names)
    return SessionDraft(
        key=key,
        title=_text(one.get("title")),
        when=When(
            moment(word(one.get("start"))), moment(word(one.get("end"))), None, calendar_day(word(one.get("day")))
        ),
        place=Place(source.name),
        slug=slug if (slug := word(one.get("slug"))) != key else "",
        format=word(one.get("format")),
        track=word(one.get("track")),
        rooms=tuple(map(word, listed(one.get("rooms")))),
        speakers=_contributions(one),
        organisations=tuple(map(word, listed(one.get("organisations")))),
        abstract=_text(one.get("abstract")),
        languages=tuple(map(word, listed(one.get("languages")))),
        recording=web_address(one.get("recording")),
        slides=web_address(one.get("slides")),
        links=_links(one),
        registration=web_address(one.get("registration")),
        capacity=one["capacity"] if isinstance(one.get("capacity"), int) else None,
        parts=tuple(_part(mapping(part)) for part in listed(one.get("parts"))),
        part_of=word(one.get("part_of")),
        status=status if (status := word(one.get("status"))) != "confirmed" else "",
        reason=_text(one.get("reason")),
        tags=tuple(map(word, listed(one.get("tags")))),
        audience=_text(one.get("audience")),
        booth=word(one.get("booth")),
        fields=fields,
    )


def _contributions(one: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (word(each.get("speaker") or each.get("id")), word(each.get("role")) or "speaker")
        for each in map(mapping, listed(one.get("speakers")))
    )


def _part(one: Mapping[str, Any]) -> PartDraft:
    start, end = word(one.get("start")), word(one.get("end"))
    names = ("organisations", "slides", "recording", "links")
    return PartDraft(
        key=word(one.get("id")),
        title=_text(one.get("title")),
        duration=timedelta(minutes=int(word(one.get("minutes")) or 0)),
        speakers=tuple(key for key, _ in _contributions(one)),
        abstract=_text(one.get("abstract")),
        fields={"start": start[11:16], "end": end[11:16], **_kept(one, names)} if start and end else _kept(one, names),
    )


def _page(one: Mapping[str, Any], order: int) -> FileDraft:
    """A page as far as the file knows it: everything but its text."""
    title = _text(one.get("title")) or word(one["id"])
    return FileDraft(word(one["id"]), {"title": title, "order": order, **_kept(one, ("description",))})


def _booth(one: Mapping[str, Any]) -> FileDraft:
    key = word(one.get("id"))
    names = ("name", "organisation", "tagline", "projects", "contact", "open_from", "open_until", "links", "order")
    fields = _kept(one, names)
    if word(one.get("slug")) != key:
        fields["slug"] = word(one.get("slug"))
    return FileDraft(key, fields, _text(one.get("description")))


def _links(one: Mapping[str, Any]) -> tuple[LinkDraft, ...]:
    return tuple(
        LinkDraft(address, _text(each.get("title")))
        for each in map(mapping, listed(one.get("links")))
        if (address := web_address(each.get("url")))
    )


def _text(value: object) -> Words:
    """A text per language, as this program wrote it; one language alone is a text without."""
    if isinstance(value, Mapping):
        found = {str(code): tidy for code, text in value.items() if isinstance(text, str) and (tidy := clean(text))}
        return found if len(found) > 1 else next(iter(found.values()), "")
    return clean(value) if isinstance(value, str) else ""


def _kept(one: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These keys as our files have them: texts as one or per language, what says nothing left out."""
    return {
        name: value for name in names if (value := _value(name, one.get(name))) not in (None, "", [], {}, False)
    } | ({"announced": False} if "announced" in names and one.get("announced") is False else {})


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

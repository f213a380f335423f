"""From a settled programme to the records that an editor would have written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from slugify import slugify

from mlw_build.exchange.incoming.reading.draft import (
    LinkDraft,
    NamedThingDraft,
    PartDraft,
    ProgrammeDraft,
    SessionDraft,
    SpeakerDraft,
    Words,
)  # fmt: skip
from mlw_build.exchange.incoming.reading.text_cleaning import first_text, split_mark
from mlw_build.exchange.incoming.writing import id_assignment as naming
from mlw_build.exchange.incoming.writing.new_files import FIRST_DOMAIN
from mlw_build.exchange.incoming.writing.records import BODY, DATE, Kind, Record, as_texts
from mlw_build.exchange.incoming.writing.time_resolution import ScheduledProgramme, ScheduledSession
from mlw_build.model.zones import offset_text, possible_instants, zone

_INTERLUDE = re.compile(
    r"\b(break|lunch|breakfast|dinner|coffee|tea|snack|brunch|reception|pause|déjeuner|goûter|petit-déjeuner|almuerzo|"
    r"comida|desayuno|mittag\w*|kaffee\w*|frühstück|abendessen|registration|check-?in|doors open|"
    r"social hour|networking|"
    r"happy hour|drinks)\b",
    re.I,
)
_WORDY = re.compile(r"\b(how|why|what|with|without|in|your|using|for|to|of|python|api|data|is|are)\b", re.I)


class KnownIds(Struct, frozen=True):
    """Ids given at an import before, by kind: from the source's key to our id."""

    ids: Mapping[Kind, Mapping[str, str]]

    def of(self, kind: Kind) -> Mapping[str, str]:
        """The ids of one kind."""
        return self.ids.get(kind, {})


def lay_out_records(settled: ScheduledProgramme, before: KnownIds) -> tuple[Record, ...]:
    """All records of a programme, in the order in which files list them."""
    draft = settled.draft
    rooms = _used_things(draft.rooms, [room for session in settled.sessions for room in session.session.rooms])
    tracks = _used_things(draft.tracks, [session.session.track for session in settled.sessions])
    formats = _used_things(
        _with_interludes(draft, settled.sessions), [_format(session.session) for session in settled.sessions]
    )
    organisations = _used_things(
        draft.organisations, [name for session in settled.sessions for name in session.session.organisations]
    )
    speakers = _speakers(draft, settled.sessions)
    ids = {
        Kind.ROOM: naming.assign_thing_ids(rooms, before.of(Kind.ROOM)),
        Kind.TRACK: naming.assign_thing_ids(tracks, before.of(Kind.TRACK)),
        Kind.FORMAT: naming.assign_thing_ids(formats, before.of(Kind.FORMAT)),
        Kind.ORGANISATION: naming.assign_thing_ids(organisations, before.of(Kind.ORGANISATION)),
        Kind.SPEAKER: naming.assign_speaker_ids(speakers, before.of(Kind.SPEAKER)),
    }
    keys = naming.session_keys(settled.sessions)
    ids[Kind.SESSION] = naming.assign_session_ids(keys, before.of(Kind.SESSION))
    addresses = naming.assign_slugs(settled.sessions, keys, ids[Kind.SESSION])
    first_keys = dict(
        reversed(
            [
                (scheduled_session.session.key, key)
                for scheduled_session, key in zip(settled.sessions, keys, strict=True)
            ]
        )
    )
    found = [_conference(settled)]
    for kind, named_thing_drafts in (
        (Kind.ORGANISATION, organisations), (Kind.ROOM, rooms), (Kind.TRACK, tracks), (Kind.FORMAT, formats),
    ):  # fmt: skip
        found += [
            _named_thing(kind, ids[kind][named_thing_draft.key], named_thing_draft)
            for named_thing_draft in named_thing_drafts
        ]
    found += [_speaker(ids[Kind.SPEAKER][speaker.key], speaker) for speaker in speakers]
    found += _days(settled)
    parts = naming.TakenIds()
    for scheduled_session, key in zip(settled.sessions, keys, strict=True):
        within = (
            ids[Kind.SESSION].get(first_keys.get(scheduled_session.session.part_of, ""), "")
            if scheduled_session.session.part_of
            else ""
        )
        found.append(_session(scheduled_session, key, settled.zone, ids, addresses.get(key, ""), within, parts))
    return tuple(_with_files(found, settled))


def _with_files(records: Sequence[Record], settled: ScheduledProgramme) -> list[Record]:
    """The records with those of booths and pages; sessions at a booth become its live demonstrations."""
    booths = {booth.key: booth for booth in settled.draft.booths}
    homes = {
        session.session.key: session.session.booth for session in settled.sessions if session.session.booth in booths
    }
    demos: dict[str, list[Mapping[str, Any]]] = {}
    kept = []
    for record in records:
        if record.kind is Kind.SESSION and record.key in homes:
            demos.setdefault(homes[record.key], []).append(record.fields)
        else:
            kept.append(record)
    for page in booths.values():
        fields = {**page.fields, "demos": demos.get(page.key, []), BODY: page.body}
        kept.append(Record(Kind.BOOTH, page.key, page.key, as_texts(_non_empty(fields))))
    for page in settled.draft.pages:
        kept.append(Record(Kind.PAGE, page.key, page.key, as_texts(_non_empty({**page.fields, BODY: page.body}))))
    return kept


def _used_things(named_thing_drafts: Sequence[NamedThingDraft], named: Iterable[str]) -> list[NamedThingDraft]:
    """The things that the source describes or a session refers to, and those referred to that nothing describes."""
    wanted = dict.fromkeys(name for name in named if name)
    known = {named_thing_draft.key for named_thing_draft in named_thing_drafts}
    return [
        *(
            named_thing_draft
            for named_thing_draft in named_thing_drafts
            if named_thing_draft.described or named_thing_draft.key in wanted
        ),
        *(NamedThingDraft(name, name) for name in wanted if name not in known),
    ]


def _speakers(draft: ProgrammeDraft, sessions: Sequence[ScheduledSession]) -> list[SpeakerDraft]:
    """Who speaks in a session with a time, and whoever the source says more of than a name."""
    wanted = {name for session in sessions for name, _ in session.session.speakers}
    wanted |= {name for session in sessions for part in session.session.parts for name in part.speakers}
    return [
        speaker
        for speaker in draft.speakers
        if speaker.key in wanted or speaker.biography or speaker.affiliation or speaker.links or speaker.extra
    ]


def _format(session: SessionDraft) -> str:
    """The format of a session: the source's, or a break for what plainly is one and has none."""
    return session.format or ("break" if is_interlude(session) else "")


def is_interlude(session: SessionDraft) -> bool:
    """Whether a session is a break, a meal or the like: a short title of such words, and nobody who speaks."""
    title = first_text(session.title)
    return (
        bool(_INTERLUDE.search(title)) and len(title.split()) <= 5 and not session.speakers and not _WORDY.search(title)
    )


def _with_interludes(draft: ProgrammeDraft, sessions: Sequence[ScheduledSession]) -> list[NamedThingDraft]:
    """The formats; those whose sessions all are breaks say so."""
    kinds: dict[str, list[bool]] = {}
    for session in sessions:
        kinds.setdefault(_format(session.session), []).append(is_interlude(session.session))
    listed = {named_thing_draft.key: named_thing_draft for named_thing_draft in draft.formats}
    for name in kinds:
        if name and name not in listed:
            listed[name] = NamedThingDraft(name, _format_title(name))
    made = []
    for named_thing_draft in listed.values():
        breaks = kinds.get(named_thing_draft.key, [])
        known = named_thing_draft.described or "interlude" in named_thing_draft.fields or not breaks or not all(breaks)
        made.append(
            named_thing_draft
            if known
            else replace(named_thing_draft, fields={**named_thing_draft.fields, "interlude": True})
        )
    return made


def _format_title(name: str) -> str:
    """A format's name from a source's word such as `lightning_talk`."""
    spaced = re.sub(r"[_-]+", " ", name) if re.match(r"^[a-z0-9_-]+$", name) else name
    return spaced[:1].upper() + spaced[1:]


def _conference(settled: ScheduledProgramme) -> Record:
    draft = settled.draft.conference
    dates = [session.day for session in settled.sessions]
    title = first_text(draft.title) or "Imported programme"
    identifier = naming.usable_id(draft.id) or slugify(title, max_length=40, word_boundary=True) or "conference"
    fields = {
        "id": identifier,
        "title": draft.title or title,
        "theme_title": draft.theme_title,
        "description": draft.description,
        "start": draft.start if draft.start and (not dates or draft.start != min(dates)) else "",
        "end": draft.end if draft.end and (not dates or draft.end != max(dates)) else "",
        "time_zone": settled.zone,
        "languages": list(site_languages(settled)),
        "domain": FIRST_DOMAIN,
        "place": draft.place,
        "registration": {"url": draft.registration} if draft.registration else "",
        "partner_levels": dict(draft.partner_levels),
        "links": _links(draft.links),
        **draft.fields,
        "extra": dict(draft.extra),
    }
    return Record(Kind.CONFERENCE, identifier, "conference", as_texts(_non_empty(fields)))


def site_languages(settled: ScheduledProgramme) -> tuple[str, ...]:
    """The site's languages: the one most sessions are in first, then those in which texts are given."""
    draft = settled.draft
    written = Counter(language for words in _all_texts(draft) if isinstance(words, Mapping) for language in words)
    spoken = Counter(session.session.languages[0] for session in settled.sessions if session.session.languages)
    if draft.conference.languages:
        return tuple(dict.fromkeys((*draft.conference.languages, *written)))
    if written:
        first = max(written, key=lambda language: (spoken[language], written[language]))
        return tuple(dict.fromkeys((first, *written)))
    return (spoken.most_common(1)[0][0].partition("-")[0],) if spoken else ("en",)


def _all_texts(draft: ProgrammeDraft) -> Iterable[Words]:
    yield from (
        draft.conference.title,
        draft.conference.theme_title,
        draft.conference.description,
        draft.conference.place,
    )
    for day in draft.days:
        yield from (day.title, day.intro)
    for named_thing_draft in (*draft.rooms, *draft.tracks, *draft.formats, *draft.organisations):
        yield named_thing_draft.name
        yield from (value for value in named_thing_draft.fields.values() if isinstance(value, Mapping))
    for session in draft.sessions:
        yield from (session.title, session.abstract, session.audience, session.reason)
    for file in (*draft.booths, *draft.pages):
        yield file.body
        yield from (value for value in file.fields.values() if isinstance(value, Mapping))
    for speaker in draft.speakers:
        yield from (speaker.name, speaker.biography)


def _named_thing(kind: Kind, identifier: str, named_thing_draft: NamedThingDraft) -> Record:
    fields = {
        "id": identifier,
        "name": named_thing_draft.name,
        **named_thing_draft.fields,
        "extra": dict(named_thing_draft.extra),
    }
    return Record(kind, identifier, named_thing_draft.key, as_texts(_non_empty(fields)))


def _speaker(identifier: str, speaker: SpeakerDraft) -> Record:
    extra = dict(speaker.extra)
    if speaker.key not in (identifier, first_text(speaker.name), speaker.prefer):
        extra = {"source_id": speaker.key, **extra}
    fields = {
        "name": speaker.name,
        "position": speaker.position,
        "affiliation": speaker.affiliation,
        "country": speaker.country,
        "pronouns": speaker.pronouns,
        "languages": list(speaker.languages),
        "links": _links(speaker.links),
        **speaker.fields,
        "extra": extra,
        BODY: speaker.biography,
    }
    return Record(Kind.SPEAKER, identifier, speaker.key, as_texts(_non_empty(fields)))


def _days(settled: ScheduledProgramme) -> list[Record]:
    described = {day.date: day for day in settled.draft.days}
    dates = sorted({*described, *(session.day for session in settled.sessions)})
    found = []
    for day in dates:
        draft = described.get(day)
        fields = (
            {"date": day, "title": draft.title, "intro": draft.intro, **draft.fields, "extra": dict(draft.extra)}
            if draft
            else {"date": day}
        )
        found.append(Record(Kind.DAY, day.isoformat(), day.isoformat(), as_texts(_non_empty(fields))))
    return found


def _session(
    timed: ScheduledSession,
    key: str,
    zone_name: str,
    ids: Mapping[Kind, Mapping[str, str]],
    address: str,
    within: str,
    parts: naming.TakenIds,
) -> Record:
    session = timed.session
    start, end = clock_fields(timed, zone_name)
    rooms = [ids[Kind.ROOM][room] for room in dict.fromkeys(session.rooms)]
    identifier = ids[Kind.SESSION][key]
    extra = dict(session.extra)
    title, mark = split_mark(session.title) if isinstance(session.title, str) else (session.title, "")
    if mark:
        extra = {"title_mark": mark, **extra}
    if session.key and session.key != identifier:
        extra = {"source_id": session.key, **extra}
    fields = {
        "id": identifier,
        "slug": address,
        "title": title or "Untitled",
        "format": ids[Kind.FORMAT].get(_format(session), ""),
        "track": ids[Kind.TRACK].get(session.track, ""),
        "room": rooms[0] if len(rooms) == 1 else "",
        "rooms": rooms if len(rooms) > 1 else "",
        DATE: timed.day,
        "start": start,
        "end": end,
        "speakers": [
            {"id": ids[Kind.SPEAKER][name], "role": role} if role != "speaker" else ids[Kind.SPEAKER][name]
            for name, role in dict(session.speakers).items()
            if name in ids[Kind.SPEAKER]
        ],
        "organisations": [ids[Kind.ORGANISATION][name] for name in session.organisations],
        "abstract": session.abstract,
        "languages": list(session.languages),
        "stream": session.stream,
        "recording": session.recording,
        "slides": session.slides,
        "links": _links(session.links),
        "registration": session.registration,
        "capacity": session.capacity,
        "parts": [_part(part, identifier, ids[Kind.SPEAKER], parts) for part in session.parts],
        "part_of": within if within != identifier else "",
        "status": session.status,
        "reason": session.reason,
        "tags": list(dict.fromkeys(session.tags)),
        "audience": session.audience,
        **session.fields,
        "extra": extra,
    }
    return Record(Kind.SESSION, identifier, key, as_texts(_non_empty(fields)))


def _part(part: PartDraft, session: str, speakers: Mapping[str, str], taken: naming.TakenIds) -> dict[str, Any]:
    identifier = naming.usable_id(part.key)
    fields = {
        "id": taken.take(identifier, f"{session}-{identifier}"),
        "title": part.title,
        "duration": "" if "start" in part.fields else f"{int(part.duration.total_seconds()) // 60}m",
        "speakers": [speakers[name] for name in dict.fromkeys(part.speakers) if name in speakers],
        "abstract": part.abstract,
        **part.fields,
    }
    return _non_empty(fields)


def clock_fields(timed: ScheduledSession, zone_name: str) -> tuple[str, str]:
    """Start and end as an editor writes them: 10:00, 25:30 in the night after, with a date or an offset if need be."""
    return _clock(timed.start, timed.day, zone_name), _clock(timed.end, timed.day, zone_name)


def _clock(moment: datetime, day: date, zone_name: str) -> str:
    naive = moment.replace(tzinfo=None)
    clear = len(possible_instants(naive, zone(zone_name))) == 1
    offset = moment.utcoffset()
    mark = offset_text(offset) if not clear and offset is not None else ""
    since = naive - datetime.combine(day, time())
    if timedelta() <= since < timedelta(hours=36):
        minutes = int(since.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}{mark}"
    return f"{naive:%Y-%m-%d %H:%M}{mark}"


def _links(links: Sequence[LinkDraft]) -> list[Any]:
    different = {link.url: link for link in reversed(links)}
    return [
        {"url": link_draft.url, "title": link_draft.title}
        if link_draft.title and link_draft.title != link_draft.url
        else link_draft.url
        for link_draft in reversed(different.values())
    ]


def _non_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value not in ("", None, [], {}, ())}

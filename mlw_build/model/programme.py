"""Days and sessions: from the programme's files to sessions with rooms, people and instants."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related
from mlw_build.model.conference import (
    NOT_BEGUN,
    Allowed,
    Contribution,
    Day,
    Format,
    Need,
    Organisation,
    Part,
    Room,
    Session,
    Stream,
    UnscheduledSession,
)  # fmt: skip
from mlw_build.model.known import KnownThings
from mlw_build.model.references import DUPLICATE_ID
from mlw_build.model.schema.entry import ContributorEntry
from mlw_build.model.schema.programme import DayHeader, PartEntry, SessionEntry
from mlw_build.model.schema.windows import NeedEntry
from mlw_build.model.slots import NO_DAY, NO_END, Slot, resolve_slot
from mlw_build.model.text import Text
from mlw_build.model.validate import entries_in_list, validate_entry
from mlw_build.read.document import Kind, Origin
from mlw_build.read.site_files import Sources


class SessionDraft(Struct, frozen=True):
    """A session as written, before its references and times are resolved; one without a `start` may have no date."""

    entry: SessionEntry
    date: datetime.date | None
    origin: Origin
    booth: str | None = None
    default_format: str | None = None
    default_room: str | None = None


def build_days(
    sources: Sources, known: KnownThings, problems: list[Diagnostic]
) -> tuple[list[Day], list[SessionDraft]]:
    """The days and the sessions as drafts; files with the same date make one day together."""
    days: dict[datetime.date, Day] = {}
    drafts: list[SessionDraft] = []
    for document in sources.of(Kind.DAY):
        origin = Origin(document)
        data = document.data if document.data is not None else {}
        head = {key: value for key, value in data.items() if key != "sessions"} if isinstance(data, dict) else data
        header = validate_entry(DayHeader, origin, head, known.languages, problems)
        entries = data.get("sessions") if isinstance(data, dict) else None
        if not isinstance(entries, list) and (header is None or entries is not None):
            known.sessions.add_unread()
        for place, one in entries_in_list(origin.under("sessions"), entries, "sessions", problems):
            draft = _draft(place, one, header, known, problems)
            if draft is None:
                known.sessions.add_broken(one)
            else:
                drafts.append(draft)
                if draft.date and draft.entry.start:
                    days.setdefault(draft.date, Day(draft.date, 0, Text(), Text(), Text(), (), origin))
        if header and header.date:
            days[header.date] = _joined(days.get(header.date), header, header.date, origin)
    return sorted(days.values(), key=lambda day: day.date), drafts


def _draft(
    origin: Origin, data: object, header: DayHeader | None, known: KnownThings, problems: list[Diagnostic]
) -> SessionDraft | None:
    entry = validate_entry(SessionEntry, origin, data, known.languages, problems)
    if entry is None:
        return None
    date = entry.date or (header.date if header else None) or (entry.start.day if entry.start else None)
    if date is None and entry.start is not None:
        if header is not None:
            problems.append(
                NO_DAY.at(
                    origin.span(),
                    f"Nothing says on which day `{entry.id}` is.",
                    "Write `date: 2020-10-12` (your day) at the top of this file, or in the session.",
                )
            )
        return None
    return SessionDraft(entry, date, origin)


def _joined(day: Day | None, header: DayHeader, date: datetime.date, origin: Origin) -> Day:
    if day is None:
        return Day(date, 0, header.title, header.subtitle, header.intro, tuple(header.questions), origin)
    return Day(
        date,
        0,
        header.title or day.title,
        header.subtitle or day.subtitle,
        header.intro or day.intro,
        (*day.questions, *header.questions),
        origin if header.title else day.origin,
    )


def build_sessions(
    drafts: Iterable[SessionDraft], known: KnownThings, problems: list[Diagnostic]
) -> tuple[list[Session], list[UnscheduledSession]]:
    """The sessions with everything resolved, and those without a time; whose times cannot be told are left out."""
    parts: dict[str, Part] = {}
    found = []
    unscheduled = []
    for draft in drafts:
        session = _session(draft, known, problems)
        if session is None:
            known.sessions.add_broken_id(draft.entry.id)
            continue
        known.sessions.add(session, problems)
        if known.sessions.things.get(session.id) is not session:
            continue
        if draft.entry.start is None:
            unscheduled.append(UnscheduledSession(session, _duration(draft.entry, session.format, known)))
        else:
            found.append(session)
        for part in session.parts:
            _own_part_id(part, parts, problems)
    for session in (*found, *(without_time.details for without_time in unscheduled)):
        if session.part_of:
            known.sessions.find(session.part_of, session.origin, problems, "part_of")
        list(known.sessions.find_all(session.not_with, session.origin, problems, "not_with"))
    return found, unscheduled


def _own_part_id(part: Part, parts: dict[str, Part], problems: list[Diagnostic]) -> None:
    other = parts.setdefault(part.id.lower(), part)
    if other is not part:
        problems.append(
            DUPLICATE_ID.at(
                part.origin.span("id"),
                f"The id `{part.id}` is taken already: a part has it in {other.origin.span('id')}.",
                f"Give this part an id of its own, such as `{part.id}-2`.",
                [Related(other.origin.span("id"), "the other part")],
            )
        )


def _session(draft: SessionDraft, known: KnownThings, problems: list[Diagnostic]) -> Session | None:
    entry, origin = draft.entry, draft.origin
    kind = _format(draft, known, problems)
    duration = _duration(entry, kind, known)
    about_times: list[Diagnostic] = []
    date = draft.date or NOT_BEGUN.date()
    slot: Slot | None = Slot(NOT_BEGUN, NOT_BEGUN + (duration or datetime.timedelta(hours=1)))
    if entry.start is not None:
        slot = resolve_slot(known.clock, date, entry.start, entry.end, duration, origin, about_times)
    problems += [replace(about_time, involved=InvolvedSessions.of(entry.id)) for about_time in about_times]
    rooms = _rooms(draft, known, problems)
    track = known.tracks.find(entry.track, origin, problems, "track") if entry.track else None
    contributions = _contributions(entry.speakers, origin, known, problems)
    organisations = _organisations(entry.organisations, origin, known, problems)
    needs = _needs(entry.needs, origin, known, problems)
    if slot is None:
        return None
    return Session(
        id=entry.id,
        slug=entry.slug or entry.id,
        was=tuple(entry.was),
        title=entry.title,
        format=kind,
        track=track,
        rooms=rooms,
        day=date,
        start=slot.start,
        end=slot.end,
        contributions=contributions,
        organisations=organisations,
        abstract=entry.abstract,
        languages=tuple(entry.languages),
        interpretation=tuple(entry.interpretation),
        captions=tuple(entry.captions),
        sign_language=tuple(entry.sign_language),
        own_stream=_stream(entry.stream),
        recording=entry.recording,
        slides=entry.slides,
        links=tuple(entry.links),
        questions=entry.questions,
        registration=entry.registration,
        capacity=entry.capacity,
        parts=_parts(entry, (entry.start.day if entry.start else None) or date, slot, kind, origin, known, problems),
        part_of=entry.part_of,
        needs=needs,
        not_with=tuple(dict.fromkeys(entry.not_with)),
        booth=draft.booth,
        status=entry.status,
        reason=entry.reason,
        tags=tuple(dict.fromkeys(entry.tags)),
        audience=entry.audience,
        allowed=tuple(Allowed(allowance.check, allowance.reason) for allowance in entry.allow),
        origin=origin,
    )


def _duration(entry: SessionEntry, kind: Format | None, known: KnownThings) -> datetime.timedelta | None:
    """How long a session lasts that does not say when it ends."""
    return entry.duration or (kind.duration if kind else None) or known.settings.session_duration


def _format(draft: SessionDraft, known: KnownThings, problems: list[Diagnostic]) -> Format | None:
    if draft.entry.format:
        return known.formats.find(draft.entry.format, draft.origin, problems, "format")
    return known.formats.things.get(draft.default_format or "")


def _rooms(draft: SessionDraft, known: KnownThings, problems: list[Diagnostic]) -> tuple[Room, ...]:
    for key, identifiers in (("room", draft.entry.room), ("rooms", draft.entry.rooms)):
        if identifiers:
            return tuple(known.rooms.find_all(identifiers, draft.origin, problems, key))
    default = known.rooms.things.get(draft.default_room or "")
    return (default,) if default else ()


def _stream(stream: Stream | None) -> Stream | None:
    """A stream that says anything at all."""
    return stream if stream and stream.model_dump(exclude_defaults=True) else None


def _parts(
    entry: SessionEntry,
    date: datetime.date,
    slot: Slot,
    kind: Format | None,
    origin: Origin,
    known: KnownThings,
    problems: list[Diagnostic],
) -> tuple[Part, ...]:
    parts = []
    begins = slot.start
    for index, part_entry in enumerate(entry.parts):
        place = origin.under("parts", index)
        timed = _part_slot(part_entry, date, begins, kind, place, known, problems)
        if timed is None:
            continue
        begins = timed.end
        parts.append(
            Part(
                id=part_entry.id,
                title=part_entry.title,
                start=timed.start,
                end=timed.end,
                contributions=_contributions(part_entry.speakers, place, known, problems),
                organisations=_organisations(part_entry.organisations, place, known, problems),
                abstract=part_entry.abstract,
                slides=part_entry.slides,
                recording=part_entry.recording,
                links=tuple(part_entry.links),
                origin=place,
            )
        )
    return tuple(parts)


def _part_slot(
    part: PartEntry,
    date: datetime.date,
    begins: datetime.datetime,
    kind: Format | None,
    origin: Origin,
    known: KnownThings,
    problems: list[Diagnostic],
) -> Slot | None:
    duration = part.duration or (kind.part_duration if kind else None)
    if part.start is not None:
        return resolve_slot(known.clock, date, part.start, part.end, duration, origin, problems)
    if part.end is not None:
        ends = known.clock.instant(part.end, known.clock.local(part.end, date), origin, problems, "end")
        return Slot(begins, max(begins, ends)) if ends else None
    if duration is not None:
        return Slot(begins, begins + duration)
    problems.append(
        NO_END.at(
            origin.span(),
            f"Nothing says how long `{part.id}` lasts.",
            "Add `duration: 10m`, or `part_duration` to the format in content/formats.yaml.",
        )
    )
    return None


def _contributions(
    entries: Sequence[ContributorEntry], origin: Origin, known: KnownThings, problems: list[Diagnostic]
) -> tuple[Contribution, ...]:
    found: dict[tuple[str, str], Contribution] = {}
    for index, entry in enumerate(entries):
        place = origin.under("speakers", index)
        speaker = known.speakers.find(entry.id, place, problems)
        if speaker:
            found.setdefault((speaker.id, entry.role), Contribution(speaker, entry.role, place))
    return tuple(found.values())


def _organisations(
    identifiers: Sequence[str], origin: Origin, known: KnownThings, problems: list[Diagnostic]
) -> tuple[Organisation, ...]:
    return tuple(known.organisations.find_all(identifiers, origin, problems, "organisations"))


def _needs(
    entries: Sequence[NeedEntry], origin: Origin, known: KnownThings, problems: list[Diagnostic]
) -> tuple[Need, ...]:
    found: dict[str, Need] = {}
    for index, entry in enumerate(entries):
        place = origin.under("needs", index)
        resource = known.resources.find(entry.id, place, problems)
        if resource and entry.amount:
            before = found.get(resource.id)
            amount = entry.amount + (before.amount if before else 0)
            found[resource.id] = Need(resource, amount, before.origin if before else place)
    return tuple(found.values())

"""From documents to the conference: validate, resolve, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from mlw_build.diagnostics import Diagnostic, in_order
from mlw_build.model.conference import (
    Conference,
    Day,
    Format,
    Gap,
    Organisation,
    Resource,
    Room,
    Session,
    Settings,
    Track,
)  # fmt: skip
from mlw_build.model.known import KnownThings
from mlw_build.model.markdown_files import build_booths, build_pages, build_speakers
from mlw_build.model.programme import build_days, build_sessions
from mlw_build.model.references import Registry
from mlw_build.model.schema.entry import Entry
from mlw_build.model.schema.programme import FormatEntry, OrganisationEntry, RoomEntry, TrackEntry
from mlw_build.model.schema.settings import ConferenceEntry
from mlw_build.model.schema.windows import ResourceEntry
from mlw_build.model.slots import Clock
from mlw_build.model.text import Text
from mlw_build.model.validate import entries_in_list, validate_entry, validate_partially
from mlw_build.model.windows import build_windows
from mlw_build.model.zones import zone
from mlw_build.read.document import Kind, Origin
from mlw_build.read.site_files import Sources


def build_conference(sources: Sources) -> tuple[Conference | None, tuple[Diagnostic, ...]]:
    """The conference in these documents, and every way in which they do not fit together.

    None when conference.yaml itself cannot be used. Entries with errors are left out of the conference, so
    that everything else can still be checked.
    """
    problems: list[Diagnostic] = []
    origin, settings = _settings_of(sources, problems)
    if settings is None or origin is None:
        return None, in_order(problems)
    day_change = settings.day_change.since_midnight if settings.day_change else timedelta()
    known = KnownThings(settings, Clock(zone(settings.time_zone), day_change))
    _remember_unread(sources, known)
    _register_entries(
        sources, Kind.ORGANISATIONS, OrganisationEntry, known, known.organisations, _organisation, problems
    )
    _register_entries(sources, Kind.ROOMS, RoomEntry, known, known.rooms, _room, problems)
    _register_entries(sources, Kind.TRACKS, TrackEntry, known, known.tracks, _track, problems)
    _register_entries(sources, Kind.FORMATS, FormatEntry, known, known.formats, _format, problems)
    _register_entries(sources, Kind.RESOURCES, ResourceEntry, known, known.resources, _resource, problems)
    build_speakers(sources, known, problems)
    demos = build_booths(sources, known, problems)
    build_pages(sources, known, problems)
    days, drafts = build_days(sources, known, problems)
    sessions, unscheduled = build_sessions((*drafts, *demos), known, problems)
    _settings_refer_to_what_exists(known, origin, problems)
    conference = Conference(
        settings=settings,
        zone=known.clock.zone,
        days=_with_demo_days(days, sessions, origin),
        rooms=known.rooms.things,
        tracks=known.tracks.things,
        formats=known.formats.things,
        organisations=known.organisations.things,
        resources=known.resources.things,
        speakers=known.speakers.things,
        booths=dict(sorted(known.booths.things.items(), key=lambda pair: (pair[1].order, pair[0]))),
        pages=dict(sorted(known.pages.things.items(), key=lambda pair: (pair[1].order, pair[0]))),
        sessions=dict(
            sorted(((session.id, session) for session in sessions), key=lambda pair: _within_conference(pair[1]))
        ),
        media={media.path: media for media in sources.media},
        origin=origin,
        unscheduled={session.id: session for session in unscheduled},
        gaps=_gaps(known),
    )
    return conference, in_order(problems)


def _remember_unread(sources: Sources, known: KnownThings) -> None:
    """What files that could not be read may hold exists, though nobody knows it yet."""
    for file in sources.unread:
        for registry in known.held_in(file.kind):
            if file.passed_over:
                registry.add_passed_over()
            elif registry.is_named_by_files:
                registry.add_broken_id(file.name)
            else:
                registry.add_unread()


def _gaps(known: KnownThings) -> dict[str, Gap]:
    """What could not be read of each kind. A day is known by its sessions."""
    sessions = known.sessions.gap
    gaps = {registry.kind: registry.gap for kind in Kind for registry in known.held_in(kind)}
    return {kind: gap for kind, gap in {**gaps, "day": Gap((), sessions != Gap())}.items() if gap != Gap()}


def _settings_refer_to_what_exists(known: KnownThings, origin: Origin, problems: list[Diagnostic]) -> None:
    settings = known.settings
    list(known.organisations.find_all(settings.organisers, origin, problems, "organisers"))
    if settings.booths.demo_format:
        known.formats.find(settings.booths.demo_format, origin, problems, "booths", "demo_format")
    if settings.booths.demo_room:
        known.rooms.find(settings.booths.demo_room, origin, problems, "booths", "demo_room")


def _within_conference(session: Session) -> tuple[object, ...]:
    return (session.start, session.rooms[0].number if session.rooms else -1, session.end, session.id)


def _settings_of(sources: Sources, problems: list[Diagnostic]) -> tuple[Origin | None, Settings | None]:
    document = next(sources.of(Kind.CONFERENCE), None)
    if document is None:
        return None, None
    origin = Origin(document)
    return origin, validate_partially(ConferenceEntry, origin, document.data, _languages_in(document.data), problems)


def _languages_in(data: object) -> tuple[str, ...]:
    """The languages that conference.yaml itself names, in one text too, for checking its own texts."""
    written = data.get("languages") if isinstance(data, dict) else None
    listed = written.split(",") if isinstance(written, str) else written if isinstance(written, list) else []
    return tuple(one.strip() for one in listed if isinstance(one, str))


def _register_entries(
    sources: Sources,
    kind: Kind,
    model: type[Entry],
    known: KnownThings,
    registry: Registry[Organisation] | Registry[Room] | Registry[Track] | Registry[Format] | Registry[Resource],
    make: Callable[..., object],
    problems: list[Diagnostic],
) -> None:
    """The entries of a list file, made into things and registered."""
    for document in sources.of(kind):
        if document.data is not None and not isinstance(document.data, list):
            registry.add_unread()
        for origin, data in entries_in_list(Origin(document), document.data, f"{registry.kind}s", problems):
            entry = validate_entry(model, origin, data, known.languages, problems)
            if entry is None:
                registry.add_broken(data)
            else:
                registry.add(make(entry, len(registry.things), origin), problems)  # type: ignore[arg-type]


def _organisation(entry: OrganisationEntry, number: int, origin: Origin) -> Organisation:
    return Organisation(
        entry.id, entry.name, entry.full_name, entry.level, entry.description, entry.logo, entry.url, entry.team, origin
    )


def _room(entry: RoomEntry, number: int, origin: Origin) -> Room:
    return Room(
        id=entry.id,
        number=number,
        name=entry.name,
        description=entry.description,
        place=entry.place,
        stream=entry.stream,
        capacity=entry.capacity,
        changeover=entry.changeover or timedelta(),
        open=build_windows(entry.open),
        shared=entry.shared,
        languages=tuple(entry.languages),
        was=tuple(entry.was),
        origin=origin,
        online=entry.online,
    )


def _resource(entry: ResourceEntry, number: int, origin: Origin) -> Resource:
    return Resource(
        id=entry.id,
        name=entry.name,
        description=entry.description,
        capacity=entry.capacity,
        changeover=entry.changeover or timedelta(),
        available=build_windows(entry.available),
        origin=origin,
    )


def _track(entry: TrackEntry, number: int, origin: Origin) -> Track:
    return Track(entry.id, number, entry.name, entry.description, origin)


def _format(entry: FormatEntry, number: int, origin: Origin) -> Format:
    return Format(
        id=entry.id,
        name=entry.name,
        description=entry.description,
        plenary=entry.plenary,
        interlude=entry.interlude,
        duration=entry.duration,
        part_duration=entry.part_duration,
        longest=entry.longest,
        shortest=entry.shortest,
        origin=origin,
    )


def _with_demo_days(days: Sequence[Day], sessions: Sequence[Session], origin: Origin) -> tuple[Day, ...]:
    """The days of the programme, and those on which only a session outside its files takes place."""
    written = {day.date: day for day in days}
    dates = sorted({*written, *(session.day for session in sessions)})
    numbered = []
    for number, date in enumerate(dates, start=1):
        day = written.get(date)
        numbered.append(
            Day(date, number, day.title, day.subtitle, day.intro, day.questions, day.origin)
            if day
            else Day(date, number, Text(), Text(), Text(), (), origin)
        )
    return tuple(numbered)

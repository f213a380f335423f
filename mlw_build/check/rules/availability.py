"""Availability: rooms that are closed, people and resources that are not there, and hours when people sleep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mlw_build.check.check import Check
from mlw_build.check.clash.bookings import Presence, not_cancelled, presences
from mlw_build.check.rules.wording import date_of, day_of, join_words, quoted_title, time_span, zone_city
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity
from mlw_build.model.conference import Conference, Session, Speaker, Window
from mlw_build.model.windows import build_windows, intervals, is_within
from mlw_build.model.zones import zone

ROOM_CLOSED = Rule("room-closed", "A session in a room that is closed then")
SPEAKER_UNAVAILABLE = Rule("speaker-unavailable", "A session when a speaker cannot take part")
RESOURCE_UNAVAILABLE = Rule("resource-unavailable", "A session that needs a resource when there is none")
UNSOCIAL_HOURS = Rule("unsocial-hours", "A session when a speaker would be asleep", Severity.NOTE)
ZONE_MISSING = Rule("zone-missing", "Times of a speaker without a time zone", Severity.NOTE)

SOCIAL = (Window(None, timedelta(hours=7), timedelta(hours=23)),)


def closed_rooms(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions outside the times at which their room is open (`open`)."""
    if not any(room.open for room in conference.rooms.values()):
        return
    for session in not_cancelled(conference):
        for room in session.rooms:
            if is_within(session.start, session.end, room.open, conference.zone):
                continue
            yield ROOM_CLOSED.at(
                session.origin.span("start"),
                f"{room.name.plain} is not open during the whole of {quoted_title(session)}, "
                f"{time_span(conference, session.start, session.end)}.",
                _opening_times_text(conference, "It is open", room.open, session.start, conference.zone),
                [Related(room.origin.span("open"), f"when `{room.id}` is open")],
                involved=InvolvedSessions.of(session.id),
            )


def unavailable_speakers(conference: Conference) -> Iterator[Diagnostic]:
    """People in sessions and parts outside the times at which they can take part (`available`)."""
    if not any(speaker.available for speaker in conference.speakers.values()):
        return
    for session, presence in _first_presences(conference):
        speaker = presence.contribution.speaker
        if not speaker.available:
            continue
        there = _zone_of(speaker, conference)
        if is_within(presence.start, presence.end, speaker.available, there):
            continue
        elsewhere = ""
        if _clocks_differ(presence.start, there, conference.zone):
            elsewhere = f" (from {_local_time_text(conference, presence.start, there)})"
        yield SPEAKER_UNAVAILABLE.at(
            presence.contribution.origin.span(),
            f"{speaker.name.plain} cannot take part in the whole of {quoted_title(session)}, "
            f"{time_span(conference, presence.start, presence.end)}{elsewhere}.",
            _opening_times_text(conference, f"{speaker.name.plain} can", speaker.available, presence.start, there),
            [Related(speaker.origin.span("available"), f"when {speaker.name.plain} can take part")],
            involved=InvolvedSessions.of(session.id),
        )


def unavailable_resources(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions that need a resource outside the times at which it can be used (`available`)."""
    for session in not_cancelled(conference):
        for need in session.needs:
            resource = need.resource
            if is_within(session.start, session.end, resource.available, conference.zone):
                continue
            yield RESOURCE_UNAVAILABLE.at(
                need.origin.span(),
                f"{resource.name.plain} cannot be used during the whole of {quoted_title(session)}, "
                f"{time_span(conference, session.start, session.end)}.",
                _opening_times_text(conference, "Possible is", resource.available, session.start, conference.zone),
                [Related(resource.origin.span("available"), f"when `{resource.id}` can be used")],
                involved=InvolvedSessions.of(session.id),
            )


def unsocial_hours(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions that begin or end at night where a speaker is, on other clocks than the conference's."""
    if not any(speaker.time_zone for speaker in conference.speakers.values()):
        return
    written = conference.settings.social_hours
    social = build_windows([written]) if written else SOCIAL
    for session, presence in _first_presences(conference):
        speaker = presence.contribution.speaker
        if not speaker.time_zone or not speaker.announced or session.interlude:
            continue
        there = zone(speaker.time_zone)
        if not _clocks_differ(presence.start, there, conference.zone) or is_within(
            presence.start, presence.end, social, there
        ):
            continue
        begins = not is_within(presence.start, presence.start + timedelta(minutes=1), social, there)
        instant, verb = (presence.start, "begins") if begins else (presence.end, "ends")
        yield UNSOCIAL_HOURS.at(
            presence.contribution.origin.span(),
            f"It is {_local_time_text(conference, instant, there)} for {speaker.name.plain} when "
            f"{quoted_title(session)} {verb}.",
            _opening_times_text(conference, "Better would be", social, presence.start, there),
            involved=InvolvedSessions.of(session.id),
        )


def missing_zones(conference: Conference) -> Iterator[Diagnostic]:
    """Speakers who say when they can take part, and not on whose clocks."""
    for speaker in conference.speakers.values():
        if speaker.available and not speaker.time_zone:
            yield ZONE_MISSING.at(
                speaker.origin.span("available"),
                f"The times of {speaker.name.plain} have no time zone; they are taken as {conference.zone.key}.",
                f"Write `time_zone: {conference.zone.key}`, or the zone in which {speaker.name.plain} is.",
            )


def _first_presences(conference: Conference) -> Iterator[tuple[Session, Presence]]:
    """Everybody in every session, once; those who are in parts only, with the first of these."""
    for session in not_cancelled(conference):
        seen = set()
        for presence in presences(session):
            if presence.contribution.speaker.id not in seen:
                seen.add(presence.contribution.speaker.id)
                yield session, presence


def _opening_times_text(
    conference: Conference, start: str, windows: Sequence[Window], when: datetime, there: ZoneInfo
) -> str:
    """When the windows are around an instant, in the conference's time: `It is open Mon 12 Oct 09:00-17:00.`"""
    day = when.astimezone(there).date()
    near = [
        f"{date_of(conference, opens)} {conference.local(opens):%H:%M}-{conference.local(closes):%H:%M}"
        for opens, closes in intervals(windows, there, day - timedelta(days=1), day + timedelta(days=1))
        if opens < when + timedelta(hours=16) and closes > when - timedelta(hours=16)
    ]
    if near:
        return f"{start} {join_words(near[:4], 'or')} ({conference.zone.key})."
    days = sorted({window.day for window in windows if window.day})
    return (
        f"{start} on {join_words([day_of(day) for day in days[:4]])} only."
        if days
        else "Give the session another time."
    )


def _zone_of(speaker: Speaker, conference: Conference) -> ZoneInfo:
    return zone(speaker.time_zone) if speaker.time_zone else conference.zone


def _clocks_differ(instant: datetime, there: ZoneInfo, zone: ZoneInfo) -> bool:
    return instant.astimezone(there).utcoffset() != instant.astimezone(zone).utcoffset()


def _local_time_text(conference: Conference, instant: datetime, there: ZoneInfo) -> str:
    """A time on the clocks of a zone, with its date where that is another: 03:30 in Jakarta (Tue 13 Oct)."""
    local = instant.astimezone(there)
    other_day = local.date() != conference.local(instant).date()
    return f"{local:%H:%M} in {zone_city(there)}{f' ({day_of(local.date())})' if other_day else ''}"


CHECKS = (
    Check(ROOM_CLOSED, closed_rooms),
    Check(SPEAKER_UNAVAILABLE, unavailable_speakers),
    Check(RESOURCE_UNAVAILABLE, unavailable_resources),
    Check(UNSOCIAL_HOURS, unsocial_hours),
    Check(ZONE_MISSING, missing_zones),
)

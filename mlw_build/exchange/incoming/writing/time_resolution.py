"""From a draft to sessions with settled times: in the conference's zone, each on its day, each with an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from mlw_build.exchange.incoming.reading.draft import ProgrammeDraft, SessionDraft, SourcePlace
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.text_cleaning import first_text
from mlw_build.exchange.incoming.reading.time_zones import choose_time_zone
from mlw_build.exchange.incoming.rules import END_GUESSED, TIME_UNREADABLE
from mlw_build.model.zones import zone

USUAL_LENGTH = timedelta(minutes=30)
LONGEST_GUESS = timedelta(hours=3)
LONGEST_NIGHT = timedelta(hours=14)
MOST_NOTES = 5


class ScheduledSession(Struct, frozen=True):
    """A session with its conference day and its local times; `sure` is False where a time was guessed."""

    session: SessionDraft
    day: date
    start: datetime
    end: datetime
    sure: bool = True


class ScheduledProgramme(Struct, frozen=True):
    """A programme with a zone and times; sessions without any time are kept apart."""

    draft: ProgrammeDraft
    zone: str
    sessions: tuple[ScheduledSession, ...]
    timeless: tuple[SessionDraft, ...]


def resolve_times(draft: ProgrammeDraft, wished_zone: str, source: str, notes: ImportNotes) -> ScheduledProgramme:
    """The draft with all of its times settled, and notes on what had to be guessed."""
    moments = [instant for session in draft.sessions for instant in (session.when.start, session.when.end) if instant]
    spoken = Counter(language for session in draft.sessions for language in session.languages[:1])
    languages = [language for language, _ in spoken.most_common()]
    name = choose_time_zone(draft.conference, wished_zone, moments, languages, SourcePlace(source), notes)
    at = zone(name)
    started: list[tuple[SessionDraft, date, datetime]] = []
    timeless = []
    for session in draft.sessions:
        start = _local(session.when.start, at) or _after_neighbour(session, started, notes)
        if start is None:
            timeless.append(session)
        else:
            started.append((session, _day(session, start), start))
    following = _starts_by_room(started)
    usual = _usual_lengths(started, at)
    guesses: list[tuple[ScheduledSession, str]] = []
    timed = [_scheduled(session, day, start, at, following, usual, guesses, notes) for session, day, start in started]
    _say_guesses(guesses, source, notes)
    timed.sort(key=lambda scheduled_session: (scheduled_session.day, _naive(scheduled_session.start)))
    return ScheduledProgramme(draft, name, tuple(timed), tuple(timeless))


def _local(moment: datetime | None, at: ZoneInfo) -> datetime | None:
    """A moment as the conference's clocks show it; naive moments are that already."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(at)


def _day(session: SessionDraft, start: datetime) -> date:
    """The conference day: the listed one where the session begins on it or in the night after it."""
    listed = session.when.day
    if listed is None:
        return start.date()
    later = start.date() - listed
    return listed if timedelta() <= later <= timedelta(days=1) and (not later or start.hour < 12) else start.date()


def _after_neighbour(
    session: SessionDraft, started: Sequence[tuple[SessionDraft, date, datetime]], notes: ImportNotes
) -> datetime | None:
    """For a session with a day and no readable time: when the one before it in its room starts, or 09:00."""
    day = session.when.day
    if day is None:
        return None
    before = [one for one in started if one[1] == day and one[0].rooms == session.rooms]
    start = before[-1][2].replace(tzinfo=None) if before else datetime(day.year, day.month, day.day, 9)
    notes.add(
        TIME_UNREADABLE,
        session.place,
        f"Nothing readable says when “{first_text(session.title)}” on {day} begins; {start:%H:%M} is a guess.",
        "Write the right time into the day's file.",
    )
    return start


def _starts_by_room(started: Iterable[tuple[SessionDraft, date, datetime]]) -> Mapping[str, list[datetime]]:
    """For each room (and for sessions without one) the starts, sorted."""
    starts: dict[str, list[datetime]] = {}
    for session, _, start in started:
        for room in session.rooms or ("",):
            starts.setdefault(room, []).append(start.replace(tzinfo=None))
    return {room: sorted(set(times)) for room, times in starts.items()}


def _usual_lengths(started: Iterable[tuple[SessionDraft, date, datetime]], at: ZoneInfo) -> Mapping[str, timedelta]:
    """For each format the length that most of its sessions with an end have."""
    lengths: dict[str, list[timedelta]] = {}
    for session, _, start in started:
        end = _local(session.when.end, at)
        length = session.when.duration or (end.replace(tzinfo=None) - start.replace(tzinfo=None) if end else None)
        if length and length > timedelta():
            lengths.setdefault(session.format, []).append(length)
    return {name: max(set(found), key=found.count) for name, found in lengths.items()}


def _scheduled(
    session: SessionDraft,
    day: date,
    start: datetime,
    at: ZoneInfo,
    following: Mapping[str, list[datetime]],
    usual: Mapping[str, timedelta],
    guesses: list[tuple[ScheduledSession, str]],
    notes: ImportNotes,
) -> ScheduledSession:
    end = _local(session.when.end, at)
    if end is None and session.when.duration is not None and session.when.duration > timedelta():
        end = _after_duration(start, session.when.duration, at)
    if end is not None and _naive(end) > _naive(start):
        return ScheduledSession(session, day, start, end)
    if end is not None and session.when.duration is None:
        end = _corrected_end(session, start, end, notes)
        if end is not None:
            return ScheduledSession(session, day, start, end, sure=False)
    guessed, why = _guessed_end(session, start, following, usual)
    found = ScheduledSession(session, day, start, guessed, sure=False)
    guesses.append((found, why))
    return found


def _say_guesses(guesses: Sequence[tuple[ScheduledSession, str]], source: str, notes: ImportNotes) -> None:
    """Notes on the ends that were guessed: one by one while they are few, else by their reason."""
    for why in dict.fromkeys(why for _, why in guesses):
        scheduled_sessions = [scheduled_session for scheduled_session, reason in guesses if reason == why]
        if len(scheduled_sessions) > MOST_NOTES:
            names = ", ".join(
                f"“{first_text(scheduled_session.session.title)}”" for scheduled_session in scheduled_sessions[:3]
            )
            notes.add(
                END_GUESSED,
                SourcePlace(source),
                f"Nothing usable says when {len(scheduled_sessions)} sessions end, such as {names}. Their ends "
                f"here: {why}.",
                "Write the right ends into the days' files; the next import leaves them as they are.",
            )
            continue
        for scheduled_session in scheduled_sessions:
            notes.add(
                END_GUESSED,
                scheduled_session.session.place,
                f"Nothing usable says when “{first_text(scheduled_session.session.title)}” at "
                f"{scheduled_session.start:%Y-%m-%d %H:%M} ends; "
                f"{scheduled_session.end:%H:%M} here: {why}.",
                "Write the right end into the day's file; the next import leaves it as it is.",
            )


def _corrected_end(session: SessionDraft, start: datetime, end: datetime, notes: ImportNotes) -> datetime | None:
    """An end before its start: over midnight where the length is that of a night, else none."""
    night = end + timedelta(days=1)
    if end.date() == start.date() and end != start and _naive(night) - _naive(start) <= LONGEST_NIGHT and end.hour < 8:
        return night
    notes.add(
        TIME_UNREADABLE,
        session.place,
        f"“{first_text(session.title)}” ends at {end:%Y-%m-%d %H:%M} in the source, and begins at "
        f"{start:%Y-%m-%d %H:%M}.",
        "Correct one of the two times in the day's file.",
    )
    return None


def _guessed_end(
    session: SessionDraft, start: datetime, following: Mapping[str, list[datetime]], usual: Mapping[str, timedelta]
) -> tuple[datetime, str]:
    naive = _naive(start)
    later = [instant for room in session.rooms or ("",) for instant in following.get(room, ()) if instant > naive]
    if later and (gap := min(later) - naive) <= LONGEST_GUESS:
        return start + gap, "the next one begins then"
    if session.format in usual:
        return start + usual[session.format], "as long as most of its kind"
    return start + USUAL_LENGTH, "half an hour, for want of anything better"


def _after_duration(start: datetime, duration: timedelta, at: ZoneInfo) -> datetime:
    """The local time after a duration: real time where the start has a zone, else on the clock."""
    if start.tzinfo is None:
        return start + duration
    return (start.astimezone(zone("UTC")) + duration).astimezone(at)


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)

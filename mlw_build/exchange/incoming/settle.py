"""From a draft to sessions with settled times: in the conference's zone, each on its day, each with an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from mlw_build.exchange.incoming.draft import Draft, Place, SessionDraft
from mlw_build.exchange.incoming.reading import Notes
from mlw_build.exchange.incoming.rules import END_GUESSED, TIME_UNREADABLE
from mlw_build.exchange.incoming.words import plain
from mlw_build.exchange.incoming.zones import zone_for
from mlw_build.model.zones import zone

USUAL_LENGTH = timedelta(minutes=30)
LONGEST_GUESS = timedelta(hours=3)
LONGEST_NIGHT = timedelta(hours=14)
MOST_NOTES = 5


class Timed(Struct, frozen=True):
    """A session with its conference day and its local times; `sure` is False where a time was guessed."""

    session: SessionDraft
    day: date
    start: datetime
    end: datetime
    sure: bool = True


class Settled(Struct, frozen=True):
    """A programme with a zone and times; sessions without any time are kept apart."""

    draft: Draft
    zone: str
    sessions: tuple[Timed, ...]
    timeless: tuple[SessionDraft, ...]


def settled(draft: Draft, wished_zone: str, source: str, notes: Notes) -> Settled:
    """The draft with all of its times settled, and notes on what had to be guessed."""
    moments = [one for session in draft.sessions for one in (session.when.start, session.when.end) if one]
    spoken = Counter(language for session in draft.sessions for language in session.languages[:1])
    languages = [language for language, _ in spoken.most_common()]
    name = zone_for(draft.conference, wished_zone, moments, languages, Place(source), notes)
    at = zone(name)
    started: list[tuple[SessionDraft, date, datetime]] = []
    timeless = []
    for session in draft.sessions:
        start = _local(session.when.start, at) or _after_neighbour(session, started, notes)
        if start is None:
            timeless.append(session)
        else:
            started.append((session, _day(session, start), start))
    following = _following(started)
    usual = _usual_lengths(started, at)
    guesses: list[tuple[Timed, str]] = []
    timed = [_timed(session, day, start, at, following, usual, guesses, notes) for session, day, start in started]
    _say_guesses(guesses, source, notes)
    timed.sort(key=lambda one: (one.day, _naive(one.start)))
    return Settled(draft, name, tuple(timed), tuple(timeless))


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
    session: SessionDraft, started: Sequence[tuple[SessionDraft, date, datetime]], notes: Notes
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
        f"Nothing readable says when “{plain(session.title)}” on {day} begins; {start:%H:%M} is a guess.",
        "Write the right time into the day's file.",
    )
    return start


def _following(started: Iterable[tuple[SessionDraft, date, datetime]]) -> Mapping[str, list[datetime]]:
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


def _timed(
    session: SessionDraft,
    day: date,
    start: datetime,
    at: ZoneInfo,
    following: Mapping[str, list[datetime]],
    usual: Mapping[str, timedelta],
    guesses: list[tuple[Timed, str]],
    notes: Notes,
) -> Timed:
    end = _local(session.when.end, at)
    if end is None and session.when.duration is not None and session.when.duration > timedelta():
        end = _later(start, session.when.duration, at)
    if end is not None and _naive(end) > _naive(start):
        return Timed(session, day, start, end)
    if end is not None and session.when.duration is None:
        end = _corrected(session, start, end, notes)
        if end is not None:
            return Timed(session, day, start, end, sure=False)
    guessed, why = _guess(session, start, following, usual)
    found = Timed(session, day, start, guessed, sure=False)
    guesses.append((found, why))
    return found


def _say_guesses(guesses: Sequence[tuple[Timed, str]], source: str, notes: Notes) -> None:
    """Notes on the ends that were guessed: one by one while they are few, else by their reason."""
    for why in dict.fromkeys(why for _, why in guesses):
        ones = [one for one, reason in guesses if reason == why]
        if len(ones) > MOST_NOTES:
            names = ", ".join(f"“{plain(one.session.title)}”" for one in ones[:3])
            notes.add(
                END_GUESSED,
                Place(source),
                f"Nothing usable says when {len(ones)} sessions end, such as {names}. Their ends here: {why}.",
                "Write the right ends into the days' files; the next import leaves them as they are.",
            )
            continue
        for one in ones:
            notes.add(
                END_GUESSED,
                one.session.place,
                f"Nothing usable says when “{plain(one.session.title)}” at {one.start:%Y-%m-%d %H:%M} ends; "
                f"{one.end:%H:%M} here: {why}.",
                "Write the right end into the day's file; the next import leaves it as it is.",
            )


def _corrected(session: SessionDraft, start: datetime, end: datetime, notes: Notes) -> datetime | None:
    """An end before its start: over midnight where the length is that of a night, else none."""
    night = end + timedelta(days=1)
    if end.date() == start.date() and end != start and _naive(night) - _naive(start) <= LONGEST_NIGHT and end.hour < 8:
        return night
    notes.add(
        TIME_UNREADABLE,
        session.place,
        f"“{plain(session.title)}” ends at {end:%Y-%m-%d %H:%M} in the source, and begins at {start:%Y-%m-%d %H:%M}.",
        "Correct one of the two times in the day's file.",
    )
    return None


def _guess(
    session: SessionDraft, start: datetime, following: Mapping[str, list[datetime]], usual: Mapping[str, timedelta]
) -> tuple[datetime, str]:
    naive = _naive(start)
    later = [one for room in session.rooms or ("",) for one in following.get(room, ()) if one > naive]
    if later and (gap := min(later) - naive) <= LONGEST_GUESS:
        return start + gap, "the next one begins then"
    if session.format in usual:
        return start + usual[session.format], "as long as most of its kind"
    return start + USUAL_LENGTH, "half an hour, for want of anything better"


def _later(start: datetime, duration: timedelta, at: ZoneInfo) -> datetime:
    """The local time after a duration: real time where the start has a zone, else on the clock."""
    if start.tzinfo is None:
        return start + duration
    return (start.astimezone(zone("UTC")) + duration).astimezone(at)


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)

"""From the programme and the lock to the next lock: a pure function, the heart of `calendar update`.

The same programme and lock always give the same next lock, and a lock that is up to date gives itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.calendar.facts import SessionFacts, StoredFacts
from mlw_build.calendar.lock.lock import (
    LONGEST_LOG,
    MOST_STARTS,
    Entry,
    Lock,
    PublishedFeed,
    Revision,
    VisibleDifference,
    whole_second,
)  # fmt: skip
from mlw_build.calendar.lock.text import LARGEST_SEQUENCE, later_revision, serialise_lock
from mlw_build.calendar.subjects import feed_subjects
from mlw_build.calendar.uid import first_uid
from mlw_build.model.conference import Conference
from mlw_build.model.text import Text


class SessionChange(Struct, frozen=True):
    """A session of which subscribers will see something new; `entry` is what they will see."""

    entry: Entry
    revision: Revision


class LockUpdate(Struct, frozen=True):
    """The next lock, and how it differs from the one before: changes that are seen, and whether anything does."""

    lock: Lock
    changes: tuple[SessionChange, ...]
    differs: bool


def next_lock(
    conference: Conference,
    facts: Mapping[str, SessionFacts],
    lock: Lock,
    now: datetime,
    *,
    first: bool | None = None,
    to_keep: bool = True,
) -> LockUpdate:
    """The lock after the programme's present state was published at `now`.

    What changed gets the next sequence and the stamp `now`, or the older stamp where the clock went back. What
    is gone stays, cancelled. Where the programme is published for the first time (`first`; as a rule, where the lock
    has no session yet) no session counts as new. A lock that is not `to_keep` needs no hashes of what new sessions say.
    """
    now = whole_second(now)
    # Entries by id; each session takes its own out, and what is left at the end is gone.
    left = dict(lock.entries)
    inherited = {
        fact.id: _take_previous_entry(fact, facts, left)
        for fact in sorted(facts.values(), key=lambda session_facts: session_facts.id)
    }
    taken = {entry.uid for entry in [*left.values(), *inherited.values()] if entry}
    entries: dict[str, Entry] = {}
    changes: list[SessionChange] = []
    first = not lock.entries if first is None else first
    for fact in facts.values():
        entry = inherited[fact.id]
        if entry is None:
            uid = _new_uid(conference, fact.id, taken)
            taken.add(uid)
            added = _new_entry(fact, uid, now, logged=not first, hashed=to_keep)
            entries[fact.id] = added
            if not first:
                changes.append(SessionChange(added, added.log[-1]))
            continue
        following = _updated_entry(conference, fact, replace(entry, id=fact.id), now)
        entries[fact.id] = following
        if following.sequence != entry.sequence:
            changes.append(SessionChange(following, following.log[-1]))
    for entry in left.values():
        entries[entry.id] = following = entry if entry.gone else _cancelled_entry(entry, now)
        if following is not entry:
            changes.append(SessionChange(following, following.log[-1]))
    folders = tuple(sorted({*lock.folders, *(f"{code}/" for code in conference.languages[1:])}))
    after = Lock(dict(sorted(entries.items())), _feeds(conference, entries.values(), lock), folders)
    in_time = sorted(changes, key=lambda session_change: (session_change.entry.last.start, session_change.entry.id))
    # Two that are not equal may still be the same as text, where a title's languages have one order.
    differs = after.entries.keys() != lock.entries.keys() or (
        after != lock and serialise_lock(after) != serialise_lock(lock)
    )
    return LockUpdate(after, tuple(in_time), differs)


def _take_previous_entry(
    session_facts: SessionFacts, facts: Mapping[str, SessionFacts], left: dict[str, Entry]
) -> Entry | None:
    """The session's entry, taken out of what is left: under its own id, or the one that it had before."""
    own = left.pop(session_facts.id, None)
    for former in session_facts.was:
        entry = left.get(former)
        if entry is None or former in facts or (own is not None and own.uid != entry.uid):
            continue
        own = later_revision(own, left.pop(former))
    return own


def _new_uid(conference: Conference, identifier: str, taken: Collection[str]) -> str:
    """The identity of a new session, which no other session has or had."""
    return next(uid for number in count(1) if (uid := first_uid(conference, identifier, number)) not in taken)


def _new_entry(session_facts: SessionFacts, uid: str, now: datetime, *, logged: bool, hashed: bool) -> Entry:
    log = (Revision(0, now, ("new",)),) if logged else ()
    return Entry(
        session_facts.id, uid, 0, now, now, session_facts.digests() if hashed else {}, session_facts.last, log=log
    )


def _updated_entry(conference: Conference, session_facts: SessionFacts, entry: Entry, now: datetime) -> Entry:
    """The entry of a session that goes on: the same, or its next revision where a subscriber sees a difference."""
    digests = session_facts.digests()
    same = not entry.gone and all(entry.digests.get(code, digest) == digest for code, digest in digests.items())
    known = bool(entry.digests.keys() & digests.keys())
    if same and known:
        return replace(entry, digests=digests, last=session_facts.last)
    kinds, before, after = _visible_difference(conference, entry, session_facts.last)
    was = entry.was
    if before.start is not None:
        was = (*(start for start in was if start != before.start), before.start)[-MOST_STARTS:]
    slugs = entry.slugs
    if entry.last.slug != session_facts.last.slug:
        slugs = tuple(dict.fromkeys([*(slug for slug in slugs if slug != session_facts.last.slug), entry.last.slug]))
    return replace(
        _next_revision(entry, now, kinds, before, after),
        digests=digests,
        last=session_facts.last,
        was=was,
        slugs=slugs,
        gone=False,
    )


def _cancelled_entry(entry: Entry, now: datetime) -> Entry:
    last = replace(entry.last, status="cancelled", stream=None)
    return replace(
        _next_revision(entry, now, ("removed",), VisibleDifference(), VisibleDifference()),
        digests={},
        last=last,
        gone=True,
    )


def _next_revision(
    entry: Entry, now: datetime, kinds: tuple[str, ...], before: VisibleDifference, after: VisibleDifference
) -> Entry:
    """The entry's next revision. Time never goes back in it, whatever the clock says."""
    sequence = min(entry.sequence + 1, LARGEST_SEQUENCE)
    modified = max(now, entry.modified)
    revision = Revision(sequence, modified, kinds, before, after)
    return replace(entry, sequence=sequence, modified=modified, log=(*entry.log, revision)[-LONGEST_LOG:])


def _visible_difference(
    conference: Conference, entry: Entry, new: StoredFacts
) -> tuple[tuple[str, ...], VisibleDifference, VisibleDifference]:
    old = entry.last
    moved, ended = old.start != new.start, old.end != new.end
    renamed = _texts_differ(conference, [old.title], [new.title])
    rooms = _texts_differ(conference, old.rooms, new.rooms)
    kinds: list[str] = []
    if new.status == "cancelled" and old.status != "cancelled":
        kinds.append("cancelled")
    if entry.gone or (old.status == "cancelled" and new.status != "cancelled"):
        kinds.append("restored")
    kinds += ["moved"] * moved + ["length"] * (not moved and ended)
    kinds += ["room"] * rooms + ["renamed"] * renamed
    before = VisibleDifference(
        start=old.start if moved else None,
        end=old.end if moved or ended else None,
        title=old.title if renamed else None,
        rooms=old.rooms if rooms else None,
    )
    after = VisibleDifference(
        start=new.start if moved else None,
        end=new.end if moved or ended else None,
        title=new.title if renamed else None,
        rooms=new.rooms if rooms else None,
    )
    return tuple(kinds) or ("details",), before, after


def _texts_differ(conference: Conference, old: Iterable[Text], new: Iterable[Text]) -> bool:
    """Whether texts read differently in any language of the site."""
    return any(
        [conference.phrase(text, code).text for text in old] != [conference.phrase(text, code).text for text in new]
        for code in conference.languages
    )


def _feeds(conference: Conference, entries: Iterable[Entry], lock: Lock) -> Mapping[str, PublishedFeed]:
    """Every feed that ever had a session, with the name it has or had last."""
    now = {feed.key: feed for feed in _present_feeds(conference, entries)}
    return dict(sorted({**lock.feeds, **now}.items()))


def _present_feeds(conference: Conference, entries: Iterable[Entry]) -> Iterator[PublishedFeed]:
    used = {key for entry in entries for key in entry.last.feeds}
    return (feed for feed in feed_subjects(conference) if feed.key in used)

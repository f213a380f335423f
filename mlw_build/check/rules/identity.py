"""Who and what things are: former ids, circles, what nothing uses, and the same person twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mlw_build.check.check import Check
from mlw_build.check.rules.wording import join_words, quoted_title
from mlw_build.diagnostics import Diagnostic, Related, Rule, Severity
from mlw_build.model.conference import Conference, Format, Organisation, Resource, Room, Session, Speaker, Track
from mlw_build.model.fixes import closest_candidate, correct_value_fix

FORMER_ID = Rule("former-id", "A former id that is in use")
PART_OF_ITSELF = Rule("part-of-itself", "A session that is part of itself")
UNUSED_SPEAKER = Rule("unused-speaker", "A speaker in no session", Severity.NOTE)
UNUSED_ENTRY = Rule("unused-entry", "A room, track, format, organisation or resource that nothing uses", Severity.NOTE)
UNKNOWN_LEVEL = Rule("unknown-level", "An organisation of a level that the conference does not have", Severity.WARNING)
SAME_PERSON = Rule("same-person", "What is probably one person under two ids", Severity.NOTE)

_TITLES = frozenset("dr prof professor mr mrs ms mx sir dame hon he eng phd md".split())


def former_ids(conference: Conference) -> Iterator[Diagnostic]:
    """Ids under `was` that something has now, or that two things had: old links could not tell which is meant."""
    for things in (conference.sessions, conference.rooms):
        yield from _former_ids(things)


def _former_ids(things: Mapping[str, Session] | Mapping[str, Room]) -> Iterator[Diagnostic]:
    claimed: dict[str, Session | Room] = {}
    for thing in things.values():
        for index, former in enumerate(thing.was):
            holder = things.get(former)
            other = claimed.setdefault(former, thing)
            if holder is not None:
                of = "itself" if holder is thing else f"`{holder.id}` in {holder.origin.span('id')}"
                yield FORMER_ID.at(
                    thing.origin.span("was", index),
                    f"`{thing.id}` says that it was `{former}`, but that is the id of {of}.",
                    "Delete it from `was`: a former id is one that nothing has now.",
                )
            elif other is not thing:
                yield FORMER_ID.at(
                    thing.origin.span("was", index),
                    f"`{thing.id}` and `{other.id}` both say that they were `{former}`.",
                    "Delete it from one of them: old links can lead to one place only.",
                    [Related(other.origin.span("was"), f"`{other.id}`")],
                )


def part_of_itself(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions whose `part_of` leads back to them."""
    for session in conference.sessions.values():
        way = [session.id]
        block = session
        while block.part_of and block.part_of in conference.sessions and block.part_of not in way:
            way.append(block.part_of)
            block = conference.sessions[block.part_of]
        if block.part_of == session.id:
            through = f", through {join_words([f'`{text}`' for text in way[1:]])}" if len(way) > 1 else ""
            yield PART_OF_ITSELF.at(
                session.origin.span("part_of"),
                f"{quoted_title(session)} is part of itself{through}.",
                "Delete `part_of` in the session that is the whole.",
            )


def all_sessions(conference: Conference) -> Sequence[Session]:
    """The sessions, and those without a time yet: what they name is used."""
    return [*conference.sessions.values(), *(session.details for session in conference.unscheduled.values())]


def unused_speakers(conference: Conference) -> Iterator[Diagnostic]:
    """Speakers who are in no session."""
    used = {
        contribution.speaker.id
        for session in all_sessions(conference)
        for holder in (session.contributions, *(part.contributions for part in session.parts))
        for contribution in holder
    }
    for speaker in conference.speakers.values():
        if speaker.id not in used:
            yield UNUSED_SPEAKER.at(
                speaker.origin.span("name"),
                f"{speaker.name.plain} (`{speaker.id}`) is in no session.",
                f"Add `{speaker.id}` to a session's `speakers`, or delete {speaker.origin.document.path}.",
            )


def unused_entries(conference: Conference) -> Iterator[Diagnostic]:
    """Rooms, tracks, formats, organisations and resources that nothing uses."""
    sessions = all_sessions(conference)
    rules = conference.settings.booths
    rooms = {room.id for session in sessions for room in session.rooms} | {rules.demo_room or ""}
    formats = {session.format.id for session in sessions if session.format} | {rules.demo_format or ""}
    resources = {need.resource.id for session in sessions for need in session.needs}
    yield from _unused("room", conference.rooms, rooms)
    yield from _unused("track", conference.tracks, {session.track.id for session in sessions if session.track})
    yield from _unused("format", conference.formats, formats)
    yield from _unused("organisation", conference.organisations, _organisations(conference))
    yield from _unused("resource", conference.resources, resources)


def _unused(
    kind: str,
    things: Mapping[str, Room]
    | Mapping[str, Track]
    | Mapping[str, Format]
    | Mapping[str, Organisation]
    | Mapping[str, Resource],
    used: Iterable[str],
) -> Iterator[Diagnostic]:
    kept = frozenset(used)
    for thing in things.values():
        if thing.id not in kept:
            yield UNUSED_ENTRY.at(
                thing.origin.span("id"),
                f"Nothing uses the {kind} {thing.name.plain} (`{thing.id}`).",
                "Delete it, or write its id where it belongs.",
            )


def _organisations(conference: Conference) -> Iterator[str]:
    """The organisations that are shown or referred to somewhere."""
    yield from conference.settings.organisers
    yield from (organisation.id for organisation in conference.organisations.values() if organisation.level)
    yield from (booth.organisation.id for booth in conference.booths.values())
    yield from (speaker.organisation.id for speaker in conference.speakers.values() if speaker.organisation)
    for session in all_sessions(conference):
        yield from (organisation.id for organisation in session.organisations)
        yield from (organisation.id for part in session.parts for organisation in part.organisations)


def unknown_levels(conference: Conference) -> Iterator[Diagnostic]:
    """Organisations whose `level` is no key of `partner_levels`: the home page shows those of its keys alone."""
    levels = conference.settings.partner_levels
    for organisation in conference.organisations.values():
        if organisation.level is not None and organisation.level not in levels:
            right = closest_candidate(organisation.level, levels)
            yield UNKNOWN_LEVEL.at(
                organisation.origin.span("level"),
                f"{organisation.name.plain} is not shown among the partners: `partner_levels` in "
                "content/conference.yaml has no "
                f"`{organisation.level}`.",
                f"Did you mean `{right}`?" if right else _levels_to_write(levels, organisation.level),
                fix=correct_value_fix(organisation.origin, ("level",), organisation.level, right) if right else None,
            )


def _levels_to_write(levels: Iterable[str], level: str) -> str:
    heading = f"it there with its heading: `{level}: ...`."
    known = [f"`{level}`" for level in levels]
    return f"Write {join_words(known, 'or')}, or add {heading}" if known else f"Add {heading}"


def same_people(conference: Conference) -> Iterator[Diagnostic]:
    """Speakers with one name under two ids, unless what is known of them differs."""
    by_name: dict[str, list[Speaker]] = {}
    for speaker in conference.speakers.values():
        if speaker.announced:
            name = _name_key(speaker.name.plain)
            if " " in name:
                by_name.setdefault(name, []).append(speaker)
    for people in by_name.values():
        for index, speaker in enumerate(people[1:], start=1):
            other = next((one for one in people[:index] if not _clearly_differ(one, speaker)), None)
            if other:
                yield SAME_PERSON.at(
                    speaker.origin.span("name"),
                    f"`{speaker.id}` and `{other.id}` are both {speaker.name.plain}, and probably one person.",
                    f"Write `{other.id}` everywhere and delete {speaker.origin.document.path}; if they are two people, "
                    "say where each is from (`affiliation` or `organisation`).",
                    [Related(other.origin.span("name"), f"`{other.id}`")],
                )


def _name_key(name: str) -> str:
    """A name without accents, case, titles, punctuation and the order of its words."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(text for text in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(text))
    words = re.findall(r"\w+", plain)
    return " ".join(sorted(word for word in words if word not in _TITLES))


def _clearly_differ(speaker: Speaker, other: Speaker) -> bool:
    """Whether two speakers of one name are known to be two: from different places, or with different pictures."""
    return any(
        mine and theirs and mine != theirs
        for mine, theirs in zip(_identity_traits(speaker), _identity_traits(other), strict=True)
    )


def _identity_traits(speaker: Speaker) -> tuple[object, ...]:
    home = speaker.organisation.id if speaker.organisation else _name_key(speaker.affiliation.plain)
    photo = speaker.photo.file if speaker.photo else None
    return home, speaker.country.plain.casefold(), photo


CHECKS = (
    Check(FORMER_ID, former_ids),
    Check(PART_OF_ITSELF, part_of_itself),
    Check(UNUSED_SPEAKER, unused_speakers, of_all=True),
    Check(UNUSED_ENTRY, unused_entries, of_all=True),
    Check(UNKNOWN_LEVEL, unknown_levels),
    Check(SAME_PERSON, same_people),
)

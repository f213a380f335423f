"""The site's calendar feeds: which there are, what is in each, and their octets.

A session's VEVENT is made once in each language, by the first file that needs it, and is the same octets in every
feed of that language. A new kind of feed is a kind in `mlw_build.calendar.subjects`, and its sessions a line in
`mlw_build.calendar.facts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct, field

from mlw_build.calendar.event import Wording, description_octets, event_octets
from mlw_build.calendar.facts import Facts, instant_text
from mlw_build.calendar.feed import EMPTY, END, Head, feed_opening, single_opening
from mlw_build.calendar.lock import Entry, PublishedFeed
from mlw_build.calendar.subjects import KINDS as SUBJECTS
from mlw_build.calendar.subjects import feed_path, session_path
from mlw_build.json_text import json_octets
from mlw_build.pieces import MADE_ANEW, Piece, in_a_row, listed, literal
from mlw_build.site import made_of
from mlw_build.site.here import Here
from mlw_build.site.keys import keys_of
from mlw_build.site.planned import FilePlan
from mlw_build.site.site import Site
from mlw_build.site.words import Words

KINDS = (*SUBJECTS, "session")

WITH_PAGE = ("day", "room", "track", "format", "speaker", "booth", "session")
"""Kinds of feeds whose subject has a page of its own."""

VERSION = 1
"""Of events.json; rises when a field changes its meaning or goes away."""


class Feed(Struct, frozen=True):
    """A feed: its kind, the id of what it is about, its name, and the ids of its sessions in order of time.

    `about` is the name without the conference's; the whole conference's feed has none.
    """

    kind: str
    subject: str
    name: str
    about: str
    sessions: tuple[str, ...]


def feeds_of(site: Site, language: str) -> tuple[Feed, ...]:
    """The feeds to offer in a language, in the order of KINDS: those with a session in the programme.

    The conference's own feed has no subject.
    """
    calendar = site.calendar
    feeds = []
    for feed in calendar.advertised.values():
        sessions = tuple(one.id for one in calendar.members[feed.key] if not one.gone)
        subject = "" if feed.kind == "conference" else feed.subject
        name, about = _name(site, feed, language), _about(site, feed, language)
        feeds.append(Feed(feed.kind, subject, name, about, sessions))
    for session in site.conference.sessions.values():
        own = PublishedFeed("session", session.id, session.title)
        name, about = _name(site, own, language), _about(site, own, language)
        feeds.append(Feed("session", session.id, name, about, (session.id,)))
    return tuple(feeds)


class Events(Struct, frozen=True, eq=False):
    """The VEVENTs of all sessions in a language; `known` and `made` have those that a file has needed already.

    They are let go with the last file that most calendars are beside; whoever comes later makes them again.
    """

    here: Here
    known: dict[str, Piece] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def piece(self, identifier: str) -> Piece:
        """The VEVENT of a session by its id, serialised once."""
        found = self.known.get(identifier)
        if found is None:
            key = _event_keys(self.here.site)[identifier]
            found = self.known[identifier] = Piece(key, partial(self._octets, identifier))
        return found

    def _octets(self, identifier: str) -> bytes:
        found = self.made.get(identifier)
        if found is None:
            found = self.made[identifier] = _event_octets(self.here, identifier)
        return found


@made_of.of_each
def _event_keys(site: Site) -> made_of.Digests:
    """What the events of all sessions are made of, also of those that are gone."""
    told, longest = made_of.told(site), _longest(site)
    return keys_of({name: (entry, told.get(name), longest) for name, entry in made_of.published(site).items()})


def _event_octets(here: Here, identifier: str) -> bytes:
    entry, facts = here.site.calendar.lock.entries[identifier], here.site.calendar.facts.get(identifier)
    wording = _gone_wording(here, entry) if facts is None or entry.gone else _wording(here, facts)
    return event_octets(entry, wording, _longest(here.site))


def _longest(site: Site) -> int:
    """In how many octets an event may be described."""
    return description_octets(len(site.conference.sessions))


def feed_files(site: Site, language: str) -> Iterator[FilePlan]:
    """Every calendar file in a language: feeds, sessions, what scripts need.

    Feeds that were published once are among them for ever, even without a session. So are the folders of
    languages that the site has no more; they go on in the default language.
    """
    events = Events(Here(site, "", language))
    folder = site.addresses.folder(language)
    yield from _feeds(events, folder)
    yield from _session_files(events, folder)
    yield FilePlan(
        f"{folder}calendar/events.json",
        pieces=in_a_row(partial(_events_json, events)),
        made_of=partial(made_of.with_changes, site),
        together=_together(language),
    )
    current = {site.addresses.folder(code) for code in site.conference.languages}
    for former in site.calendar.lock.folders:
        spoken = former.rstrip("/")
        heir = spoken if spoken in site.conference.languages else site.conference.default_language
        if former not in current and heir == language:
            yield from _feeds(events, former)


def _together(language: str) -> str:
    return f"calendar {language}"


def _feeds(events: Events, folder: str) -> Iterator[FilePlan]:
    for feed in events.here.site.calendar.lock.feeds.values():
        path = folder + feed_path(feed.kind, feed.subject)
        yield FilePlan(
            path,
            pieces=in_a_row(partial(_feed_pieces, events, feed, path)),
            made_of=partial(_feed_made_of, events, feed, path),
            together=_together(events.here.language),
        )


def _feed_pieces(events: Events, feed: PublishedFeed, path: str) -> Iterator[Piece]:
    members = _members(events.here, feed)
    yield Piece(MADE_ANEW, partial(feed_opening, _head(events.here, feed, path)))
    if not members:
        yield literal(EMPTY)
    yield from (events.piece(one.id) for one in members)
    yield literal(END)


def _feed_made_of(events: Events, feed: PublishedFeed, path: str) -> object:
    here = events.here
    keys = _event_keys(here.site)
    return feed, _page(here.site, feed, here.language), [keys[one.id] for one in _members(here, feed)]


def _members(here: Here, feed: PublishedFeed) -> Sequence[Entry]:
    members = here.site.calendar.members
    found = members.get(feed.key, ())
    return members.get(f"conference/{here.conference.settings.id}", found) if feed.kind == "conference" else found


def _session_files(events: Events, folder: str) -> Iterator[FilePlan]:
    """Each session's own file; at its former addresses too, as long as nobody else is there."""
    site = events.here.site
    entries = site.calendar.lock.entries.values()
    owners = {entry.last.slug: entry for entry in sorted(entries, key=lambda one: not one.gone)}
    for entry in entries:
        for slug in entry.slugs:
            owners.setdefault(slug, entry)
    opening = single_opening(site.conference.zone.key)
    for slug, entry in owners.items():
        yield FilePlan(
            folder + session_path(slug),
            make=partial(_session_octets, events, opening, entry.id),
            made_of=partial(_session_made_of, events, opening, entry.id),
            together=_together(events.here.language),
        )


def _session_octets(events: Events, opening: bytes, identifier: str) -> bytes:
    return opening + events.piece(identifier).make() + END


def _session_made_of(events: Events, opening: bytes, identifier: str) -> object:
    return opening, _event_keys(events.here.site)[identifier]


def _head(here: Here, feed: PublishedFeed, path: str) -> Head:
    site, conference = here.site, here.conference
    name = _name(site, feed, here.language)
    return Head(
        name=name,
        description=here.phrase(conference.settings.description).text or name,
        zone=conference.zone.key,
        source=site.addresses.absolute(path),
        url=site.addresses.absolute(_page(site, feed, here.language)),
    )


def _name(site: Site, feed: PublishedFeed, language: str) -> str:
    """A feed's name in a calendar program: the conference's, and what of it the feed has."""
    settings, about = site.conference.settings, _about(site, feed, language)
    if not about:
        return site.conference.phrase(settings.title, language).text
    return f"{site.conference.phrase(settings.short_title or settings.title, language).text}: {about}"


def _about(site: Site, feed: PublishedFeed, language: str) -> str:
    about = site.conference.phrase(feed.title, language).text
    if feed.kind == "conference":
        return ""
    if feed.kind == "day":
        return _day_name(site.words[language], feed.subject, about)
    return site.words[language].language_name(feed.subject) if feed.kind == "language" else about


def _day_name(words: Words, identifier: str, title: str) -> str:
    try:
        day = words.date(date.fromisoformat(identifier), "short")
    except ValueError:
        return title
    return f"{day}, {title}" if title and title != identifier else day


def _page(site: Site, feed: PublishedFeed, language: str) -> str:
    """The path of the page that belongs to a feed; of what is gone, that of all feeds."""
    addresses = site.addresses
    if feed.kind == "conference":
        return addresses.page("home", "", language)
    if feed.kind == "session" and feed.subject in site.conference.sessions:
        return addresses.page("session", feed.subject, language)
    if feed.kind in WITH_PAGE and feed.key in site.calendar.advertised:
        return addresses.page(feed.kind, feed.subject, language)
    return addresses.page("calendar", "", language)


def _wording(here: Here, facts: Facts) -> Wording:
    told, words = facts.told[here.language], here.words
    url = here.site.addresses.absolute(here.site.addresses.page("session", facts.id, here.language))
    stream = facts.last.stream
    where = ", ".join(part for part in (*told.rooms, told.place) if part)
    return Wording(
        summary=_summary(words, told.title, facts.last.status),
        description="\n\n".join(part for part in (told.reason, told.description) if part),
        location=where or stream or url or "",
        categories=tuple(one for one in told.categories if one),
        facts=tuple(_spoken(words, facts)),
        url=url,
        stream=stream,
        stream_label=words.plain("stream_of", title=told.title) if stream else "",
    )


def _spoken(words: Words, facts: Facts) -> Iterator[str]:
    for key, codes in (("language", facts.languages), ("interpretation", facts.interpretation)):
        if codes:
            yield f"{words.plain(key)}: {', '.join(words.language_name(code) for code in codes)}"


def _gone_wording(here: Here, entry: Entry) -> Wording:
    """A session that the programme has no more, as it was called last. It has no page."""
    last = entry.last
    places = [here.phrase(text).text for text in (*last.rooms, last.place)]
    return Wording(
        summary=_summary(here.words, here.phrase(last.title).text, last.status),
        description="",
        location=", ".join(place for place in places if place),
        categories=tuple(name for one in last.categories if (name := here.phrase(one).text)),
    )


def _summary(words: Words, title: str, status: str) -> str:
    """Programs that do not show STATUS show a cancelled session like any other, but for its name."""
    return words.plain("cancelled_summary", title=title) if status == "cancelled" else title


def _events_json(events: Events) -> Iterator[Piece]:
    """What scripts need to find sessions in the conference's feed by id, and to tell that one was moved."""
    site, language = events.here.site, events.here.language
    feed = json_octets(f"calendar/{site.conference.settings.id}.ics")
    yield literal(b'{"feed":' + feed + b',"sessions":{')
    keys = _event_keys(site)
    yield from listed((Piece(keys[one], partial(_event_json, site, language, one)) for one in sorted(keys)), b",")
    yield literal(b'},"version":%d}\n' % VERSION)
    events.known.clear()
    events.made.clear()


def _event_json(site: Site, language: str, identifier: str) -> bytes:
    entry, facts = site.calendar.lock.entries[identifier], site.calendar.facts.get(identifier)
    known = {
        "end": instant_text(entry.last.end),
        "page": f"sessions/{entry.last.slug}/" if facts else None,
        "sequence": entry.sequence,
        "start": instant_text(entry.last.start),
        "status": entry.last.status,
        "title": site.conference.phrase(entry.last.title, language).text,
        "uid": entry.uid,
        "was": list(facts.was) if facts else [],
    }
    return json_octets(identifier) + b":" + json_octets(known)

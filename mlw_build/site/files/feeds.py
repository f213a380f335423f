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

from mlw_build.cache.chunks import NOT_CACHED, Chunk, assembled_from, literal_chunk, separated
from mlw_build.calendar.event import EventWording, description_octets, event_octets
from mlw_build.calendar.facts import SessionFacts, instant_text
from mlw_build.calendar.feed import EMPTY, END, FeedHead, feed_head_octets, single_event_head_octets
from mlw_build.calendar.lock.lock import Entry, PublishedFeed
from mlw_build.calendar.subjects import KINDS as SUBJECTS
from mlw_build.calendar.subjects import feed_path, session_path
from mlw_build.site.incremental import fingerprints
from mlw_build.site.incremental.file_keys import fingerprints_of
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.site import Site
from mlw_build.site.theme.messages import Messages
from mlw_build.text.json_text import json_octets

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


def offered_feeds(site: Site, language: str) -> tuple[Feed, ...]:
    """The feeds to offer in a language, in the order of KINDS: those with a session in the programme.

    The conference's own feed has no subject.
    """
    calendar = site.calendar
    feeds = []
    for feed in calendar.advertised.values():
        sessions = tuple(member.id for member in calendar.members[feed.key] if not member.gone)
        subject = "" if feed.kind == "conference" else feed.subject
        name, about = _name(site, feed, language), _about(site, feed, language)
        feeds.append(Feed(feed.kind, subject, name, about, sessions))
    for session in site.conference.sessions.values():
        own = PublishedFeed("session", session.id, session.title)
        name, about = _name(site, own, language), _about(site, own, language)
        feeds.append(Feed("session", session.id, name, about, (session.id,)))
    return tuple(feeds)


class EventCache(Struct, frozen=True, eq=False):
    """The VEVENTs of all sessions in a language; `known` and `made` have those that a file has needed already.

    They are let go with the last file that most calendars are beside; whoever comes later makes them again.
    """

    here: PageContext
    known: dict[str, Chunk] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def chunk(self, identifier: str) -> Chunk:
        """The VEVENT of a session by its id, serialised once."""
        found = self.known.get(identifier)
        if found is None:
            key = _event_fingerprints(self.here.site)[identifier]
            found = self.known[identifier] = Chunk(key, partial(self._octets, identifier))
        return found

    def _octets(self, identifier: str) -> bytes:
        found = self.made.get(identifier)
        if found is None:
            found = self.made[identifier] = _event_octets(self.here, identifier)
        return found


@fingerprints.cached_for_each
def _event_fingerprints(site: Site) -> fingerprints.Fingerprints:
    """What the events of all sessions are made of, also of those that are gone."""
    told, longest = fingerprints.session_detail_fingerprints(site), _description_limit(site)
    return fingerprints_of(
        {
            name: (entry, told.get(name), longest)
            for name, entry in fingerprints.calendar_entry_fingerprints(site).items()
        }
    )


def _event_octets(context: PageContext, identifier: str) -> bytes:
    entry, facts = context.site.calendar.lock.entries[identifier], context.site.calendar.facts.get(identifier)
    wording = _removed_session_wording(context, entry) if facts is None or entry.gone else _wording(context, facts)
    return event_octets(entry, wording, _description_limit(context.site))


def _description_limit(site: Site) -> int:
    """In how many octets an event may be described."""
    return description_octets(len(site.conference.sessions))


def feed_files(site: Site, language: str) -> Iterator[FilePlan]:
    """Every calendar file in a language: feeds, sessions, what scripts need.

    Feeds that were published once are among them for ever, even without a session. So are the folders of
    languages that the site has no more; they go on in the default language.
    """
    events = EventCache(PageContext(site, "", language))
    folder = site.addresses.folder(language)
    yield from _feeds(events, folder)
    yield from _session_files(events, folder)
    yield FilePlan(
        f"{folder}calendar/events.json",
        chunks=assembled_from(partial(_events_json, events)),
        fingerprint_of=partial(fingerprints.programme_with_changes_fingerprint, site),
        together=_feed_group(language),
    )
    current = {site.addresses.folder(code) for code in site.conference.languages}
    for former in site.calendar.lock.folders:
        spoken = former.rstrip("/")
        heir = spoken if spoken in site.conference.languages else site.conference.default_language
        if former not in current and heir == language:
            yield from _feeds(events, former)


def _feed_group(language: str) -> str:
    return f"calendar {language}"


def _feeds(events: EventCache, folder: str) -> Iterator[FilePlan]:
    for feed in events.here.site.calendar.lock.feeds.values():
        path = folder + feed_path(feed.kind, feed.subject)
        yield FilePlan(
            path,
            chunks=assembled_from(partial(_feed_chunks, events, feed, path)),
            fingerprint_of=partial(_feed_fingerprint, events, feed, path),
            together=_feed_group(events.here.language),
        )


def _feed_chunks(events: EventCache, feed: PublishedFeed, path: str) -> Iterator[Chunk]:
    members = _members(events.here, feed)
    yield Chunk(NOT_CACHED, partial(feed_head_octets, _head(events.here, feed, path)))
    if not members:
        yield literal_chunk(EMPTY)
    yield from (events.chunk(member.id) for member in members)
    yield literal_chunk(END)


def _feed_fingerprint(events: EventCache, feed: PublishedFeed, path: str) -> object:
    context = events.here
    keys = _event_fingerprints(context.site)
    return feed, _page(context.site, feed, context.language), [keys[member.id] for member in _members(context, feed)]


def _members(context: PageContext, feed: PublishedFeed) -> Sequence[Entry]:
    members = context.site.calendar.members
    found = members.get(feed.key, ())
    return members.get(f"conference/{context.conference.settings.id}", found) if feed.kind == "conference" else found


def _session_files(events: EventCache, folder: str) -> Iterator[FilePlan]:
    """Each session's own file; at its former addresses too, as long as nobody else is there."""
    site = events.here.site
    entries = site.calendar.lock.entries.values()
    owners = {entry.last.slug: entry for entry in sorted(entries, key=lambda entry: not entry.gone)}
    for entry in entries:
        for slug in entry.slugs:
            owners.setdefault(slug, entry)
    opening = single_event_head_octets(site.conference.zone.key)
    for slug, entry in owners.items():
        yield FilePlan(
            folder + session_path(slug),
            make=partial(_session_octets, events, opening, entry.id),
            fingerprint_of=partial(_session_file_fingerprint, events, opening, entry.id),
            together=_feed_group(events.here.language),
        )


def _session_octets(events: EventCache, opening: bytes, identifier: str) -> bytes:
    return opening + events.chunk(identifier).make() + END


def _session_file_fingerprint(events: EventCache, opening: bytes, identifier: str) -> object:
    return opening, _event_fingerprints(events.here.site)[identifier]


def _head(context: PageContext, feed: PublishedFeed, path: str) -> FeedHead:
    site, conference = context.site, context.conference
    name = _name(site, feed, context.language)
    return FeedHead(
        name=name,
        description=context.phrase(conference.settings.description).text or name,
        zone=conference.zone.key,
        source=site.addresses.absolute(path),
        url=site.addresses.absolute(_page(site, feed, context.language)),
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


def _day_name(words: Messages, identifier: str, title: str) -> str:
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


def _wording(context: PageContext, facts: SessionFacts) -> EventWording:
    told, words = facts.told[context.language], context.words
    url = context.site.addresses.absolute(context.site.addresses.page("session", facts.id, context.language))
    stream = facts.last.stream
    where = ", ".join(part for part in (*told.rooms, told.place) if part)
    return EventWording(
        summary=_summary(words, told.title, facts.last.status),
        description="\n\n".join(part for part in (told.reason, told.description) if part),
        location=where or stream or url or "",
        categories=tuple(category for category in told.categories if category),
        facts=tuple(_language_facts(words, facts)),
        url=url,
        stream=stream,
        stream_label=words.plain("stream_of", title=told.title) if stream else "",
    )


def _language_facts(words: Messages, facts: SessionFacts) -> Iterator[str]:
    for key, codes in (("language", facts.languages), ("interpretation", facts.interpretation)):
        if codes:
            yield f"{words.plain(key)}: {', '.join(words.language_name(code) for code in codes)}"


def _removed_session_wording(context: PageContext, entry: Entry) -> EventWording:
    """A session that the programme has no more, as it was called last. It has no page."""
    last = entry.last
    places = [context.phrase(text).text for text in (*last.rooms, last.place)]
    return EventWording(
        summary=_summary(context.words, context.phrase(last.title).text, last.status),
        description="",
        location=", ".join(place for place in places if place),
        categories=tuple(name for category in last.categories if (name := context.phrase(category).text)),
    )


def _summary(words: Messages, title: str, status: str) -> str:
    """Programs that do not show STATUS show a cancelled session like any other, but for its name."""
    return words.plain("cancelled_summary", title=title) if status == "cancelled" else title


def _events_json(events: EventCache) -> Iterator[Chunk]:
    """What scripts need to find sessions in the conference's feed by id, and to tell that one was moved."""
    site, language = events.here.site, events.here.language
    feed = json_octets(f"calendar/{site.conference.settings.id}.ics")
    yield literal_chunk(b'{"feed":' + feed + b',"sessions":{')
    keys = _event_fingerprints(site)
    yield from separated((Chunk(keys[key], partial(_event_json, site, language, key)) for key in sorted(keys)), b",")
    yield literal_chunk(b'},"version":%d}\n' % VERSION)
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

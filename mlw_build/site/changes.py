"""What changed since the programme was published, from the calendar lock: for the page of changes and its feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from mlw_build.calendar.facts import instant_text
from mlw_build.calendar.lock import Entry, Revision
from mlw_build.calendar.step import published_instant
from mlw_build.markup import shortened
from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.borrowed import marked_up, without_marks
from mlw_build.site.here import Here
from mlw_build.site.planned import FilePlan
from mlw_build.site.site import Site
from mlw_build.xml_text import escape, quoted

MOST_CHANGES = 200
"""Changes that the page and its feed show."""

OCCASIONS = ("new", "cancelled", "removed", "restored")
"""Kinds of changes of which there is nothing to say but when the session is."""

LONGEST_TITLE = 200


class ChangeLine(Struct, frozen=True):
    """One thing that changed: its kind, and in words."""

    kind: str
    text: Markup


class ChangeView(Struct, frozen=True):
    """A session that changed: link to it where it still has a page, and what changed at once."""

    id: str
    title: Phrase
    href: str | None
    lines: tuple[ChangeLine, ...]
    entry: Entry
    revision: Revision


def changes_of(here: Here) -> tuple[ChangeView, ...]:
    """The changes since the programme was first published, the newest first; at one time, in order of sessions."""
    said = [
        view
        for entry in here.site.calendar.lock.entries.values()
        for revision in entry.log
        if (view := _view(here, entry, revision)).lines
    ]
    said.sort(key=lambda view: (view.entry.last.start, view.entry.uid, -view.revision.sequence))
    said.sort(key=lambda view: view.revision.modified, reverse=True)
    return tuple(said[:MOST_CHANGES])


def times_told(changes: Iterable[ChangeView]) -> Iterator[datetime]:
    """The times that are told of changes, also those that no session has any more."""
    for change in changes:
        revision = change.revision
        times = (revision.before.start, revision.before.end, revision.after.start, revision.after.end)
        yield from (one for one in (change.entry.last.start, *times) if one)


def earlier_start(here: Here, session: Session) -> datetime | None:
    """When a session was to begin before it was moved; None where it was not, or is cancelled."""
    earlier = here.site.calendar.lock.previous_starts(session)
    return earlier[-1] if earlier and not session.cancelled else None


def moved_from(here: Here, earlier: datetime) -> Markup:
    """That a session was to begin at another time, and when: for whoever still has that time in mind."""
    day, moment = here.conference.local(earlier).date(), here.moment(earlier)
    clock = Markup('<time datetime="{}" data-day="{}">{}</time>').format(moment.machine, day, moment.shown)
    return here.words("moved_from", time=clock, date=Phrase(here.words.date(day, "short"), here.language))


def _view(here: Here, entry: Entry, revision: Revision) -> ChangeView:
    known = entry.id in here.conference.sessions
    return ChangeView(
        id=f"{entry.id}-{revision.sequence}",
        title=here.phrase(entry.last.title),
        href=here.page("session", entry.id) if known else None,
        lines=tuple(_lines(here, entry, revision)),
        entry=entry,
        revision=revision,
    )


def _lines(here: Here, entry: Entry, revision: Revision) -> Iterator[ChangeLine]:
    for kind in revision.kinds:
        fields = _fields(here, kind, entry, revision)
        # A name may have changed in another language only.
        if fields and fields.get("before") != fields.get("after", ""):
            yield ChangeLine(kind, here.words(f"change_{kind}", **fields))


def _fields(here: Here, kind: str, entry: Entry, revision: Revision) -> dict[str, Markup]:
    """What is said of a change; nothing of what is no news."""
    before, after = revision.before, revision.after
    if kind == "moved" and before.start and after.start:
        return {"before": _when(here, before.start), "after": _when(here, after.start, before.start)}
    if kind == "length" and before.end and after.end:
        return {"before": _when(here, before.end), "after": _when(here, after.end, before.end)}
    if kind == "room":
        return {"before": _rooms(here, before.rooms), "after": _rooms(here, after.rooms)}
    if kind == "renamed" and before.title and after.title:
        return {"before": _isolated(here, before.title), "after": _isolated(here, after.title)}
    if kind in OCCASIONS:
        return {"when": _when(here, entry.last.start)}
    return {}


def _when(here: Here, instant: datetime, beside: datetime | None = None) -> Markup:
    """An instant on the conference's clocks; without its day where that stands beside it already."""
    local = here.conference.local(instant)
    same_day = beside is not None and here.conference.local(beside).date() == local.date()
    day = "" if same_day else f"{here.words.date(local.date(), 'short')} "
    moment = here.moment(instant)
    return Markup('<time datetime="{}">{}{}</time>').format(moment.machine, day, moment.shown)


def _rooms(here: Here, rooms: Sequence[Text] | None) -> Markup:
    names = [_isolated(here, room) for room in rooms or ()]
    return here.words("comma").join(names) if names else here.words("no_room")


def _isolated(here: Here, text: Text) -> Markup:
    """A name that keeps its own direction inside a sentence, with its language where that is another."""
    phrase = here.phrase(text)
    language = Markup(' lang="{}"').format(phrase.language) if phrase.language != here.language else Markup("")
    return Markup("<bdi{}>{}</bdi>").format(language, phrase.text)


def change_files(site: Site, language: str) -> Iterator[FilePlan]:
    """The feed of changes in a language."""
    if site.conference.sessions:
        yield FilePlan(
            feed_path(site, language),
            make=partial(_atom, Here(site, "", language)),
            made_of=partial(made_of.with_changes, site),
            together=f"scripts {language}",
        )


def feed_path(site: Site, language: str) -> str:
    """Where the feed of changes is."""
    return f"{site.addresses.folder(language)}changes/feed.atom"


def recorded_on(here: Here, revision: Revision) -> date:
    """The day of a change on the conference's clocks."""
    return here.conference.local(revision.modified).date()


def _atom(here: Here) -> bytes:
    """The feed of changes (RFC 4287): whatever is in it comes from the lock, so it is the same at every build."""
    site, settings = here.site, here.conference.settings
    entries = site.calendar.lock.entries.values()
    first = min((entry.created for entry in entries), default=published_instant(here.conference))
    updated = max((entry.modified for entry in entries), default=first)
    changes = changes_of(here)
    title = f"{here.phrase(settings.short_title or settings.title).text}: {here.words.plain('changes_title')}"
    language = "" if here.language == here.conference.default_language else f"/{here.language}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{here.language}">',
        f"<id>tag:{settings.domain},{first.year}:{settings.id}/changes{language}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{instant_text(updated)}</updated>",
        f"<author><name>{escape(here.phrase(settings.title).text)}</name></author>",
        *_links(site, feed_path(site, here.language), site.addresses.page("changes", "", here.language)),
        *(line for change in changes for line in _atom_entry(here, change)),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _links(site: Site, feed: str, page: str) -> Iterator[str]:
    own, about = site.addresses.absolute(feed), site.addresses.absolute(page)
    if own and about:
        yield f'<link rel="self" type="application/atom+xml" href={quoted(own)}/>'
        yield f'<link rel="alternate" type="text/html" href={quoted(about)}/>'


def _atom_entry(here: Here, change: ChangeView) -> Iterator[str]:
    entry, revision = change.entry, change.revision
    language = "" if here.language == here.conference.default_language else f"/{here.language}"
    plain = [without_marks(line.text.striptags()) for line in change.lines]
    title = shortened(f"{change.title.text}: {'; '.join(plain)}", LONGEST_TITLE)
    domain = here.conference.settings.domain
    identity = entry.uid.partition("@")[0]
    yield "<entry>"
    yield f"<id>tag:{domain},{entry.created.year}:{identity}/{revision.sequence}{language}</id>"
    yield f"<title>{escape(title)}</title>"
    yield f"<updated>{instant_text(revision.modified)}</updated>"
    page = here.site.addresses.page("session", entry.id, here.language) if change.href else None
    address = here.site.addresses.absolute(page) if page else None
    if address:
        yield f'<link rel="alternate" type="text/html" href={quoted(address)}/>'
    html = Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(line.text) for line in change.lines)
    )
    yield f'<content type="html">{escape(marked_up(html))}</content>'
    yield "</entry>"

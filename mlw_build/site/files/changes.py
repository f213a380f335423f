"""What changed since the programme was published, from the calendar lock: for the page of changes and its feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from mlw_build.calendar.facts import instant_text
from mlw_build.calendar.lock.comparison import published_instant
from mlw_build.calendar.lock.lock import Entry, Revision
from mlw_build.markup import truncate_text
from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site.incremental import fingerprints
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.site import Site
from mlw_build.site.theme.fallback_language import mark_fallback_texts, without_marks
from mlw_build.text.xml_text import escape, quoted

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


def changes_of(context: PageContext) -> tuple[ChangeView, ...]:
    """The changes since the programme was first published, the newest first; at one time, in order of sessions."""
    said = [
        view
        for entry in context.site.calendar.lock.entries.values()
        for revision in entry.log
        if (view := _view(context, entry, revision)).lines
    ]
    said.sort(key=lambda view: (view.entry.last.start, view.entry.uid, -view.revision.sequence))
    said.sort(key=lambda view: view.revision.modified, reverse=True)
    return tuple(said[:MOST_CHANGES])


def changed_times(changes: Iterable[ChangeView]) -> Iterator[datetime]:
    """The times that are told of changes, also those that no session has any more."""
    for change in changes:
        revision = change.revision
        times = (revision.before.start, revision.before.end, revision.after.start, revision.after.end)
        yield from (instant for instant in (change.entry.last.start, *times) if instant)


def earlier_start(context: PageContext, session: Session) -> datetime | None:
    """When a session was to begin before it was moved; None where it was not, or is cancelled."""
    earlier = context.site.calendar.lock.previous_starts(session)
    return earlier[-1] if earlier and not session.cancelled else None


def moved_from_phrase(context: PageContext, earlier: datetime) -> Markup:
    """That a session was to begin at another time, and when: for whoever still has that time in mind."""
    day, moment = context.conference.local(earlier).date(), context.moment(earlier)
    clock = Markup('<time datetime="{}" data-day="{}">{}</time>').format(moment.machine, day, moment.shown)
    return context.words("moved_from", time=clock, date=Phrase(context.words.date(day, "short"), context.language))


def _view(context: PageContext, entry: Entry, revision: Revision) -> ChangeView:
    known = entry.id in context.conference.sessions
    return ChangeView(
        id=f"{entry.id}-{revision.sequence}",
        title=context.phrase(entry.last.title),
        href=context.page("session", entry.id) if known else None,
        lines=tuple(_lines(context, entry, revision)),
        entry=entry,
        revision=revision,
    )


def _lines(context: PageContext, entry: Entry, revision: Revision) -> Iterator[ChangeLine]:
    for kind in revision.kinds:
        fields = _fields(context, kind, entry, revision)
        # A name may have changed in another language only.
        if fields and fields.get("before") != fields.get("after", ""):
            yield ChangeLine(kind, context.words(f"change_{kind}", **fields))


def _fields(context: PageContext, kind: str, entry: Entry, revision: Revision) -> dict[str, Markup]:
    """What is said of a change; nothing of what is no news."""
    before, after = revision.before, revision.after
    if kind == "moved" and before.start and after.start:
        return {"before": _when(context, before.start), "after": _when(context, after.start, before.start)}
    if kind == "length" and before.end and after.end:
        return {"before": _when(context, before.end), "after": _when(context, after.end, before.end)}
    if kind == "room":
        return {"before": _rooms(context, before.rooms), "after": _rooms(context, after.rooms)}
    if kind == "renamed" and before.title and after.title:
        return {"before": _isolated_name(context, before.title), "after": _isolated_name(context, after.title)}
    if kind in OCCASIONS:
        return {"when": _when(context, entry.last.start)}
    return {}


def _when(context: PageContext, instant: datetime, beside: datetime | None = None) -> Markup:
    """An instant on the conference's clocks; without its day where that stands beside it already."""
    local = context.conference.local(instant)
    same_day = beside is not None and context.conference.local(beside).date() == local.date()
    day = "" if same_day else f"{context.words.date(local.date(), 'short')} "
    moment = context.moment(instant)
    return Markup('<time datetime="{}">{}{}</time>').format(moment.machine, day, moment.shown)


def _rooms(context: PageContext, rooms: Sequence[Text] | None) -> Markup:
    names = [_isolated_name(context, room) for room in rooms or ()]
    return context.words("comma").join(names) if names else context.words("no_room")


def _isolated_name(context: PageContext, text: Text) -> Markup:
    """A name that keeps its own direction inside a sentence, with its language where that is another."""
    phrase = context.phrase(text)
    language = Markup(' lang="{}"').format(phrase.language) if phrase.language != context.language else Markup("")
    return Markup("<bdi{}>{}</bdi>").format(language, phrase.text)


def change_files(site: Site, language: str) -> Iterator[FilePlan]:
    """The feed of changes in a language."""
    if site.conference.sessions:
        yield FilePlan(
            feed_path(site, language),
            make=partial(_atom_feed, PageContext(site, "", language)),
            fingerprint_of=partial(fingerprints.programme_with_changes_fingerprint, site),
            together=f"scripts {language}",
        )


def feed_path(site: Site, language: str) -> str:
    """Where the feed of changes is."""
    return f"{site.addresses.folder(language)}changes/feed.atom"


def change_date(context: PageContext, revision: Revision) -> date:
    """The day of a change on the conference's clocks."""
    return context.conference.local(revision.modified).date()


def _atom_feed(context: PageContext) -> bytes:
    """The feed of changes (RFC 4287): whatever is in it comes from the lock, so it is the same at every build."""
    site, settings = context.site, context.conference.settings
    entries = site.calendar.lock.entries.values()
    first = min((entry.created for entry in entries), default=published_instant(context.conference))
    updated = max((entry.modified for entry in entries), default=first)
    changes = changes_of(context)
    title = f"{context.phrase(settings.short_title or settings.title).text}: {context.words.plain('changes_title')}"
    language = "" if context.language == context.conference.default_language else f"/{context.language}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{context.language}">',
        f"<id>tag:{settings.domain},{first.year}:{settings.id}/changes{language}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{instant_text(updated)}</updated>",
        f"<author><name>{escape(context.phrase(settings.title).text)}</name></author>",
        *_links(site, feed_path(site, context.language), site.addresses.page("changes", "", context.language)),
        *(line for change in changes for line in _atom_entry(context, change)),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _links(site: Site, feed: str, page: str) -> Iterator[str]:
    own, about = site.addresses.absolute(feed), site.addresses.absolute(page)
    if own and about:
        yield f'<link rel="self" type="application/atom+xml" href={quoted(own)}/>'
        yield f'<link rel="alternate" type="text/html" href={quoted(about)}/>'


def _atom_entry(context: PageContext, change: ChangeView) -> Iterator[str]:
    entry, revision = change.entry, change.revision
    language = "" if context.language == context.conference.default_language else f"/{context.language}"
    plain = [without_marks(line.text.striptags()) for line in change.lines]
    title = truncate_text(f"{change.title.text}: {'; '.join(plain)}", LONGEST_TITLE)
    domain = context.conference.settings.domain
    identity = entry.uid.partition("@")[0]
    yield "<entry>"
    yield f"<id>tag:{domain},{entry.created.year}:{identity}/{revision.sequence}{language}</id>"
    yield f"<title>{escape(title)}</title>"
    yield f"<updated>{instant_text(revision.modified)}</updated>"
    page = context.site.addresses.page("session", entry.id, context.language) if change.href else None
    address = context.site.addresses.absolute(page) if page else None
    if address:
        yield f'<link rel="alternate" type="text/html" href={quoted(address)}/>'
    html = Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(line.text) for line in change.lines)
    )
    yield f'<content type="html">{escape(mark_fallback_texts(html))}</content>'
    yield "</entry>"

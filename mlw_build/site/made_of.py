"""What pages are made of: a digest for each thing of the conference, so that a page's key is known before its view.

A digest may stand for more than a page shows of a thing; then the page is made again for nothing. It must not stand
for less: then an old page would stay. So nothing is picked here but long texts, which lists never show; everything
else of a thing counts, with all that hangs on it. A new kind of page says what it is made of beside its view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps

from msgspec.structs import replace

from mlw_build.model.conference import Booth, Contribution, Organisation, Picture, Session, Speaker
from mlw_build.model.text import Text
from mlw_build.site.keys import key_of, keys_of
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site

_MAY_LEAD_INSIDE = re.compile(r"\](?:\((?!https?://)|:|\s*\[)")
"""A link in Markdown that is none to an address elsewhere."""

_NONE = Text()

Digests = Mapping[str, str]
"""From the ids of things of a kind to their digests."""


def of_all(make: Callable[[Site], str]) -> Callable[..., str]:
    """A digest that is made once for a site, whatever subject it is asked for."""

    @wraps(make)
    def known(site: Site, subject: str = "") -> str:
        return site.memory.once(make, site)

    return known


def of_each(make: Callable[[Site], Digests]) -> Callable[[Site], Digests]:
    """Digests of all things of a kind, made once for a site: together they take a third of the time."""

    @wraps(make)
    def known(site: Site) -> Digests:
        return site.memory.once(make, site)

    return known


@of_all
def conference(site: Site) -> str:
    """What any page may show of the conference and the site, but sessions, people, booths and pages of text."""
    whole, assets = site.conference, site.assets
    return key_of(
        whole.settings,
        whole.zone,
        whole.days,
        named(site),
        list(whole.pages),
        [bool(whole.sessions), bool(whole.speakers), bool(whole.booths)],
        [site.addresses.base, site.offline],
        [assets.style, assets.scripts, assets.page_scripts, assets.first_script],
        [_picture(site, one) for one in (whole.settings.look.logo, whole.settings.look.icon)],
        [_picture(site, one.logo) for one in whole.organisations.values()],
    )


@of_all
def named(site: Site) -> str:
    """What sessions, people and booths name by its id: rooms, tracks, formats and organisations."""
    whole = site.conference
    return key_of([list(things.values()) for things in (whole.rooms, whole.tracks, whole.formats, whole.organisations)])


def _picture(site: Site, picture: Picture | None) -> object:
    """A picture in all its uses: which files show it."""
    if picture is None:
        return None
    assets = site.assets
    uses = [assets.album.of(picture, use) for use in Use]
    return assets.media.get(picture.file), uses, picture.file in assets.album.broken


@of_all
def addresses(site: Site) -> str:
    """What texts with links to sessions, people, booths and files are made of: that these are there, and where."""
    whole, assets = site.conference, site.assets
    return key_of(
        [(one.id, one.slug) for one in whole.sessions.values()],
        [(one.id, one.slug) for one in whole.speakers.values()],
        [(one.id, one.slug) for one in whole.booths.values()],
        list(assets.media.items()),
        list(assets.album.sizes.items()),
        list(assets.album.sized.items()),
        sorted(assets.album.broken),
    )


def leads(site: Site, *texts: Text) -> str:
    """The same, where any of these Markdown texts may have such a link or a picture."""
    inside = any(_may_lead_inside(written) for text in texts for _, written in text.values)
    return addresses(site) if inside else ""


def _may_lead_inside(markdown: str) -> bool:
    """Whether it may have such a link, also in HTML or in attributes. One too many costs little, one too few an old
    page."""
    return "<" in markdown or "{" in markdown or _MAY_LEAD_INSIDE.search(markdown) is not None


@of_each
def lines(site: Site) -> Digests:
    """Sessions as lists may show them: all but their long texts and what people say of themselves."""
    return keys_of({one.id: _line(site, one) for one in site.conference.sessions.values()})


def _line(site: Site, session: Session) -> object:
    # What rooms, tracks, formats and organisations are is in every key (`named`); which they are is enough here.
    itself = replace(
        session,
        format=None,
        track=None,
        rooms=(),
        contributions=(),
        organisations=(),
        abstract=_NONE,
        parts=(),
    )
    return (
        itself,
        session.format.id if session.format else None,
        session.track.id if session.track else None,
        [one.id for one in session.rooms],
        _ids(session.organisations),
        _contributions(site, session.contributions),
        [
            (
                replace(part, abstract=_NONE, contributions=(), organisations=()),
                _ids(part.organisations),
                _contributions(site, part.contributions),
            )
            for part in session.parts
        ],
    )


def _ids(organisations: Iterable[Organisation]) -> list[str]:
    return [one.id for one in organisations]


def _contributions(site: Site, contributions: Iterable[Contribution]) -> list[tuple[str, str]]:
    known = persons(site)
    return [(known[one.speaker.id], one.role) for one in contributions]


@of_each
def _cards(site: Site) -> Digests:
    """Sessions as they stand in an agenda or a list: with their parts that are sessions, and what they are part of."""
    line, children, sessions = lines(site), site.index.children, site.conference.sessions
    related = {
        one.id: (line[one.id], line.get(one.part_of or ""), [line[child.id] for child in children.get(one.id, ())])
        for one in sessions.values()
        if one.part_of or one.id in children
    }
    return {**line, **keys_of(related)}


def cards(site: Site, sessions: Iterable[Session]) -> list[str]:
    """Sessions in a list."""
    known = _cards(site)
    return [known[one.id] for one in sessions]


@of_each
def told(site: Site) -> Digests:
    """Sessions with their own texts, as calendars and files of data tell them."""
    line = lines(site)
    return keys_of(
        {
            one.id: (line[one.id], one.abstract, [part.abstract for part in one.parts])
            for one in site.conference.sessions.values()
        }
    )


def page_of(site: Site, kind: str, identifier: str) -> str:
    """The page of a session, a speaker or a booth."""
    return {"session": sessions, "speaker": speakers, "booth": booths}[kind](site)[identifier]


def session(site: Site, identifier: str) -> str:
    """A session's page."""
    return sessions(site)[identifier]


@of_each
def sessions(site: Site) -> Digests:
    """Sessions' pages: with all that they say, their booths, and what subscribers were told of them before."""
    said, card, stand, before = told(site), _cards(site), stands(site), published(site)
    return keys_of(
        {
            one.id: (
                said[one.id],
                card[one.id],
                stand.get(one.booth or ""),
                before[one.id],
                leads(site, one.abstract, *[part.abstract for part in one.parts]),
            )
            for one in site.conference.sessions.values()
        }
    )


@of_each
def published(site: Site) -> Digests:
    """What the calendars have of sessions, also of those that are gone."""
    # How its words were hashed is kept for the next comparison and shown nowhere.
    return keys_of({name: replace(entry, digests={}) for name, entry in site.calendar.lock.entries.items()})


@of_each
def persons(site: Site) -> Digests:
    """People as lists may show them: all but their biographies."""
    return keys_of({one.id: _person(site, one) for one in site.conference.speakers.values()})


def _person(site: Site, speaker: Speaker) -> object:
    itself = replace(speaker, organisation=None, biography=_NONE, translations=())
    return itself, speaker.organisation.id if speaker.organisation else None, _picture(site, speaker.photo)


def speaker(site: Site, identifier: str) -> str:
    """A speaker's page."""
    return speakers(site)[identifier]


@of_each
def speakers(site: Site) -> Digests:
    """Speakers' pages: with their biographies and their sessions."""
    person, held = persons(site), site.index.by_speaker
    return keys_of(
        {
            one.id: (person[one.id], one.biography, leads(site, one.biography), cards(site, held.get(one.id, ())))
            for one in site.conference.speakers.values()
        }
    )


@of_all
def people_listed(site: Site) -> str:
    """All people as a list shows them: with their sessions in order of time, of which it has the titles."""
    whole, by_speaker = site.conference, site.index.by_speaker
    held = [(name, [one.id for one in sessions]) for name, sessions in sorted(by_speaker.items())]
    titles = [(name, one.slug, one.title) for name, one in sorted(whole.sessions.items())]
    return key_of(persons(site), held, titles)


@of_each
def stands(site: Site) -> Digests:
    """Booths as lists may show them: all but their long texts."""
    return keys_of({one.id: _stand(site, one) for one in site.conference.booths.values()})


def _stand(site: Site, booth: Booth) -> object:
    projects = tuple([replace(one, description=_NONE, translations=()) for one in booth.projects])
    pictures = [_picture(site, one.picture) for one in booth.projects]
    documents = [(name, site.assets.media.get(name), site.conference.media.get(name)) for name in _documents(booth)]
    return replace(booth, description=_NONE, projects=projects, translations=()), pictures, documents


def _documents(booth: Booth) -> Iterator[str]:
    return (name for project in booth.projects for name in project.documents)


def booth(site: Site, identifier: str) -> str:
    """A booth's page."""
    return booths(site)[identifier]


@of_each
def booths(site: Site) -> Digests:
    """Booths' pages: with their texts, and their live demonstrations."""
    stand, held = stands(site), site.index.by_booth
    return keys_of(
        {
            one.id: (stand[one.id], texts, leads(site, *texts), cards(site, held.get(one.id, ())))
            for one in site.conference.booths.values()
            for texts in [_texts(one)]
        }
    )


def _texts(booth: Booth) -> Sequence[Text]:
    return (booth.description, booth.organisation.description, *[project.description for project in booth.projects])


@of_all
def booths_listed(site: Site) -> str:
    """All booths as a list shows them: with their live demonstrations."""
    held = site.index.by_booth
    return key_of(stands(site), [cards(site, held.get(name, ())) for name in site.conference.booths])


@of_all
def programme(site: Site) -> str:
    """The whole programme as lists may show it: all but long texts."""
    pages = [(one.id, one.title, one.menu_title) for one in site.conference.pages.values()]
    return key_of(conference(site), lines(site), persons(site), stands(site), pages)


@of_all
def with_changes(site: Site) -> str:
    """The same with what calendars have of it, and what changed since they first had it."""
    calendar = site.calendar
    return key_of(
        programme(site),
        published(site),
        [list(calendar.lock.feeds.values()), list(calendar.advertised.values()), calendar.lock.folders],
        calendar.started,
    )


@of_all
def everything(site: Site) -> str:
    """The whole programme with all its texts, and where these lead."""
    return key_of(
        with_changes(site),
        [sessions(site), speakers(site), booths(site)],
        list(site.conference.pages.values()),
    )

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
from mlw_build.site.incremental.file_keys import fingerprint_of, fingerprints_of
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site

_MAY_LEAD_INSIDE = re.compile(r"\](?:\((?!https?://)|:|\s*\[)")
"""A link in Markdown that is none to an address elsewhere."""

_NONE = Text()

Fingerprints = Mapping[str, str]
"""From the ids of things of a kind to their digests."""


def cached_for_site(make: Callable[[Site], str]) -> Callable[..., str]:
    """A digest that is made once for a site, whatever subject it is asked for."""

    @wraps(make)
    def known(site: Site, subject: str = "") -> str:
        return site.memory.once(make, site)

    return known


def cached_for_each(make: Callable[[Site], Fingerprints]) -> Callable[[Site], Fingerprints]:
    """Digests of all things of a kind, made once for a site: together they take a third of the time."""

    @wraps(make)
    def known(site: Site) -> Fingerprints:
        return site.memory.once(make, site)

    return known


@cached_for_site
def conference_fingerprint(site: Site) -> str:
    """What any page may show of the conference and the site, but sessions, people, booths and pages of text."""
    whole, assets = site.conference, site.assets
    return fingerprint_of(
        whole.settings,
        whole.zone,
        whole.days,
        named_things_fingerprint(site),
        list(whole.pages),
        [bool(whole.sessions), bool(whole.speakers), bool(whole.booths)],
        [site.addresses.base, site.offline],
        site.index.telling,
        [assets.style, assets.scripts, assets.page_scripts, assets.first_script],
        [_picture_inputs(site, picture) for picture in (whole.settings.look.logo, whole.settings.look.icon)],
        [_picture_inputs(site, organisation.logo) for organisation in whole.organisations.values()],
    )


@cached_for_site
def named_things_fingerprint(site: Site) -> str:
    """What sessions, people and booths name by its id: rooms, tracks, formats and organisations."""
    whole = site.conference
    return fingerprint_of(
        [list(things.values()) for things in (whole.rooms, whole.tracks, whole.formats, whole.organisations)]
    )


def _picture_inputs(site: Site, picture: Picture | None) -> object:
    """A picture in all its uses: which files show it."""
    if picture is None:
        return None
    assets = site.assets
    uses = [assets.album.of(picture, use) for use in Use]
    return assets.media.get(picture.file), uses, picture.file in assets.album.broken


@cached_for_site
def link_targets_fingerprint(site: Site) -> str:
    """What texts with links to sessions, people, booths and files are made of: that these are there, and where."""
    whole, assets = site.conference, site.assets
    return fingerprint_of(
        [(session.id, session.slug) for session in whole.sessions.values()],
        [(speaker.id, speaker.slug) for speaker in whole.speakers.values()],
        [(booth.id, booth.slug) for booth in whole.booths.values()],
        list(assets.media.items()),
        list(assets.album.sizes.items()),
        list(assets.album.sized.items()),
        sorted(assets.album.broken),
    )


def link_fingerprint(site: Site, *texts: Text) -> str:
    """The same, where any of these Markdown texts may have such a link or a picture."""
    inside = any(_may_have_internal_link(written) for text in texts for _, written in text.values)
    return link_targets_fingerprint(site) if inside else ""


def _may_have_internal_link(markdown: str) -> bool:
    """Whether it may have such a link, also in HTML or in attributes. One too many costs little, one too few an old
    page."""
    return "<" in markdown or "{" in markdown or _MAY_LEAD_INSIDE.search(markdown) is not None


@cached_for_each
def session_list_fingerprints(site: Site) -> Fingerprints:
    """Sessions as lists may show them: all but their long texts and what people say of themselves."""
    return fingerprints_of(
        {session.id: _session_list_inputs(site, session) for session in site.conference.sessions.values()}
    )


def _session_list_inputs(site: Site, session: Session) -> object:
    # What rooms, tracks, formats and organisations are is in every key (`named_things_fingerprint`); which they are
    # is enough here.
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
        [room.id for room in session.rooms],
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
    return [organisation.id for organisation in organisations]


def _contributions(site: Site, contributions: Iterable[Contribution]) -> list[tuple[str, str]]:
    known = person_list_fingerprints(site)
    return [(known[contribution.speaker.id], contribution.role) for contribution in contributions]


@cached_for_each
def _session_card_fingerprints(site: Site) -> Fingerprints:
    """Sessions as they stand in an agenda or a list: with their parts that are sessions, and what they are part of."""
    line, children, sessions = session_list_fingerprints(site), site.index.children, site.conference.sessions
    related = {
        session.id: (
            line[session.id],
            line.get(session.part_of or ""),
            [line[child.id] for child in children.get(session.id, ())],
        )
        for session in sessions.values()
        if session.part_of or session.id in children
    }
    return {**line, **fingerprints_of(related)}


def session_card_fingerprints(site: Site, sessions: Iterable[Session]) -> list[str]:
    """Sessions in a list."""
    known = _session_card_fingerprints(site)
    return [known[session.id] for session in sessions]


@cached_for_each
def session_detail_fingerprints(site: Site) -> Fingerprints:
    """Sessions with their own texts, as calendars and files of data tell them."""
    line = session_list_fingerprints(site)
    return fingerprints_of(
        {
            session.id: (line[session.id], session.abstract, [part.abstract for part in session.parts])
            for session in site.conference.sessions.values()
        }
    )


def page_fingerprint(site: Site, kind: str, identifier: str) -> str:
    """The page of a session, a speaker or a booth."""
    return {
        "session": session_page_fingerprints,
        "speaker": speaker_page_fingerprints,
        "booth": booth_page_fingerprints,
    }[kind](site)[identifier]


def session_page_fingerprint(site: Site, identifier: str) -> str:
    """A session's page."""
    return session_page_fingerprints(site)[identifier]


@cached_for_each
def session_page_fingerprints(site: Site) -> Fingerprints:
    """Sessions' pages: with all that they say, their booths, and what subscribers were told of them before."""
    said, card, stand, before = (
        session_detail_fingerprints(site),
        _session_card_fingerprints(site),
        booth_list_fingerprints(site),
        calendar_entry_fingerprints(site),
    )
    return fingerprints_of(
        {
            session.id: (
                said[session.id],
                card[session.id],
                stand.get(session.booth or ""),
                before[session.id],
                link_fingerprint(site, session.abstract, *[part.abstract for part in session.parts]),
            )
            for session in site.conference.sessions.values()
        }
    )


@cached_for_each
def calendar_entry_fingerprints(site: Site) -> Fingerprints:
    """What the calendars have of sessions, also of those that are gone."""
    # How its words were hashed is kept for the next comparison and shown nowhere.
    return fingerprints_of({name: replace(entry, digests={}) for name, entry in site.calendar.lock.entries.items()})


@cached_for_each
def person_list_fingerprints(site: Site) -> Fingerprints:
    """People as lists may show them: all but their biographies."""
    return fingerprints_of(
        {speaker.id: _person_list_inputs(site, speaker) for speaker in site.conference.speakers.values()}
    )


def _person_list_inputs(site: Site, speaker: Speaker) -> object:
    itself = replace(speaker, organisation=None, biography=_NONE, translations=())
    return itself, speaker.organisation.id if speaker.organisation else None, _picture_inputs(site, speaker.photo)


def speaker_page_fingerprint(site: Site, identifier: str) -> str:
    """A speaker's page."""
    return speaker_page_fingerprints(site)[identifier]


@cached_for_each
def speaker_page_fingerprints(site: Site) -> Fingerprints:
    """Speakers' pages: with their biographies and their sessions."""
    person, held = person_list_fingerprints(site), site.index.by_speaker
    return fingerprints_of(
        {
            speaker.id: (
                person[speaker.id],
                speaker.biography,
                link_fingerprint(site, speaker.biography),
                session_card_fingerprints(site, held.get(speaker.id, ())),
            )
            for speaker in site.conference.speakers.values()
        }
    )


@cached_for_site
def people_list_fingerprint(site: Site) -> str:
    """All people as a list shows them: with their sessions in order of time, of which it has the titles."""
    whole, by_speaker = site.conference, site.index.by_speaker
    held = [(name, [session.id for session in sessions]) for name, sessions in sorted(by_speaker.items())]
    titles = [(name, session.slug, session.title) for name, session in sorted(whole.sessions.items())]
    return fingerprint_of(person_list_fingerprints(site), held, titles)


@cached_for_each
def booth_list_fingerprints(site: Site) -> Fingerprints:
    """Booths as lists may show them: all but their long texts."""
    return fingerprints_of({booth.id: _booth_list_inputs(site, booth) for booth in site.conference.booths.values()})


def _booth_list_inputs(site: Site, booth: Booth) -> object:
    projects = tuple([replace(project, description=_NONE, translations=()) for project in booth.projects])
    pictures = [_picture_inputs(site, project.picture) for project in booth.projects]
    documents = [(name, site.assets.media.get(name), site.conference.media.get(name)) for name in _documents(booth)]
    return replace(booth, description=_NONE, projects=projects, translations=()), pictures, documents


def _documents(booth: Booth) -> Iterator[str]:
    return (name for project in booth.projects for name in project.documents)


def booth_page_fingerprint(site: Site, identifier: str) -> str:
    """A booth's page."""
    return booth_page_fingerprints(site)[identifier]


@cached_for_each
def booth_page_fingerprints(site: Site) -> Fingerprints:
    """Booths' pages: with their texts, and their live demonstrations."""
    stand, held = booth_list_fingerprints(site), site.index.by_booth
    return fingerprints_of(
        {
            booth.id: (
                stand[booth.id],
                texts,
                link_fingerprint(site, *texts),
                session_card_fingerprints(site, held.get(booth.id, ())),
            )
            for booth in site.conference.booths.values()
            for texts in [_texts(booth)]
        }
    )


def _texts(booth: Booth) -> Sequence[Text]:
    return (booth.description, booth.organisation.description, *[project.description for project in booth.projects])


@cached_for_site
def booths_list_fingerprint(site: Site) -> str:
    """All booths as a list shows them: with their live demonstrations."""
    held = site.index.by_booth
    return fingerprint_of(
        booth_list_fingerprints(site),
        [session_card_fingerprints(site, held.get(name, ())) for name in site.conference.booths],
    )


@cached_for_site
def programme_fingerprint(site: Site) -> str:
    """The whole programme as lists may show it: all but long texts."""
    pages = [(page.id, page.title, page.menu_title) for page in site.conference.pages.values()]
    return fingerprint_of(
        conference_fingerprint(site),
        session_list_fingerprints(site),
        person_list_fingerprints(site),
        booth_list_fingerprints(site),
        pages,
    )


@cached_for_site
def programme_with_changes_fingerprint(site: Site) -> str:
    """The same with what calendars have of it, and what changed since they first had it."""
    calendar = site.calendar
    return fingerprint_of(
        programme_fingerprint(site),
        calendar_entry_fingerprints(site),
        [list(calendar.lock.feeds.values()), list(calendar.advertised.values()), calendar.lock.folders],
        calendar.started,
    )


@cached_for_site
def everything_fingerprint(site: Site) -> str:
    """The whole programme with all its texts, and where these lead."""
    return fingerprint_of(
        programme_with_changes_fingerprint(site),
        [session_page_fingerprints(site), speaker_page_fingerprints(site), booth_page_fingerprints(site)],
        list(site.conference.pages.values()),
    )

"""A booth: what it shows, its live demonstrations, and how to reach the people behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from msgspec import Struct

from mlw_build.markup import shortened
from mlw_build.model.conference import Contact, Project
from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.cards import day_groups, link_views, picture_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site
from mlw_build.site.streams import stream_view
from mlw_build.site.views import DayGroup, LinkView, PictureView, Prose, StreamView


class DocumentView(Struct, frozen=True):
    """A document of a project: its name, its link, what it is (PDF), and its size in words."""

    name: str
    href: str
    kind: str
    size: str


class ProjectView(Struct, frozen=True):
    """A project or solution that the booth shows."""

    name: Phrase
    description: Prose | None
    picture: PictureView | None
    documents: tuple[DocumentView, ...]
    links: tuple[LinkView, ...]


class ContactView(Struct, frozen=True):
    """How to reach a booth: each None where it is not given."""

    email: str | None
    telephone: str | None
    url: str | None
    meeting: str | None


class BoothView(Struct, frozen=True):
    """A booth's page; `booths` leads to all of them."""

    title: Phrase
    description: str
    booths: str
    tagline: Phrase
    organisation: LinkView
    full_name: Phrase
    about_organisation: Prose | None
    logo: PictureView | None
    text: Prose | None
    projects: tuple[ProjectView, ...]
    days: tuple[DayGroup, ...]
    stream: StreamView | None
    contact: ContactView | None
    open_from: str | None
    open_until: str | None
    links: tuple[LinkView, ...]
    zone: str


def subjects(site: Site) -> Iterable[str]:
    """Every booth."""
    return site.conference.booths


def view(here: Here, subject: str) -> BoothView:
    """The view of a booth."""
    booth = here.conference.booths[subject]
    demos = here.site.index.by_booth.get(subject, ())
    stream = next((one.stream for one in demos if one.stream and not one.cancelled), None)
    plain = here.plain(booth.description).replace("\n", " ")
    return BoothView(
        title=here.phrase(booth.name),
        description=here.phrase(booth.tagline).text or shortened(plain, DESCRIPTION),
        booths=here.page("booths"),
        tagline=here.phrase(booth.tagline),
        organisation=LinkView(here.phrase(booth.organisation.name), booth.organisation.url or ""),
        full_name=here.phrase(booth.organisation.full_name or Text()),
        about_organisation=here.prose(booth.organisation.description, level=3, prefix="organisation-"),
        logo=picture_view(here, booth.organisation.logo, Use.LOGO),
        text=here.prose(booth.description, level=2),
        projects=tuple(_project(here, one, f"project-{index}-") for index, one in enumerate(booth.projects)),
        days=day_groups(here, demos),
        stream=stream_view(here, stream.url, stream) if stream else None,
        contact=_contact(booth.contact),
        open_from=here.words.date(booth.open_from, "long") if booth.open_from else None,
        open_until=here.words.date(booth.open_until, "long") if booth.open_until else None,
        links=link_views(here, booth.links),
        zone=here.zone(demos),
    )


def _project(here: Here, project: Project, prefix: str) -> ProjectView:
    documents = [
        DocumentView(
            name=PurePosixPath(name).stem.replace("_", " "),
            href=here.to(path),
            kind=PurePosixPath(name).suffix.lstrip(".").upper(),
            size=here.words.megabytes(here.conference.media[name].size),
        )
        for name in project.documents
        if (path := here.site.assets.media.get(name))
    ]
    return ProjectView(
        name=here.phrase(project.name),
        description=here.prose(project.description, level=4, prefix=prefix),
        picture=picture_view(here, project.picture, Use.WIDE),
        documents=tuple(documents),
        links=link_views(here, project.links),
    )


def _contact(contact: Contact | None) -> ContactView | None:
    return ContactView(contact.email, contact.telephone, contact.url, contact.meeting) if contact else None


KIND = PageKind("booth", subjects, view, feed="booth", made_of=made_of.booth)

"""A booth: what it shows, its live demonstrations, and how to reach the people behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from msgspec import Struct

from mlw_build.markup import truncate_text
from mlw_build.model.conference import Contact, Project
from mlw_build.model.text import Phrase, Text
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site
from mlw_build.site.views.shared import day_groups, link_views, picture_view
from mlw_build.site.views.streams import stream_view
from mlw_build.site.views.values import DayGroup, LinkView, PictureView, Prose, StreamView


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


def view(context: PageContext, subject: str) -> BoothView:
    """The view of a booth."""
    booth = context.conference.booths[subject]
    demos = context.site.index.by_booth.get(subject, ())
    stream = next((demo.stream for demo in demos if demo.stream and not demo.cancelled), None)
    plain = context.plain(booth.description).replace("\n", " ")
    return BoothView(
        title=context.phrase(booth.name),
        description=context.phrase(booth.tagline).text or truncate_text(plain, DESCRIPTION),
        booths=context.page("booths"),
        tagline=context.phrase(booth.tagline),
        organisation=LinkView(context.phrase(booth.organisation.name), booth.organisation.url or ""),
        full_name=context.phrase(booth.organisation.full_name or Text()),
        about_organisation=context.prose(booth.organisation.description, level=3, prefix="organisation-"),
        logo=picture_view(context, booth.organisation.logo, Use.LOGO),
        text=context.prose(booth.description, level=2),
        projects=tuple(_project(context, project, f"project-{index}-") for index, project in enumerate(booth.projects)),
        days=day_groups(context, demos),
        stream=stream_view(context, stream.url, stream) if stream else None,
        contact=_contact(booth.contact),
        open_from=context.words.date(booth.open_from, "long") if booth.open_from else None,
        open_until=context.words.date(booth.open_until, "long") if booth.open_until else None,
        links=link_views(context, booth.links),
        zone=context.zone(demos),
    )


def _project(context: PageContext, project: Project, prefix: str) -> ProjectView:
    documents = [
        DocumentView(
            name=PurePosixPath(name).stem.replace("_", " "),
            href=context.to(path),
            kind=PurePosixPath(name).suffix.lstrip(".").upper(),
            size=context.words.megabytes(context.conference.media[name].size),
        )
        for name in project.documents
        if (path := context.site.assets.media.get(name))
    ]
    return ProjectView(
        name=context.phrase(project.name),
        description=context.prose(project.description, level=4, prefix=prefix),
        picture=picture_view(context, project.picture, Use.WIDE),
        documents=tuple(documents),
        links=link_views(context, project.links),
    )


def _contact(contact: Contact | None) -> ContactView | None:
    return ContactView(contact.email, contact.telephone, contact.url, contact.meeting) if contact else None


KIND = PageKind("booth", subjects, view, feed="booth", fingerprint_of=fingerprints.booth_page_fingerprint)

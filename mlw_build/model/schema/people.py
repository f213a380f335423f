"""The front matter of Markdown files: speakers, booths with their projects, pages; and of their translations."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mlw_build.model.schema.entry import Contact, Entry, Languages, Link, Picture
from mlw_build.model.schema.programme import DemoEntry
from mlw_build.model.schema.settings import ZoneName
from mlw_build.model.schema.values import (
    Count,
    Date,
    Id,
    MediaPath,
    OneOrMore,
    Prose,
    Title,
    YesNo,
)
from mlw_build.model.schema.windows import Windows
from mlw_build.model.text import Text


class SpeakerEntry(Entry):
    """A person who speaks, moderates, hosts or interprets. The text below the front matter is the biography."""

    name: Annotated[Title, Field(description="The name as it is to be printed.")]
    slug: Annotated[Id | None, Field(description="The page's address, if not the file's name.")] = None
    announced: Annotated[
        YesNo, Field(description="no while it is open who will come: the name is then `To be announced`.")
    ] = True
    position: Annotated[Title, Field(description="Office or job.")] = Text()
    organisation: Annotated[Id | None, Field(description="An id from organisations.yaml.")] = None
    affiliation: Annotated[Title, Field(description="An organisation that is not in organisations.yaml.")] = Text()
    country: Annotated[Title, Field(description="Country.")] = Text()
    pronouns: Annotated[Title, Field(description="Pronouns, if the speaker wants them shown.")] = Text()
    photo: Annotated[Picture | None, Field(description="A picture in content/media.")] = None
    languages: Annotated[Languages, Field(description="Languages the speaker speaks.")] = Field(default_factory=list)
    time_zone: Annotated[
        ZoneName | None,
        Field(description="The time zone where the speaker is during the conference, such as Asia/Jakarta."),
    ] = None
    available: Annotated[
        Windows, Field(description="When the speaker can take part, in the speaker's time zone; without it, always.")
    ] = Field(default_factory=list)
    links: Annotated[list[Link], OneOrMore, Field(description="The speaker's own pages.")] = Field(default_factory=list)


class ProjectEntry(Entry):
    """A project or solution that a booth shows."""

    name: Annotated[Title, Field(description="The project's name.")]
    description: Annotated[Prose, Field(description="What it does, in Markdown.")] = Text()
    picture: Annotated[Picture | None, Field(description="A picture in content/media.")] = None
    documents: Annotated[
        list[MediaPath], OneOrMore, Field(description="Documents in content/media, such as a leaflet.")
    ] = Field(default_factory=list)
    links: Annotated[list[Link], OneOrMore, Field(description="Where to read or try more.")] = Field(
        default_factory=list
    )


class BoothEntry(Entry):
    """An online booth. The text below the front matter says what visitors find there."""

    name: Annotated[Title, Field(description="The booth's name; without it, the organisation's.")] = Text()
    slug: Annotated[Id | None, Field(description="The page's address, if not the file's name.")] = None
    organisation: Annotated[Id, Field(description="An id from organisations.yaml.")]
    tagline: Annotated[Title, Field(description="One line on what the booth shows.")] = Text()
    projects: Annotated[list[ProjectEntry], OneOrMore, Field(description="What the booth shows.")] = Field(
        default_factory=list
    )
    demos: Annotated[list[DemoEntry], OneOrMore, Field(description="Live demonstrations, written like sessions.")] = (
        Field(default_factory=list)
    )
    contact: Annotated[Contact | None, Field(description="How visitors reach the people behind the booth.")] = None
    open_from: Annotated[Date | None, Field(description="The first day the booth is up.")] = None
    open_until: Annotated[Date | None, Field(description="The last day the booth is up.")] = None
    links: Annotated[list[Link], OneOrMore, Field(description="Further links.")] = Field(default_factory=list)
    order: Annotated[Count | None, Field(description="Lower numbers come first in the list of booths.")] = None


class Menu(StrEnum):
    """Where a page is linked from every page."""

    HEADER = "header"
    FOOTER = "footer"
    NONE = "none"


class PageEntry(Entry):
    """A page of text, such as about or accessibility. Its address is its file's name."""

    title: Annotated[Title, Field(description="The page's title.")]
    menu: Annotated[Menu, Field(description="header, footer or none.")] = Menu.FOOTER
    menu_title: Annotated[Title, Field(description="A shorter title for the menu.")] = Text()
    order: Annotated[Count, Field(description="Lower numbers come first in the menu.")] = 100
    description: Annotated[Title, Field(description="One sentence for search engines and shared links.")] = Text()


class SpeakerTranslation(Entry):
    """The front matter of NAME.LANGUAGE.md beside a speaker: only what differs in that language."""

    name: Annotated[Title, Field(description="The name in this language's script.")] = Text()
    position: Annotated[Title, Field(description="Office or job.")] = Text()
    affiliation: Annotated[Title, Field(description="Organisation.")] = Text()
    country: Annotated[Title, Field(description="Country.")] = Text()


class ProjectTranslation(Entry):
    """A project's texts in another language, in the order of the projects."""

    name: Annotated[Title, Field(description="The project's name.")] = Text()
    description: Annotated[Prose, Field(description="What it does, in Markdown.")] = Text()


class BoothTranslation(Entry):
    """The front matter of NAME.LANGUAGE.md beside a booth: only what differs in that language."""

    name: Annotated[Title, Field(description="The booth's name.")] = Text()
    tagline: Annotated[Title, Field(description="One line on what the booth shows.")] = Text()
    projects: Annotated[list[ProjectTranslation], OneOrMore, Field(description="In the same order.")] = Field(
        default_factory=list
    )


class PageTranslation(Entry):
    """The front matter of NAME.LANGUAGE.md beside a page: only what differs in that language."""

    title: Annotated[Title, Field(description="The page's title.")] = Text()
    menu_title: Annotated[Title, Field(description="A shorter title for the menu.")] = Text()
    description: Annotated[Title, Field(description="One sentence for search engines and shared links.")] = Text()

"""The base of everything an editor writes, and the small entries that several files share."""

import re
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    field_validator,
    model_validator,
)
from pydantic_core import core_schema

from mlw_build.model.schema.values import Address, Email, Id, Language, Line, MediaPath, OneOrMore, Title, problem
from mlw_build.model.text import Text


def _not_in_one_text(value: object) -> object:
    if isinstance(value, str) and "," in value:
        written = ", ".join(text.strip() for text in value.split(",") if text.strip())
        raise problem(f"`{value}` looks like several languages in one text.", f"Write `[{written}]`.")
    return value


Languages = Annotated[list[Language], OneOrMore, BeforeValidator(_not_in_one_text)]


class Entry(BaseModel):
    """A mapping in a file. Unknown keys are refused; `extra` may hold anything for an organiser's own tools.

    What validates an entry is made when the first one is validated, since few sites have all kinds of entries.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    extra: Annotated[dict[str, Any], Field(description="Anything an organiser's own tools need; never published.")] = (
        Field(default_factory=dict)
    )

    @model_validator(mode="after")
    def _nothing_required_is_empty(self) -> Self:
        for name in _required(type(self)):
            if not getattr(self, name):
                raise problem(f"`{name}` is empty.", f"Write a text between the quotes: `{name}: ...`.", key=name)
        return self


@cache
def _required(model: type[Entry]) -> tuple[str, ...]:
    """The keys of an entry that must have a text."""
    return tuple(
        name for name, field in model.model_fields.items() if field.is_required() and field.annotation in (str, Text)
    )


class TextOrEntry(Entry):
    """An entry that may also be written as one text, which then is the value of its first key."""

    _text_key: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {cls._text_key: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        described = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string"}, described]}


_FOCUS = re.compile(r"^(?:top|center|bottom|left|right|(?:100|\d?\d)% (?:100|\d?\d)%)$")


class Link(TextOrEntry):
    """An address with the words to show for it."""

    _text_key = "url"

    url: Annotated[Address, Field(description="The address, starting with https://.")]
    title: Annotated[Title, Field(description="The words of the link.")] = Text()


class Picture(TextOrEntry):
    """A picture in content/media with a text for those who don't see it (WCAG 2.2, 1.1.1)."""

    _text_key = "file"

    file: Annotated[MediaPath, Field(description="The file's name in content/media.")]
    alt: Annotated[Title, Field(description="What the picture shows, for those who don't see it.")] = Text()
    focus: Annotated[
        Line | None,
        Field(
            description="What must stay in sight where the picture is cut: top, center, or `30% 20%` from left and top."
        ),
    ] = None

    @field_validator("focus")
    @classmethod
    def _a_point(cls, value: str | None) -> str | None:
        if value and not _FOCUS.match(value):
            raise problem(
                f"`{value}` is not a point in a picture.",
                "Write top, center, bottom, left or right, or how far from the left and the top: `30% 20%`.",
            )
        return value


class StreamEntry(TextOrEntry):
    """Where a session is broadcast: one address, from which the provider is recognised, and other ways to follow."""

    _text_key = "url"

    url: Annotated[Address | None, Field(description="The stream's address, as a viewer opens it.")] = None
    audio: Annotated[Address | None, Field(description="Sound only, for slow connections.")] = None
    telephone: Annotated[
        list[Line], OneOrMore, Field(description="Telephone numbers to listen in, with their country.")
    ] = Field(default_factory=list)
    text: Annotated[Address | None, Field(description="A live transcript or text channel.")] = None
    sign_language: Annotated[Address | None, Field(description="A stream with sign-language interpretation.")] = None
    languages: Annotated[
        dict[Language, Address], Field(description="Streams with interpretation, an address per language.")
    ] = Field(default_factory=dict)
    note: Annotated[Title, Field(description="A line shown beside the stream.")] = Text()


class Contact(Entry):
    """How to reach somebody."""

    email: Annotated[Email | None, Field(description="An address that is read.")] = None
    telephone: Annotated[Line | None, Field(description="A number with its country code.")] = None
    url: Annotated[Address | None, Field(description="A contact page.")] = None
    meeting: Annotated[Address | None, Field(description="Where to book or join a meeting.")] = None


ROLES = ("speaker", "moderator", "host", "interpreter")


class ContributorEntry(TextOrEntry):
    """A speaker in a session, by id, with a role."""

    _text_key = "id"

    id: Annotated[Id, Field(description="The speaker: the name of a file in speakers/, without .md.")]
    role: Annotated[
        Line,
        Field(description="speaker, moderator, host or interpreter.", json_schema_extra={"enum": list(ROLES)}),
    ] = "speaker"

    @field_validator("id", mode="before")
    @classmethod
    def _one_id(cls, value: object) -> object:
        if isinstance(value, str) and ("," in value or " and " in value):
            raise problem(
                f"`{value}` looks like several speakers in one text.",
                "Write a list of ids: `speakers: [first-id, second-id]`.",
            )
        return value

    @model_validator(mode="after")
    def _known_role(self) -> Self:
        if self.role not in ROLES:
            raise problem(f"`{self.role}` is not a role.", f"Write one of: {', '.join(ROLES)}.")
        return self

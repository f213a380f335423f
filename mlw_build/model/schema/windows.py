"""Stretches of time in which a room is open or somebody is there, and what a session needs besides its room."""

import re
from typing import Annotated

from pydantic import Field, model_validator

from mlw_build.model.schema.entry import Entry, TextOrEntry
from mlw_build.model.schema.values import Count, Date, Duration, Id, OneOrMore, Prose, Time, Title, problem
from mlw_build.model.text import Text

_WRITTEN = re.compile(
    r"^(?P<date>\d{4}-\d{1,2}-\d{1,2})?(?:\s+|$|(?=\d))(?:(?P<start>\d{1,2}:\d{2})\s*[-–]\s*(?P<end>\d{1,2}:\d{2}))?$"
)


class WindowEntry(TextOrEntry):
    """A stretch of time, also as one text: `2020-10-12 09:00-17:00`, `09:00-17:00` (every day), `2020-10-12`."""

    _text_key = "date"

    date: Annotated[Date | None, Field(description="The day; without it, every day.")] = None
    start: Annotated[Time | None, Field(description="From when; without it, from midnight.")] = None
    end: Annotated[
        Time | None, Field(description="Until when; without it, until midnight. Before `start`: on the next day.")
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        match = _WRITTEN.match(value.strip())
        if not match or not value.strip():
            raise problem(
                f"`{value}` is not a stretch of time.",
                "Write `2020-10-12 09:00-17:00` (your day and times), `09:00-17:00` for every day, or `2020-10-12` "
                "for the whole of a day.",
            )
        return {key: text for key, text in match.groupdict().items() if text}


Windows = Annotated[list[WindowEntry], OneOrMore]


class NeedEntry(TextOrEntry):
    """A resource that a session needs, by id, and how many of it."""

    _text_key = "id"

    id: Annotated[Id, Field(description="An id from resources.yaml.")]
    amount: Annotated[Count, Field(description="How many of it.")] = 1


class ResourceEntry(Entry):
    """A resource: what sessions need besides rooms and people, and of which there is only so much."""

    id: Annotated[Id, Field(description="Never changes.")]
    name: Annotated[Title, Field(description="What it is, such as French interpreters.")]
    description: Annotated[Prose, Field(description="What to know about it; never published.")] = Text()
    capacity: Annotated[Count, Field(description="How many of it there are at a time.")] = 1
    changeover: Annotated[Duration | None, Field(description="Time needed between two sessions.")] = None
    available: Annotated[
        Windows, Field(description="When it can be used, in the conference's time zone; without it, always.")
    ] = Field(default_factory=list)

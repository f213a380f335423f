"""Ids: every thing has one of its own, and what refers to a thing names one that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Generic, Protocol, TypeVar

from mlw_build.diagnostics import Diagnostic, Fix, Related, Rule
from mlw_build.model.conference import Gap
from mlw_build.model.fixes import closest_candidate, correct_value_fix
from mlw_build.model.schema.values import slug
from mlw_build.model.text import Text
from mlw_build.read.document import Keys, Origin
from mlw_build.text.close_matches import Guesses, close_matches

UNKNOWN_ID = Rule("unknown-id", "An id that nothing has")
DUPLICATE_ID = Rule("duplicate-id", "Two things with one id or one address")
RULES = (UNKNOWN_ID, DUPLICATE_ID)


class Identified(Protocol):
    """A thing with an id, known by where it was written."""

    @property
    def id(self) -> str: ...

    @property
    def origin(self) -> Origin: ...


Thing = TypeVar("Thing", bound=Identified)


class Registry(Generic[Thing]):
    """The things of one kind by id, while the model is put together.

    `kind` and `home` name the kind and where it is written, for messages. What could not be read is remembered,
    by its id where that is known: one mistake does not show as many, and nothing else is put in its place.
    """

    def __init__(self, kind: str, home: str) -> None:
        self.kind = kind
        self.home = home
        self.things: dict[str, Thing] = {}
        self._broken: set[str] = set()
        self._more_unread = False
        self._passed_over = False
        self._folded: dict[str, Thing] = {}
        self._slugs: dict[str, Thing] = {}
        self._former: dict[str, Thing] = {}
        self._guesses = Guesses()

    @property
    def is_named_by_files(self) -> bool:
        """Whether each thing has a file of its own, whose name is the id."""
        return self.home.endswith("/")

    def add(self, thing: Thing, problems: list[Diagnostic]) -> None:
        """Take in a thing, or say that its id is taken. Ids that differ in case alone would share an address."""
        for former in getattr(thing, "was", ()):
            self._former.setdefault(former, thing)
        other = self._folded.get(thing.id.lower())
        if other is None:
            self.things[thing.id] = self._folded[thing.id.lower()] = thing
            self._own_address(thing, problems)
            return
        problems.append(
            DUPLICATE_ID.at(
                thing.origin.span("id"),
                f"The id `{thing.id}` is taken already: {article(self.kind)} has it in {other.origin.span('id')}.",
                f"Rename the file to {self._free(thing.id)}.md."
                if self.is_named_by_files
                else f"Give this {self.kind} an id of its own, such as `{self._free(thing.id)}`.",
                [Related(other.origin.span("id"), "the other one")],
            )
        )

    def _own_address(self, thing: Thing, problems: list[Diagnostic]) -> None:
        slug = str(getattr(thing, "slug", thing.id))
        other = self._slugs.setdefault(slug.lower(), thing)
        if other is not thing:
            problems.append(
                DUPLICATE_ID.at(
                    thing.origin.span("slug"),
                    f"`{thing.id}` and `{other.id}` would have the same page, {self.kind}s/{slug}/.",
                    "Give one of them another `slug`.",
                    [Related(other.origin.span("slug"), f"`{other.id}`")],
                )
            )

    def add_broken(self, data: object) -> None:
        """Remember an entry that could not be read: by its id, and by what that will become if it cannot be one."""
        written = data.get("id") if isinstance(data, Mapping) else None
        if isinstance(written, str) and slug(written):
            self._broken |= {written, slug(written)}
        else:
            self.add_unread()

    def add_broken_id(self, identifier: str) -> None:
        """Remember an id, such as a file's name, of what could not be read."""
        self._broken.add(identifier)

    def add_unread(self) -> None:
        """Remember that something could not be read of which no id is known, so that it may have any."""
        self._more_unread = True

    def add_passed_over(self) -> None:
        """Remember a file that nothing reads: what is in it is not there, and is not replaced by anything else."""
        self._passed_over = True

    @property
    def gap(self) -> Gap:
        """What could not be read."""
        return Gap(tuple(sorted(self._broken)), self._more_unread)

    @property
    def _is_whole(self) -> bool:
        return not (self._broken or self._more_unread or self._passed_over)

    def _may_be_unread(self, identifier: str) -> bool:
        return self._more_unread or identifier in self._broken

    def find(self, identifier: str, origin: Origin, problems: list[Diagnostic], *keys: str | int) -> Thing | None:
        """The thing of this id; None, and a diagnostic, when there is none. The keys lead to the id from the origin."""
        thing = self.things.get(identifier)
        if thing is None and not self._may_be_unread(identifier):
            guess = self._guesses.next()
            problems.append(
                UNKNOWN_ID.at(
                    origin.span(*keys),
                    f"There is no {self.kind} `{identifier}` in {self.home}.",
                    self._suggestion(identifier, guess=guess),
                    fix=self._correction(identifier, origin, keys) if guess else None,
                )
            )
        return thing

    def find_all(
        self, identifiers: Iterable[str], origin: Origin, problems: list[Diagnostic], key: str
    ) -> Iterator[Thing]:
        """The things of these ids, each once, in their order; the key leads to their list (or the single one)."""
        seen = set()
        for index, identifier in enumerate(identifiers):
            thing = self.find(identifier, origin, problems, key, index)
            if thing is not None and identifier not in seen:
                seen.add(identifier)
                yield thing

    def _suggestion(self, identifier: str, *, guess: bool) -> str:
        if identifier in self._former:
            return f"`{identifier}` is called `{self._former[identifier].id}` now: write that."
        near = self.nearest(identifier) if guess else None
        if near:
            return f"Did you mean `{near}`?"
        if not self.things:
            return f"Add it to {self.home}."
        known = ", ".join(islice(self.things, 8))
        more = len(self.things) - 8
        return f"Write one of {known}{f' (and {more} more)' if more > 0 else ''}, or add it to {self.home}."

    def _correction(self, identifier: str, origin: Origin, keys: Keys) -> Fix | None:
        right = closest_candidate(identifier, self.things) if self._is_whole else None
        return correct_value_fix(origin, keys, identifier, right) if right else None

    def nearest(self, identifier: str) -> str | None:
        """The id that was most likely meant: what it is called now, the closest id, or that of the closest name.

        None where it is the id of what could not be read.
        """
        if identifier in self._former:
            return self._former[identifier].id
        ids = {text.lower(): text for text in (*sorted(self._broken), *self.things)}
        close = close_matches(identifier.lower(), ids, n=1, cutoff=0.65)
        if close:
            return ids[close[0]] if ids[close[0]] in self.things else None
        names = {
            value.lower(): thing.id
            for thing in self.things.values()
            for _, value in getattr(thing, "name", Text()).values
        }
        close = close_matches(identifier.lower().replace("-", " "), names, n=1, cutoff=0.75)
        return names[close[0]] if close else None

    def _free(self, identifier: str) -> str:
        number = 2
        while f"{identifier}-{number}".lower() in self._folded:
            number += 1
        return f"{identifier}-{number}"


def article(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"

"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.conference import Conference


class Check(Struct, frozen=True):
    """A rule, and the function that finds where a conference breaks it.

    `off`: it finds nothing until conference.yaml gives it a severity. `of_all`: it tells what nothing uses, so it waits
    until there are no errors, since what could not be read may use it.
    """

    rule: Rule
    find: Callable[[Conference], Iterable[Diagnostic]]
    off: bool = False
    of_all: bool = False


class DatedCheck(Struct, frozen=True):
    """A check of what should be there on a certain day. It looks at no clock: without a day it finds nothing."""

    rule: Rule
    find: Callable[[Conference, date], Iterable[Diagnostic]]

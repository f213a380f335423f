"""What templates may do: Jinja's sandbox, with bounds on what a template can use up.

Templates of all themes run in it, those that come with the tool too: a site's own theme extends them, and one way for
all is the simplest. Templates get no way to Python (names that begin with an underscore, the insides of functions and
frames, `format`), no way to change what they are given, and a bounded amount of text, time and memory.

It costs next to nothing: whether a name needs a check is known when the template is compiled, and few do
(`needs_a_check`).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from babel import Locale
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, modifies_known_mutable

LONGEST_TEXT = 4_000_000
"""Characters of a text, or entries of a list, that multiplying may make: more than any page has."""

WIDEST = 1_000
"""Characters to which a filter or a format may fill up a text, and digits that a power may have."""

_STRETCHING = frozenset("center encode expandtabs format format_map join ljust replace rjust translate zfill".split())
"""Methods of texts that make long ones of short ones. The filters of the same names are bounded."""

_INSIDES = re.compile(r"_|(?:ag|co|cr|f|gi|tb)_|(?:mro|locale)$")
"""Names that lead inside: of objects, of Python's frames and generators; and of babel's `Locale`, which reads files."""

_CHANGEABLE: tuple[Any, ...] = ([], {}, set(), deque())

_WIDTH = re.compile(r"[0-9]{4}|\*")
_WITH_A_WIDTH = ("batch", "center", "indent", "replace", "round", "slice", "tojson", "truncate", "wordwrap")


@lru_cache(maxsize=4096)
def needs_a_check(name: str) -> bool:
    """Whether an attribute of this name may be one that templates must not have."""
    return (
        bool(_INSIDES.match(name))
        or name in _STRETCHING
        or any(modifies_known_mutable(value, name) for value in _CHANGEABLE)
    )


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which nothing can be made to grow beyond all bounds by one operation."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *settings: Any, **named: Any) -> None:
        super().__init__(*settings, **named)
        self.binop_table.update({"*": _multiplied, "**": _power, "%": _modulo})
        self.filters.update({name: _no_wider(FILTERS[name]) for name in _WITH_A_WIDTH})
        self.filters["format"] = _filled
        del self.globals["lipsum"]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have this attribute."""
        if (isinstance(obj, (str, bytes)) and attr in _STRETCHING) or isinstance(value, Locale):
            return False
        return bool(super().is_safe_attribute(obj, attr, value))

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `format` is refused, since a width in it makes a text of any length."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Raises at once, so that a template cannot ask whether there is such a name."""
        raise SecurityError(f"`{attribute}` is not for templates (of {type(obj).__name__}).")


def _multiplied(left: Any, right: Any) -> Any:
    for value, times in ((left, right), (right, left)):
        if (
            isinstance(value, (str, bytes, list, tuple))
            and isinstance(times, int)
            and len(value) * times > LONGEST_TEXT
        ):
            raise SecurityError(f"This would be {len(value) * times:,} long; at most {LONGEST_TEXT:,} are made.")
    return left * right


def _power(left: Any, right: Any) -> Any:
    if not (isinstance(left, (int, float)) and isinstance(right, (int, float))) or abs(right) > WIDEST:
        raise SecurityError(f"A power is one of numbers, with an exponent of at most {WIDEST:,}.")
    if isinstance(left, int) and left.bit_length() > WIDEST:
        raise SecurityError("This number is too large for a power.")
    return left**right


def _modulo(left: Any, right: Any) -> Any:
    if isinstance(left, (str, bytes)):
        raise SecurityError("A text is not filled in with %: use the filter `format`, or a word with {fields}.")
    return left % right


def _filled(text: str, *values: Any, **named: Any) -> Any:
    """The filter `format`, in which no number is filled up to 1,000 characters or more."""
    if _WIDTH.search(text):
        raise SecurityError("`format` fills up to 999 characters, and takes no width among the values.")
    return FILTERS["format"](text, *values, **named)


def _no_wider(plain: Callable[..., Any]) -> Callable[..., Any]:
    """A filter, for numbers up to WIDEST and texts as long; what it is applied to may be as long as it likes."""
    asks = "jinja_pass_arg" in vars(plain)

    @wraps(plain)  # with the mark of what Jinja gives it beside its values
    def bounded(*values: Any, **named: Any) -> Any:
        for value in (*values[1 + asks :], *named.values()):
            if (isinstance(value, int) and value > WIDEST) or (isinstance(value, str) and len(value) > WIDEST):
                raise SecurityError(f"`{plain.__name__.removeprefix('do_')}` takes numbers up to {WIDEST:,}, no more.")
        return plain(*values, **named)

    return bounded

"""What is wrong in a YAML text, in the words of somebody who writes a programme."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule, Span

SYNTAX = Rule("yaml-syntax", "Not valid YAML")
DUPLICATE_KEY = Rule("duplicate-key", "The same key twice")
FORBIDDEN = Rule("yaml-forbidden", "YAML that is not allowed here")
RULES = (SYNTAX, DUPLICATE_KEY, FORBIDDEN)

Place = tuple[int, int, int, int]
"""Line, column, end line, end column, counted from 1 within the YAML text."""


class Problem(Struct, frozen=True):
    """Something wrong in a YAML text: the rule, the place within the text, the message, the hint."""

    rule: Rule
    place: Place
    message: str
    hint: str | None = None

    def in_file(self, path: str, above: int = 0) -> Diagnostic:
        """The problem as a diagnostic of a file that has so many lines above the text."""
        line, column, end_line, end_column = self.place
        span = Span(path, line + above, column, end_line + above, end_column)
        return self.rule.at(span, self.message, self.hint)


# What libyaml says, and what it means.
_EXPLANATIONS = (
    (
        r"mapping values are not allowed",
        "There is a second `: ` in this line, so YAML takes the text for a key.",
        'Put the whole text after the first colon in quotes: `title: "Learning: what next?"`',
    ),
    (
        r"cannot start any token.*|found character '\\t'.*|found a tab character.*",
        "This text begins with a character that YAML keeps for itself.",
        "Put the text in quotes.",
    ),
    (
        r"did not find expected key",
        "The indentation of this line does not fit the lines above.",
        "Start it in the column of the key it belongs beside, or further right if it goes on with a text.",
    ),
    (
        r"did not find expected '-' indicator",
        "A list ends here in the middle: this line starts neither an entry (`- `) nor a key of the level above.",
        "Start each entry of the list with `- ` in the same column.",
    ),
    (
        r"found unexpected end of stream",
        "A quotation mark is opened and never closed.",
        "Close the text with the same quotation mark that opens it.",
    ),
    (
        r"found undefined alias|undefined alias|expected alphabetic or numeric character",
        "A text begins with `*` or `&`, which YAML keeps for references.",
        "Put the text in quotes, or define the anchor with `&name` before it is referred to.",
    ),
    (
        r"did not find expected comment or line break",
        "After `|` or `>` the text begins in the next line.",
        "Move the text to a line of its own, indented by two more spaces; or delete the sign.",
    ),
    (
        r"did not find expected ',' or '[]}]'",
        "A `[` or `{` is not closed, or commas are missing between its values.",
        "Close it on the same line, or put the text in quotes if the bracket belongs to the text.",
    ),
    (
        r"could not find expected ':'|could not find expected '",
        "This line is neither `key: value` nor the continuation of a text.",
        "Write `key: value` with a space after the colon; indent a text that goes on over several lines.",
    ),
    (
        r"did not find expected <document start>|expected a single document|found another document",
        "A second YAML document begins here (`---`), and only one is read.",
        "Delete the line `---`, or move what follows into a file of its own.",
    ),
    (
        r"did not find expected node content|block sequence entries are not allowed",
        "YAML expects a value here and finds punctuation.",
        "If this is a text, put it in quotes; a list entry starts on a line of its own with `- `.",
    ),
    (
        r"(control|special) characters are not allowed",
        "There is an invisible control character in the text.",
        "Delete it (it often comes with text copied from another program) and type the place again.",
    ),
    (
        r"found unknown escape character",
        "Inside double quotes a backslash starts an escape, and this is not one.",
        "Use single quotes around the text, or write two backslashes.",
    ),
    (
        r"exceeded maximum nesting depth",
        "Values are nested far too deep here.",
        "A programme needs four or five levels; if these are brackets in a text, quote the text.",
    ),
    (
        r"found duplicate anchor|second occurrence",
        "This anchor (`&name`) is defined twice.",
        "Give the second anchor another name.",
    ),
)


def explain_yaml_error(error: yaml.YAMLError, text: str) -> Problem:
    """The problem behind an error of the YAML parser in this text, at the place an editor has to change."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is not None:
        line, column = mark.line, mark.column
    else:
        position = getattr(error, "position", 0)
        before = text.encode()[:position].decode(errors="ignore")
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    opened = getattr(error, "context_mark", None)
    context = str(getattr(error, "context", None) or "")
    # These begin where the context is, and are noticed somewhere below.
    unclosed = re.search(r"quoted scalar|^while parsing a flow|scanning a simple key|scanning an a", context)
    if opened is not None and unclosed:
        line, column = opened.line, opened.column
    lines = text.split("\n")
    if line >= len(lines) or (line == len(lines) - 1 and not lines[line] and line > 0):
        # What is missing at the end of a text is missing in its last line.
        line = len(text.rstrip("\n").split("\n")) - 1
        column = len(lines[line])
        said = "did not find expected ',' or ']'" if "expected node content" in said else said
    column = min(column, len(lines[line]))
    found = _explain_from_lines(said, lines, line, column)
    if found:
        return found
    for pattern, message, hint in _EXPLANATIONS:
        if re.search(pattern, said):
            return Problem(SYNTAX, _character_span(line, column), message, hint)
    return Problem(
        SYNTAX,
        _character_span(line, column),
        f"This is not valid YAML: {said}.",
        "Compare the line with the ones above it.",
    )


_NO_SPACE = re.compile(r"^[ -]*[A-Za-z_]+(?P<colon>:)(?!//)[^\s:]")


def _explain_from_lines(said: str, lines: Sequence[str], line: int, column: int) -> Problem | None:
    """What the lines themselves tell better than the parser, which meets some mistakes a line too late."""
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: column + 1] and not here[:column].strip():
        return Problem(
            SYNTAX,
            _character_span(line, here.index("\t")),
            "This line is indented with a tab, which YAML does not allow.",
            "Indent with spaces, two for each level.",
        )
    if "did not find expected key" in said and re.search(r"""["']""", here[:column]):
        return Problem(
            SYNTAX,
            _character_span(line, column),
            "The quotation mark before this closes the text too early.",
            'Inside double quotes write \\" for a quotation mark; inside single quotes, two for an apostrophe.',
        )
    late = "mapping values are not allowed" in said and not re.search(r":\s", here[:column])
    if late or "could not find expected ':'" in said:
        for number in (line, line - 1):
            close = _NO_SPACE.match(lines[number]) if 0 <= number < len(lines) else None
            if close:
                return Problem(
                    SYNTAX,
                    _character_span(number, close.start("colon")),
                    "There is no space after the colon, so YAML takes this for a text and not for a key.",
                    "Write `key: value`, with a space after the colon.",
                )
    if late:
        return Problem(
            SYNTAX,
            _character_span(line, column),
            "This line is indented as if it went on with the text of the line above.",
            "Start it in the column of the key it belongs beside; a key in the line above needs a colon at its end.",
        )
    return None


def _character_span(line: int, column: int) -> Place:
    """The place of a character from its line and column counted from 0."""
    return (line + 1, column + 1, line + 1, column + 2)

"""What a Markdown text may have in it, so that reading it takes time in proportion to its length.

Python-Markdown takes time in the square of what one paragraph has in it (some of it in the cube), and of some things
that a whole text has; it recurses into quotations, lists and definitions. So all of these are bounded to more than
anybody writes, and the rest is in proportion to the number of paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from msgspec import Struct

SHORT = 1_000
"""Characters of a text that is read in no time, whatever it has in it, if it is not deep."""

LONG = 50_000
"""Characters from which a text is read once under a limit of time before it counts as one that can be read."""

LONGEST = 200_000
"""Characters of a text: a book of a hundred pages has as many."""

MOST_MARKS = 1_000
"""Marks of a paragraph, heading, cell or entry of a list: a paragraph of three hundred links has as many."""

MOST_WORK = 20_000_000
"""Marks of a paragraph times its characters, for all paragraphs of a text together."""

MOST_BRACKETS = 500
"""Brackets of a paragraph, heading, cell or entry of a list."""

MOST_BRACKETS_TOGETHER = 3_000
"""Brackets up to the next empty line: a list of a thousand links."""

MOST_LINES = 5_000
"""Lines up to the next empty one, and blocks of a text that are indented as code."""

MOST_DEFINITIONS = 300
"""Definitions of a paragraph; with an empty line between them there may be any number."""

MOST_IN_A_ROW = 500
"""The same sign or spaces in a row; of tabs, which stand for four spaces, a quarter of it."""

MOST_COMMENTED = 20_000
"""Comments of a paragraph times its brackets of tags: the library looks for each tag's end after each comment."""

MOST_OPEN = 2_000
"""Open brackets of tags in a text, and its rules, fences, definitions and lists of attributes together."""

MOST_TAGS = 20_000
"""Tags of a text, and its entities and backslashes."""

MOST_UNCLOSED = 2_000
"""Tags in a text that are not closed; some need not be."""

MOST_NOTES = 500
"""Footnotes with what refers to them, and abbreviations, each of which is looked for in all of the text."""

DEEPEST = 50
"""Lists, quotations and definitions within one another."""

DEEPEST_TAGS = 300
"""Tags of HTML within one another."""

MOST_TIMES = 20
"""How often the reader may go over a text to take it apart into blocks: of most texts, less than four times."""

_MARK = re.compile(r"[*_`\[\]<&\\!{|]|  \n")
_SHORT_PIECE = 200
# Nothing in these goes back over what it has read: a text of nothing but tabs is as quick as any other.
_DEEP = re.compile(
    r"(?m)^[ \t]*+(?![-* \t]++$)(?:(?:>|[-*+][ \t]|\d++\.[ \t])[ \t]*+){25}|^(?: {4}|\t){25}[ \t]*+[-*+\d>]"
)
_SELDOM = re.compile(r"(?m)^ {0,3}(?:[-=*_][-=*_ \t]*$|~~~|```|:[ \t])|\{:|<!--")
_RUNS = (*(sign * MOST_IN_A_ROW for sign in " #-=_*`~>+|:.\\\"'()[]{}<!&/@^"), "\t" * (MOST_IN_A_ROW // 4))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSED_BY_OTHERS = _VOID | frozenset("p li dt dd td th tr thead tbody tfoot colgroup option optgroup rt rp".split())
"""Elements that need no end, or have none (HTML 13.1.2): none of them stands within itself for it."""


class Tangle(Struct, frozen=True):
    """What is too much in a text: the line in which it is (from 1), what is wrong, and what to write instead."""

    line: int
    message: str
    hint: str


class Tangled(Exception):
    """A text that is not read any further: the piece of it that has too much in it, and what there is to say."""

    def __init__(self, piece: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.chunk, self.message, self.hint = piece, message, hint


class Limits(Extension):
    """Bounds what Python-Markdown does with a text, at the places where it takes a text apart. Raises Tangled."""

    def __init__(self) -> None:
        super().__init__()
        self.gone_over = 0
        """Characters of the blocks that the library has looked at, again and again."""
        self.most = 0

    def extendMarkdown(self, md: Markdown) -> None:
        """Put the limits before everything else."""
        md.registerExtension(self)
        md.parser.blockprocessors.register(_Blocks(md.parser, self), "limits", _FIRST)
        md.treeprocessors.register(_Pieces(md), "limits", _BEFORE_INLINE)

    def reset(self) -> None:
        """Begin with another text."""
        self.gone_over = self.most = 0


_FIRST = 1_000
_BEFORE_INLINE = 25
"""The library reads what is in a paragraph at 20, and puts footnotes below the text at 50."""


class _Blocks(BlockProcessor):
    """Counts what the library goes over, and how deep; takes no block for its own."""

    def __init__(self, parser: BlockParser, limits: Limits) -> None:
        super().__init__(parser)
        self._limits = limits

    def test(self, parent: Element, block: str) -> bool:
        limits = self._limits
        if not limits.most:
            lines: list[str] = self.parser.md.lines  # type: ignore[attr-defined] # what the types do not know
            limits.most = MOST_TIMES * (SHORT + sum(map(len, lines)))
        limits.gone_over += len(block)
        if len(self.parser.state) > DEEPEST:
            raise Tangled(
                block,
                f"Lists, quotations or definitions are more than {DEEPEST} deep here.",
                "Write them less deep; put what only looks like it between lines of ```.",
            )
        if limits.gone_over > limits.most:
            raise Tangled(
                block,
                "Here are more rules, headings, lists or definitions without an empty line between them than are read.",
                "Put empty lines between them.",
            )
        if "|" in block and block.count("`") > MOST_MARKS:
            self._check_rows(block)
        return False

    def _check_rows(self, block: str) -> None:
        """See that no row of what may be a table has more code in it than is read."""
        for row in block.split("\n"):
            if row.count("`") > MOST_MARKS:
                raise Tangled(
                    row,
                    f"This row of a table has more than {MOST_MARKS:,} backticks.",
                    "Put code between lines of ```.",
                )


class _Pieces(Treeprocessor):
    """Looks at each piece of text that the library reads by itself, before it looks for what the marks in it mean."""

    def run(self, root: Element) -> None:
        work = 0
        for piece in _text_chunks(root):
            marks = len(_MARK.findall(piece))
            work += marks * len(piece)
            if marks > MOST_MARKS or work > MOST_WORK or piece.count("[") > MOST_BRACKETS:
                raise Tangled(
                    piece,
                    f"This paragraph has {marks:,} marks (`*`, `_`, `` ` ``, `[`, `<`, `\\` and the like) in "
                    f"{len(piece):,} characters, more than are read.",
                    "Split it with empty lines; put code between lines of ```.",
                )


def _text_chunks(root: Element) -> Iterator[str]:
    for element in root.iter():
        for text in (element.text, element.tail):
            if text and len(text) > _SHORT_PIECE and not isinstance(text, AtomicString):
                yield text


def check_tags(html: str) -> None:
    """See that no more elements stand within one another than a sanitiser takes in its stride. Raises Tangled."""
    match = too_deep(html, DEEPEST_TAGS, _CLOSED_BY_OTHERS)
    if match:
        raise Tangled(
            match[0],
            f"More than {DEEPEST_TAGS} tags of HTML are open at once, among them `{match[0]}>`.",
            "Close each tag; write `&lt;` for a sign that begins no tag.",
        )


def too_deep(html: str, most: int, but: frozenset[str] = _VOID) -> re.Match[str] | None:
    """The tag with which more than so many are open; what closes no tag counts for nothing."""
    opened: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in but:
            continue
        if not match[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > most:
            return match
    return None


def tangle_in(text: str) -> Tangle | None:
    """What a text has more of than anybody writes, as far as it is seen without reading it; None where nothing is.

    It takes no time. What it does not see, `Limits` meets.
    """
    deep = _DEEP.search(text)
    if deep:
        return _tangle(
            text,
            deep.start(),
            "Quotations or lists are more than 25 deep here.",
            "Write them less deep; put what only looks like it between lines of ```.",
        )
    if len(text) > LONGEST:
        return _tangle(
            text,
            LONGEST,
            f"This text has {len(text):,} characters, and {LONGEST:,} are read.",
            "Split it into several.",
        )
    in_parts = _in_parts(text)
    if in_parts or len(text) <= SHORT:
        return in_parts
    return _in_a_row(text) or _in_all(text)


def _in_parts(text: str) -> Tangle | None:
    """What is too much between two empty lines."""
    at = 0
    for part in text.split("\n\n"):
        tags = part.count("<")
        if part.count("[") > MOST_BRACKETS_TOGETHER or tags - part.count(">") > MOST_BRACKETS:
            return _tangle(
                text,
                at,
                "This paragraph has more brackets (`[`, or `<` that stands open) than are read.",
                "Split the paragraph with empty lines; write `&lt;` for a sign that begins no tag.",
            )
        if part.count("\n:") > MOST_DEFINITIONS:
            return _tangle(
                text,
                at,
                f"More than {MOST_DEFINITIONS} definitions (`: `) follow one another here.",
                "Put empty lines between them.",
            )
        if part.count("\n") > MOST_LINES and sum(map(bool, map(str.strip, part.split("\n")))) > MOST_LINES:
            return _tangle(
                text,
                at,
                f"More than {MOST_LINES:,} lines follow one another here without an empty line.",
                "Put empty lines between them.",
            )
        if tags and part.count("<!--") * tags > MOST_COMMENTED:
            return _tangle(text, at, "This paragraph has more comments and tags than are read.", "Split it.")
        at += len(part) + 2
    return None


def _in_a_row(text: str) -> Tangle | None:
    """The same sign again and again."""
    for run in _RUNS:
        if run in text:
            sign = {" ": "space", "\t": "tab"}.get(run[0], f"sign {run[0]}")
            return _tangle(
                text,
                text.index(run),
                f"The {sign} stands more than {MOST_IN_A_ROW} times in a row here.",
                "Write fewer of them; a line across the page is `---`.",
            )
    return None


def _in_all(text: str) -> Tangle | None:
    """What is too much in a text as a whole."""
    tags = text.count("<")
    if (
        tags - text.count(">") > MOST_OPEN
        or tags > MOST_TAGS
        or (tags > MOST_UNCLOSED and too_deep(text, MOST_UNCLOSED, frozenset()))
    ):
        what, least = "tags", "<"
    elif len(seldom := _SELDOM.findall(text)) > MOST_OPEN:
        what, least = "rules, fences, comments, definitions and lists of attributes", seldom[0]
    elif text.count("&") + text.count("\\") > MOST_TAGS:
        what, least = "entities and backslashes", "&" if "&" in text else "\\"
    elif text.count("\n\n    ") > MOST_LINES:
        what, least = "indented blocks", "\n\n    "
    elif text.count("[^") > MOST_NOTES:
        what, least = "footnotes", "[^"
    elif text.count("*[") > MOST_NOTES:
        what, least = "abbreviations", "*["
    else:
        return None
    return _tangle(text, text.index(least), f"This text has more {what} than are read.", "Split it into several texts.")


def _tangle(text: str, at: int, message: str, hint: str) -> Tangle:
    return Tangle(text.count("\n", 0, at) + 1, message, hint)


def tangle_at(text: str, tangled: Tangled) -> Tangle:
    """What is said of the piece at which reading a text ended: its line is the first of the piece that is found."""
    lines = (line.strip() for line in tangled.chunk.split("\n"))
    first = next((line for line in lines if line and line in text), "")
    return _tangle(text, text.index(first), tangled.message, tangled.hint)


def tangle_of_time(seconds: float) -> Tangle:
    """What is said of a text that took too long, which nothing else told."""
    return Tangle(
        1,
        f"Reading this text takes more than {seconds:g} seconds of the processor.",
        "Look for marks (`*`, `_`, `` ` ``, `[`, `<`) that are repeated without end; split the text into several.",
    )


def tangle_of_depth() -> Tangle:
    """What is said of a text that is deeper than its reader can go."""
    return Tangle(1, "Lists, quotations or definitions are nested too deep in this text.", "Write them less deep.")


def must_be_tried(text: str) -> bool:
    """Whether only reading a text tells if it can be read: few texts have so much in one paragraph, or are so long."""
    if len(text) <= SHORT:
        return False
    if len(text) > LONG:
        return True
    work = 0
    for part in text.split("\n\n"):
        marks = len(_MARK.findall(part))
        work += marks * len(part)
        if marks > MOST_MARKS or work > MOST_WORK or part.count("[") > MOST_BRACKETS:
            return True
    return False

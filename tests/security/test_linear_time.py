"""Twice as much of anything takes about twice the work, or is refused: for every reader, its library's weak spots.

The test is growth, so that it says the same on any machine: the processor's time for a text, for twice as much of it
and for four times as much, each the least of several tries. Texts that published lists of pathological Markdown have
are among them (cmark's `pathological_tests.py`, markdown-it, commonmark.js), and those that were found here.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from mlw_build.calendar.lock.text import parse_lock
from mlw_build.diagnostics import Diagnostic
from mlw_build.exchange.incoming.reading import text_cleaning as words
from mlw_build.exchange.incoming.reading.safe_json import read_json
from mlw_build.exchange.incoming.reading.safe_xml import read_xml
from mlw_build.exchange.incoming.reading.source import SourceRefused
from mlw_build.exchange.incoming.tables.rows import _csv, _table
from mlw_build.markup import html, refusal, to_plain
from mlw_build.model.links import _targets_in
from mlw_build.read import front_matter
from mlw_build.read.media import _svg_problem
from mlw_build.read.yaml_reader import parse
from mlw_build.text.close_matches import Guesses

pytestmark = pytest.mark.thorough

MOST_GROWTH = 2.6
"""Of the work from a text to one of twice the length; two such steps are looked at together."""

NO_TIME = 0.04
"""Seconds of the processor in which nothing can be told about growth."""

TRIES = 5

Maker = Callable[[int], str]
"""From a number of characters, about, to a text."""


def repeated(piece: str, before: str = "", after: str = "") -> Maker:
    """A piece again and again."""
    return lambda length: before + piece * (length // len(piece)) + after


def numbered(piece: str, before: str = "", after: str = "") -> Maker:
    """A piece with another number in it each time."""
    return lambda length: before + "".join(piece.format(n) for n in range(length // (len(piece) + 2))) + after


def growing(mark: str, between: str) -> Maker:
    """Runs of a mark, each longer by one than the one before."""

    def make(length: int) -> str:
        text, run = [], 1
        while length > 0:
            text.append(mark * run + between)
            length -= run + len(between)
            run += 1
        return "".join(text)

    return make


def seconds(read: Callable[[str], object], text: str) -> float:
    """The processor's time that reading a text takes; a refusal counts as having read it."""
    gc.disable()  # what the tests before have left is no work of this one
    before = time.process_time()
    try:
        with suppress(SourceRefused):
            read(text)
        return time.process_time() - before
    finally:
        gc.enable()


def grows(read: Callable[[str], object], make: Maker, length: int) -> str:
    """How the work grows more than it may; '' where it does not."""
    texts = [make(length * times) for times in (1, 2, 4)]
    least = [float("inf")] * 3
    for _ in range(TRIES):
        least = [min(known, seconds(read, text)) for known, text in zip(least, texts, strict=True)]
        if least[-1] < NO_TIME or least[-1] <= MOST_GROWTH**2 * least[0]:
            return ""
    return ", ".join(f"{one:.3f} s" for one in least)


def read_markdown(text: str) -> None:
    """As for a page: nothing remembered; what is refused is not read."""
    html._CONVERTED.clear()
    if refusal(text) is None:
        to_plain(html.safe_html(text))
    list(_targets_in(text))


def with_declared_attributes(length: int) -> str:
    """XML in which each of many elements has each of many attributes, which are written once."""
    declared = numbered('<!ATTLIST b b{0} CDATA "x">')(length)
    return f"<!DOCTYPE a [{declared}]><a>{'<b/>' * (length // 4)}</a>"


MARKDOWN: dict[str, Maker] = {
    "runs of backticks": growing("`", "a "),
    "backticks": repeated("`a"),
    "pairs of backticks and one": repeated("``a`"),
    "strong in emphasis": repeated("**a*"),
    "emphasis and two": repeated("_a_ __"),
    "emphasis side by side": repeated("*a*"),
    "openers": repeated("*a **a "),
    "openers of two kinds": repeated("*a _b "),
    "closers": repeated("a** a_ "),
    "mixed delimiters": repeated("a***b _"),
    "delimiters, a paragraph each": repeated("*a **b _c\n\n"),
    "brackets": repeated("["),
    "closing brackets": repeated("]", "["),
    "links within links": repeated("[a]("),
    "pictures within pictures": repeated("![a]("),
    "references": repeated("[a][a]", "[a]: b\n\n"),
    "titles that are not closed": repeated('[a](b "c '),
    "parentheses": repeated("(", "[a]("),
    "definitions of addresses": numbered("[a{0}]: b\n"),
    "footnotes": numbered("[^{0}]\n\n[^{0}]: b\n\n"),
    "one footnote": repeated("[^a] ", "[^a]: b\n\n"),
    "footnotes without end": repeated("[^"),
    "abbreviations": numbered("*[a{0}]: b\n"),
    "blocks of HTML": repeated("<div>\n"),
    "blocks of HTML on a line": repeated("<div>"),
    "paragraphs of HTML and ends of others": repeated("</div>\n\n<p>"),
    "formatting that is not closed": numbered("<b id={0}><p>"),
    "formatting in paragraphs": repeated("<p><b>a</p>\n"),
    "comments in tags": repeated("> <http://a><!--"),
    "comments that are not closed": repeated("<!-- "),
    "instructions that are not closed": repeated("<?"),
    "CDATA that is not closed": repeated("<![CDATA["),
    "tags that are not closed": repeated("<a "),
    "attributes that are not closed": repeated('<a b="'),
    "attributes": repeated(" b=c", "<a", ">"),
    "entities": repeated("&lt;"),
    "backslashes": repeated("\\"),
    "lists of attributes": repeated("a {: #a }\n\n"),
    "a list of attributes that is not closed": repeated("a ", "# a {: "),
    "nested entries": repeated("* "),
    "nested entries in a footnote": repeated("* ", "[^1]: "),
    "nested quotations": repeated("> "),
    "nested definitions": repeated("a\n: b\n"),
    "lines of an entry": repeated("b\n", "- a\n"),
    "entries": repeated("- a\n"),
    "entries apart": repeated("- a\n\n"),
    "quotations apart": repeated("> a\n\n"),
    "rules": repeated("---\n"),
    "headings": repeated("# a\n"),
    "underlined headings": repeated("a\n=\n"),
    "a heading of signs": repeated("#", "# ", " a"),
    "fences": repeated("~~~ a\n"),
    "indented code": repeated("    a\n\n"),
    "cells": repeated("|", "|a|b|\n|-|-|\n"),
    "tabs in a cell": repeated("\t", "|a|b|\n|-|-|\n|a", "b|"),
    "backticks in a cell": repeated("`a", "|a|b|\n|-|-|\n|"),
    "rows": repeated("|a|*b*|\n", "|a|b|\n|-|-|\n"),
    "line ends": repeated("\n", "a", "b"),
    "spaces": repeated(" ", "a", "b"),
    "tabs": repeated("\t", "a", "b"),
    "broken lines": repeated("a  \n"),
    "paragraphs": repeated("a\n\n"),
    "prose": repeated("A sentence with *some* words, and [a link](https://e.org).\n\n"),
}

DATA: dict[str, tuple[Callable[[str], object], Maker]] = {
    "YAML: keys": (parse, numbered("k{0}: v\n")),
    "YAML: one key": (parse, repeated("a: b\n")),
    "YAML: anchors": (parse, numbered("k{0}: &a{0} v\n")),
    "YAML: aliases": (parse, repeated("*a,", "a: &a b\nb: [", "*a]")),
    "YAML: merge keys": (parse, repeated("  <<: *a\n", "a: &a {b: c, d: e, f: g}\nd:\n")),
    "YAML: brackets": (parse, repeated("[")),
    "YAML: braces": (parse, repeated("{a: ")),
    "YAML: entries in entries": (parse, repeated("- ")),
    "YAML: a plain text": (parse, repeated("b ", "a: ")),
    "YAML: quotes": (parse, repeated("''", "a: '", "'")),
    "YAML: a quote without end": (parse, repeated('b "', 'a: "')),
    "YAML: escapes": (parse, repeated("\\n", 'a: "', '"')),
    "YAML: documents": (parse, repeated("---\na\n")),
    "YAML: comments": (parse, repeated("# a\n")),
    "YAML: block text": (parse, repeated("  b\n\n", "a: |\n")),
    "YAML: empty lines": (parse, repeated("\n", "a:\n", "  b")),
    "YAML: tags": (parse, repeated("- !!b a\n")),
    "YAML: one line": (parse, repeated("a b, ", "{", "}")),
    "front matter": (front_matter.split, repeated("a\n", "---\n")),
    "lock: lines": (parse_lock, repeated("x\n")),
    "lock: brackets": (parse_lock, repeated("[")),
    "lock: feeds": (
        parse_lock,
        numbered('{{"feed":"day","id":"d{0}","title":"x"}}\n', '{"calendar-lock":1,"folders":[],"note":""}\n'),
    ),
    "JSON: brackets": (lambda text: read_json(text, "a.json"), repeated("[")),
    "JSON: braces": (lambda text: read_json(text, "a.json"), repeated('{"a":')),
    "JSON: a number": (lambda text: read_json(text, "a.json"), repeated("1")),
    "JSON: escapes": (lambda text: read_json(text, "a.json"), repeated("\\ud83d", '"', '"')),
    "JSON: keys": (lambda text: read_json(text, "a.json"), numbered('"a{0}":1,', "{", '"a":1}')),
    "XML: elements in elements": (lambda text: read_xml(text.encode(), "a.xml"), repeated("<a>")),
    "XML: attributes": (lambda text: read_xml(text.encode(), "a.xml"), numbered(' b{0}="1"', "<a", "/>")),
    "XML: namespaces": (lambda text: read_xml(text.encode(), "a.xml"), numbered(' xmlns:b{0}="u{0}"', "<a", "/>")),
    "XML: ampersands": (lambda text: read_xml(text.encode(), "a.xml"), repeated("&a", "<a>", "</a>")),
    "XML: comments without end": (lambda text: read_xml(text.encode(), "a.xml"), repeated("<!-- ", "<a>")),
    "XML: attributes of a kind of element": (
        lambda text: read_xml(text.encode(), "a.xml"),
        with_declared_attributes,
    ),
    "SVG: attributes of a kind of element": (
        lambda text: _svg_problem(text.encode()),
        with_declared_attributes,
    ),
    "SVG: elements in elements": (lambda text: _svg_problem(text.encode()), repeated("<a>")),
    "SVG: addresses": (
        lambda text: _svg_problem(text.encode()),
        repeated("url(", "<svg><style>", "</style></svg>"),
    ),
    "SVG: styles": (lambda text: _svg_problem(text.encode()), repeated("<style>a</style>", "<svg>", "</svg>")),
    "CSV: quotes": (lambda text: list(_csv(text, "a.csv")), repeated('"a', "a,b\n")),
    "CSV: quotes in the head": (lambda text: list(_csv(text, "a.csv")), repeated('"')),
    "CSV: columns": (lambda text: _table("a", enumerate(_csv(text, "a.csv"))), repeated(",")),
    "CSV: rows": (lambda text: _table("a", enumerate(_csv(text, "a.csv"))), repeated("a,b\n")),
}

DESCRIPTIONS: dict[str, Maker] = {
    "divisions": repeated("<div>"),
    "tags that nothing closes": repeated("<a b>"),
    "formatting that nothing closes": repeated("<i>a"),
    "code that nothing closes": repeated("<code>"),
    "paragraphs that nothing closes": repeated("<p>a"),
    "entries that nothing closes": repeated("<ul><li>"),
    "brackets of tags": repeated("<"),
    "comments that nothing closes": repeated("<!--"),
    "escaped tags": repeated("&lt;p"),
    "tags that were escaped": repeated("&lt;p&gt;"),
    "tags that were escaped twice": repeated("&amp;lt;p&amp;gt;"),
    "ampersands": repeated("&amp;"),
    "videos": repeated("<iframe"),
    "attributes that nothing closes": repeated('<span a="'),
    "links": repeated("[a]("),
    "brackets": repeated("["),
    "pictures": repeated("!["),
    "backticks": repeated("`"),
    "fences": repeated("```a"),
    "spaces": repeated(" "),
    "words decoded wrongly": repeated("â€™"),
}


@pytest.mark.parametrize("make", MARKDOWN.values(), ids=MARKDOWN)
def test_a_markdown_text(make: Maker) -> None:
    assert grows(read_markdown, make, 12_000) == ""


@pytest.mark.parametrize(("read", "make"), DATA.values(), ids=DATA)
def test_data(read: Callable[[str], object], make: Maker) -> None:
    assert grows(read, make, 20_000) == ""


@pytest.mark.parametrize("make", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_description_in_a_source(make: Maker) -> None:
    assert grows(lambda text: (words.clean_prose(text), words._clean_line.__wrapped__(text)), make, 8_000) == ""


def test_words_that_there_are_not_among_words_that_there_are() -> None:
    def guess(count: str) -> None:
        guesses = Guesses()
        rooms = [f"room-number-{one:04}" for one in range(len(count))]
        for one in rooms:
            guesses.close_matches(one.replace("number", "namber"), rooms)

    assert grows(guess, repeated("x"), 300) == ""


REFUSED = {
    "runs of backticks": growing("`", "a ")(320_000),
    "strong in emphasis": "**a*" * 32_000,
    "emphasis and two": "_a_ __" * 32_000,
    "quotations": "> " * 60 + "x",
    "tags that nothing closes": "<div>" * 5_000,
    "brackets": "[" * 5_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("path", ["speakers/ana.md", "content/pages/about.md", "content/programme/day.yaml"])
def test_a_tangled_text_is_an_error_at_its_line(
    problems: Callable[..., tuple[Diagnostic, ...]], path: str, text: str
) -> None:
    if path.endswith(".yaml"):
        entry = "- id: opening\n  title: Opening\n  start: 10:00\n  end: 11:00\n  abstract: |\n"
        files, line = {path: f"date: 2020-10-12\nsessions:\n{entry}    Good.\n\n    {text}\n"}, 10
    else:
        key = "name" if path.startswith("speakers") else "title"
        files, line = {path: f"---\n{key}: A\n---\n\nGood.\n\n{text}\n"}, 7
    told = [one for one in problems(files) if one.code == "tangled-text"]
    assert [one.span.file for one in told] == [path]
    assert told[0].span.line in (line, line - 2)  # where a text is too long, its beginning
    assert told[0].hint


WRITTEN = {
    "three hundred links in a paragraph": "[A school](https://example.org/a_school?a=b) " * 240,
    "a table of links": "|a|b|\n|-|-|\n" + "|[a](https://example.org/a_b)|*b*|\n" * 500,
    "a list of links": "- [A paper](https://example.org/a_paper) by *somebody*\n" * 600,
    "code of a thousand lines": "```\n" + "a[0] = b_c * *d; // `e` <f> & {g}\n" * 1_000 + "```\n",
    "a long line": "-" * 300,
    "a page of a hundred kilobytes": "Words *and* words, and [a link](page:about).\n\n" * 2_000,
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_what_people_write_is_read(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize("opened", ["<div>", "<a b>", "<b>"])
def test_a_description_too_deep_to_take_apart_keeps_its_words(opened: str) -> None:
    brought = words.clean_prose(f"<p>First</p> {opened * 50_000} <a href='https://e.org/'>last</a>")
    assert isinstance(brought, words.WithoutTags)
    assert "First" in brought
    assert "<https://e.org/> last" in brought

"""Diagnostics as SARIF 2.1.0 (OASIS, 2020), as far as GitHub's code scanning reads it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from mlw_build.diagnostics import Diagnostic, Rule, Severity, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a run with more results."""

_ROOT = "%SRCROOT%"


def as_sarif(
    diagnostics: Sequence[Diagnostic],
    rules: Iterable[Rule],
    pages: Mapping[str, str],
    version: str,
    folder: str = "",
    docs: str | None = None,
) -> str:
    """The diagnostics as one SARIF log.

    `rules` are all rules there are; `pages` the documentation of a rule, in Markdown, by its code; `version` the
    tool's; `folder` the site's folder in the repository (`site/`); `docs` the address of the folder in which
    each rule's page can be read (ending in a slash), where there is one. The worst come first.
    """
    known = {rule.code: rule for rule in rules}
    codes = [*known, *sorted({diagnostic.code for diagnostic in diagnostics} - known.keys())]
    index = {code: number for number, code in enumerate(codes)}
    worst_first = sorted(diagnostics, key=lambda diagnostic: list(Severity).index(diagnostic.severity))[:MOST_RESULTS]
    seen: Counter[str] = Counter()
    driver: dict[str, Any] = {
        "name": "mlw_build",
        "semanticVersion": version,
        "rules": [_rule(known.get(code, Rule(code, code)), pages.get(code), docs) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, index[diagnostic.code], folder, seen) for diagnostic in worst_first],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule, page: str | None, docs: str | None) -> dict[str, Any]:
    described = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.code.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _first_paragraph(page) or f"{rule.title}."},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["programme"], "problem.severity": _PROBLEM[rule.severity]},
    }
    if page:
        described["help"] = {"text": page, "markdown": page}
    if docs:
        described["helpUri"] = f"{docs}{quote(rule.code)}.md"
    return described


_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def _first_paragraph(page: str | None) -> str:
    """The first paragraph of a page below its heading, on one line."""
    blocks = (block.strip() for block in (page or "").split("\n\n"))
    return next((" ".join(block.split()) for block in blocks if block and not block.startswith(("#", "|", "<"))), "")


def _result(diagnostic: Diagnostic, rule: int, folder: str, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message} {diagnostic.hint}" if diagnostic.hint else diagnostic.message},
        "locations": [_location(diagnostic.span, folder)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(diagnostic, seen)},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": related.message}, **_location(related.span, folder)}
            for number, related in enumerate(diagnostic.related, start=1)
        ]
    return result


def _location(span: Span, folder: str) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column, "endLine": max(span.line, span.end_line)}
    if span.end_line > span.line or span.end_column > span.column:
        region["endColumn"] = span.end_column
    place = {"uri": quote(f"{folder}{span.file}"), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": place, "region": region}}


def _fingerprint(diagnostic: Diagnostic, seen: Counter[str]) -> str:
    """What stays the same while lines are added above it, and while a clash moves to another time."""
    about = (
        " ".join(sorted({session for session, _ in diagnostic.involved.shares}))
        if diagnostic.involved
        else diagnostic.message
    )
    known = hashlib.sha256(f"{diagnostic.code}\n{diagnostic.span.file}\n{about}".encode()).hexdigest()[:16]
    seen[known] += 1
    return f"{known}:{seen[known]}"

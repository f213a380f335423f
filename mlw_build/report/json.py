"""Diagnostics as JSON for other tools; `version` rises when a field changes its meaning or goes away."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mlw_build.diagnostics import Diagnostic, Fix, Severity, Span

VERSION = 1


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """The diagnostics as one JSON document; docs/diagnostics.schema.json describes it."""
    document = {
        "version": VERSION,
        "counts": {
            severity.value: sum(diagnostic.severity is severity for diagnostic in diagnostics) for severity in Severity
        },
        "diagnostics": [
            {
                "code": diagnostic.code,
                "severity": diagnostic.severity.value,
                **_place(diagnostic.span),
                "message": diagnostic.message,
                "hint": diagnostic.hint,
                "related": [{**_place(related.span), "message": related.message} for related in diagnostic.related],
                "sessions": list(dict.fromkeys(session for session, _ in diagnostic.involved.shares))
                if diagnostic.involved
                else [],
                "fix": _fix(diagnostic.fix) if diagnostic.fix else None,
            }
            for diagnostic in diagnostics
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits]}


def _place(span: Span) -> dict[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }

"""Words that a language borrows from English, because the theme has none of its own for it, and how pages mark them.

A word is put into a page by its template, in a text or in an attribute, which only the finished page shows. So a
borrowed word travels between two characters that are for a program's own use (Unicode 15.0, 23.7: noncharacters),
and the page gets a <span lang> in their place where HTML can have one (WCAG 2.2, 3.1.2).
"""

from __future__ import annotations

import re

from markupsafe import Markup

from mlw_build.site.theme.message_files import FALLBACK_LANGUAGE

_BEGIN, _END = "\ufdd0", "\ufdd1"
_MARKS = str.maketrans("", "", _BEGIN + _END)
_NO_ELEMENTS_INSIDE = re.compile(r"<(title|script|style|option|textarea)\b.*?</\1>|<[^>]*>", re.S | re.I)
_LABEL = re.compile(f'aria-label="{_BEGIN}([^"{_BEGIN}{_END}]*){_END}"')
_WORD = re.compile(r"[a-z0-9]+")
_ATTRIBUTES = Markup(f' lang="{FALLBACK_LANGUAGE}" dir="ltr"')


def fallback_marker(text: str) -> Markup:
    """A text of the lender's that is safe HTML, with the marks around it."""
    return Markup(f"{_BEGIN}{text}{_END}")


def without_marks(text: str) -> str:
    """The same text without marks, for what is no page."""
    return text.translate(_MARKS)


def mark_fallback_texts(html: str) -> str:
    """A page with an element in place of the marks; in attributes, and where no element can be, without them.

    A label has no language of its own, so what it says stands in an element at the end that it refers to.
    """
    html = _with_labels(html)
    bare = _NO_ELEMENTS_INSIDE.sub(lambda match: without_marks(match[0]), html)
    return bare.replace(_BEGIN, f"<span{_ATTRIBUTES}>").replace(_END, "</span>")


def _with_labels(html: str) -> str:
    page, body, rest = html.rpartition("</body>")
    labels: dict[str, str] = {}

    def refer(match: re.Match[str]) -> str:
        name = "label-" + "-".join(_WORD.findall(match[1].lower()))
        labels[name] = match[1]
        return f'aria-labelledby="{name}"'

    page = _LABEL.sub(refer, page)
    if not labels:
        return html
    kept = "".join(f'<span id="{name}">{fallback_marker(text)}</span>' for name, text in labels.items())
    return f"{page}<p hidden>{kept}</p>\n{body}{rest}"


def attributes() -> Markup:
    """What an element says that holds a borrowed word and nothing else."""
    return _ATTRIBUTES

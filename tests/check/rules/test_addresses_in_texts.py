"""Links and pictures in texts, however they are written: what is amiss is told to their editor, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic

Problems = Callable[..., tuple[Diagnostic, ...]]
ABOUT_TEXTS = {"broken-link", "missing-media", "missing-alt"}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'


def told(problems: Problems, text: str) -> list[tuple[str, str]]:
    """What is told of this text on a page, of a site with a map: the codes and the hints."""
    files = {"content/pages/about.md": f"---\ntitle: About\n---\n{text}\n", "content/media/two halls.svg": DRAWING}
    return [(one.code, one.hint or "") for one in problems(files) if one.code in ABOUT_TEXTS]


@pytest.mark.parametrize(
    "text",
    [
        "![A map](media:two halls.svg)",
        "![A map](<two halls.svg>)",
        "![A map](two%20halls.svg)",
        "![A map][1]\n\n[1]: two%20halls.svg",
        '<img src="two halls.svg" alt="A map">',
        "[A map](media:two%20halls.svg#left)",
        "[Fees](#fees)\n\n## Fees {: #fees }",
        "[Fees](page:about#fees)\n\n<h2 id=fees>Fees</h2>",
        "[The sessions](agenda:#now) and [how](accessibility:#how)",
        "<a href='page:about'>About</a>",
        "Write this:\n\n    <a href='none.html'>None</a> [none](page:none) ![](none.png)",
        r"This is no link: \[none\](page:none)",
        "<!-- ![](none.png) [later](page:none) <img src='none.png'> -->",
    ],
)
def test_nothing_is_amiss(problems: Problems, text: str) -> None:
    assert told(problems, text) == []


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("![A map](halls.svg)", "missing-media", "Did you mean `two halls.svg`?"),
        ("![A map][1]\n\n[1]: halls.svg", "missing-media", "Did you mean `two halls.svg`?"),
        ('<img src="halls.svg" alt="A map">', "missing-media", "Did you mean `two halls.svg`?"),
        ("- A list\n\n    [a map](media:halls.svg)", "broken-link", "Did you mean `media:two halls.svg`?"),
        ("[A map](media:halls.svg)", "broken-link", "Did you mean `media:two halls.svg`?"),
        ("[Fees](#fee)\n\n## Fees {: #fees }", "broken-link", "Did you mean `#fees`?"),
        ("[Fees](page:about#costs)", "broken-link", "Give the heading that name: `## Heading {: #costs }`."),
        ("<a href=page:abot>About</a>", "broken-link", "Did you mean `page:about`?"),
        ('<img src="two halls.svg">', "missing-alt", 'Write what it shows into the tag: `alt="A class with tablets"`.'),
        (
            "![][1]\n\n[1]: <two%20halls.svg>",
            "missing-alt",
            "Write what it shows between the brackets: `![A class with tablets](two%20halls.svg)`.",
        ),
    ],
)
def test_what_is_amiss_is_told_with_what_to_write_instead(problems: Problems, text: str, code: str, hint: str) -> None:
    assert told(problems, text) == [(code, hint)]

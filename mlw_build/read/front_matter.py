"""Front matter: the YAML between two lines of `---` at the top of a Markdown file."""

from __future__ import annotations

from msgspec import Struct


class Parts(Struct, frozen=True):
    """A Markdown file taken apart. `closed` is False when the front matter's second `---` is missing."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int
    closed: bool = True


def split(text: str) -> Parts:
    """The front matter and the body of a text whose lines end in LF; a file without front matter is all body.

    Empty lines before the first `---` do no harm.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != "---":
        return Parts("", 1, text, 1)
    for number, line in enumerate(lines[first + 1 :], start=first + 1):
        if line.rstrip() in ("---", "..."):
            yaml = "\n".join(lines[first + 1 : number]) + "\n"
            return Parts(yaml, first + 2, "\n".join(lines[number + 1 :]), number + 2)
    return Parts("", first + 2, "", len(lines), closed=False)

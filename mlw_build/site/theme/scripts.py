"""A theme's scripts as they are published: small, under names with a hash, importing each other by these names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

import rjsmin

from mlw_build.site.theme.theme import Theme

_IMPORT = re.compile(r"""(?P<before>\b(?:from|import)\s*\(?\s*)(?P<quote>["'])(?P<address>\.{1,2}/[^"']+)(?P=quote)""")


def publish_scripts(theme: Theme, publish: Callable[[str, bytes], str]) -> Mapping[str, str]:
    """The path of every script that pages load or import, by its file under static/.

    `publish` takes a name and octets, and gives the path that they are published under. All scripts lie in one
    folder then. An import of what the theme does not have, or in a circle, stays as it is written. Comments that
    begin with `/*!` stay too: they are the licences of others.
    """
    paths: dict[str, str] = {}

    def path_of(file: str, importing: tuple[str, ...]) -> str:
        if file not in paths:
            text = _IMPORT.sub(lambda match: _import(match, (*importing, file)), theme.text(f"static/{file}"))
            paths[file] = publish(posixpath.basename(file), rjsmin.jsmin(text, keep_bang_comments=True).encode())
        return paths[file]

    def _import(match: re.Match[str], importing: tuple[str, ...]) -> str:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(importing[-1]), match["address"]))
        if file in importing or f"static/{file}" not in theme.files:
            return match[0]
        published = posixpath.basename(path_of(file, importing))
        return f"{match['before']}{match['quote']}./{published}{match['quote']}"

    first = (theme.first_script,) if theme.first_script else ()
    for file in (*theme.scripts, *(text for more in theme.page_scripts.values() for text in more), *first):
        path_of(file, ())
    return paths

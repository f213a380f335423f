"""Text that a terminal and a CI runner only show: whatever it says, it is no command to either.

Programmes, file names and imports are strangers' texts. A terminal takes control characters for commands (ECMA-48),
and direction overrides make it show something else than is there. GitHub's runner takes a line that begins with `::`
for a command, and `##[` anywhere in one (actions/runner, ActionCommand.cs); Azure's `##vso[`, TeamCity's `##teamcity[`.

All that is written as JSON writes it, `\\u001b`: nothing is lost, and JSON that is printed stays the same JSON.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any, TextIO

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_TURNING = "\u2028\u2029\u202a-\u202e\u2066-\u2069"
_HALVES = "\ud800-\udfff"
_RUNNER = r"#(?=#[^\S\n]*\w*\[)"

_HARMFUL = re.compile(f"[{_CONTROLS}{_TURNING}{_HALVES}]|\r(?!\n)|{_RUNNER}")
_COLOUR = re.compile("(\x1b\\[[0-9]{0,2}m)")
_COMMAND = re.compile(r"^([\s\ufeff\u200b]*):(?=:)", re.MULTILINE)


def harmless(text: str, *, commands: bool = False) -> str:
    """The text with every harmful character as its `\\uXXXX`. With `commands`, lines may begin with `::`."""
    if text.isascii() and text.isprintable() and "#" not in text and ":" not in text:
        return text
    shown = _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return shown if commands else _COMMAND.sub(r"\1\\u003a", shown)


def markdown_text(text: str) -> str:
    """The text so that a Markdown table shows it as it is: no markup, no link, no picture, nobody mentioned."""
    line = harmless(" ".join(text.split()), commands=True)
    escaped = re.sub(
        r"([\\`*_\[\]|~#!])", r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    return re.sub(
        r"://|www\.|@", lambda match: "".join(f"&#{ord(number)};" for number in match[0]), escaped, flags=re.I
    )


class HarmlessStream:
    """A stream of text that writes whole lines, made harmless, but for our own commands and colours."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = ""

    def write(self, text: str) -> int:
        """Write text; a line that has not ended waits for its end, or for `flush`, since it is judged as a whole."""
        whole, ended, self._line = (self._line + text).rpartition("\n")
        if ended:
            self._stream.write(harmless(f"{whole}\n"))
        return len(text)

    def write_coloured(self, text: str) -> None:
        """Write text whose colours are ours: no stranger's text in it has any."""
        self._flush_line()
        pieces = _COLOUR.split(text)
        self._stream.write("".join(piece if _COLOUR.fullmatch(piece) else harmless(piece) for piece in pieces))

    def write_commands(self, text: str) -> None:
        """Write lines that a CI runner shall take for commands."""
        self._flush_line()
        self._stream.write(harmless(text, commands=True))

    def writelines(self, lines: list[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Write what waits."""
        self._flush_line()
        self._stream.flush()

    def _flush_line(self) -> None:
        line, self._line = self._line, ""
        if line:
            self._stream.write(harmless(line))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def write_coloured(text: str, stream: TextIO | HarmlessStream) -> None:
    """Write a text with our own colours to a stream of either kind."""
    (stream if isinstance(stream, HarmlessStream) else HarmlessStream(stream)).write_coloured(text)


def write_commands(text: str, stream: TextIO | HarmlessStream) -> None:
    """Write commands for a CI runner to a stream of either kind."""
    (stream if isinstance(stream, HarmlessStream) else HarmlessStream(stream)).write_commands(text)


@contextlib.contextmanager
def harmless_streams() -> Iterator[None]:
    """Meanwhile all that this process prints is harmless, and what the encoding lacks is shown with substitutes."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.stdout, sys.stderr = HarmlessStream(sys.stdout), HarmlessStream(sys.stderr)
    try:
        yield
    finally:
        ours = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = before
        for our in ours:
            with contextlib.suppress(OSError, ValueError):
                our.flush()

"""Values as the YAML that an editor would write: unquoted where safe, short things on one line, prose in blocks.

What it writes, `mlw_build.read` reads back as the same texts, up to how long lines are broken.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from mlw_build.read.yaml_reader import read_yaml

WIDTH = 110

_PLAIN_START = re.compile(r"^[^\s\-?:,\[\]{}#&*!|>'\"%@`~]|^-?[\w.]")
_RISKY = re.compile(r"(:\s|:$|\s#|^[-?:](\s|$)|^(---|\.\.\.)|[\x00-\x1f\x7f\u0085\u2028\u2029\ufeff])|^(null|~)$|^<<$")
_FLOW_RISKY = re.compile(r"[,\[\]{}]|:$|^[-?:]")
_BLOCK_START = re.compile(r"^(\s|[-*+>#|]|\d+[.)]\s|```|~~~|=+$|-+$|:|\[\^|\*\[|!\[)")
_KEPT_AS_IS = re.compile(r"^(\s|[-*+>#|]|\d+[.)]\s|```|~~~|<)|\s\|\s|\s\s$")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_NOT_IN_BLOCKS = re.compile("[\x85\u2028\u2029]")


def entry_lines(fields: Mapping[str, Any], indent: int) -> list[str]:
    """The `key: value` lines of a mapping, indented by so many spaces."""
    return [line for key, value in fields.items() for line in field_lines(key, value, indent)]


def list_entry_lines(fields: Mapping[str, Any], indent: int) -> list[str]:
    """The lines of a mapping as an entry of a list, its dash at the indent."""
    lines = entry_lines(fields, indent + 2)
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]] if lines else [f"{' ' * indent}- {{}}"]


def field_lines(key: str, value: Any, indent: int) -> list[str]:
    """The lines of one key with its value."""
    front = f"{' ' * indent}{scalar_text(key)}:"
    short = inline_value(value)
    room = WIDTH - indent - len(key) - 2
    if short is not None and len(short) <= room:
        return [f"{front} {short}"]
    if isinstance(value, Mapping):
        return [front, *entry_lines(value, indent + 2)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [front, *(line for one in value for line in item_lines(one, indent + 2))]
    return _long_text(front, str(value), indent)


def item_lines(value: Any, indent: int) -> list[str]:
    """The lines of a value as an entry of a list, its dash at the indent."""
    short = inline_value(value)
    if short is not None and len(short) <= WIDTH - indent - 2:
        return [f"{' ' * indent}- {short}"]
    if isinstance(value, Mapping):
        return list_entry_lines(value, indent)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if short is not None:
            return [f"{' ' * indent}- {short}"]
        lines = [line for one in value for line in item_lines(one, indent + 2)]
        return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]
    return _long_text(f"{' ' * indent}-", str(value), indent)


def on_one_line(value: Any) -> str:
    """A value on one line as it may stand inside brackets, texts of several lines in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar_text(str(key), True)}: {on_one_line(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(on_one_line(one) for one in value) + "]"
    return "null" if value is None else scalar_text(str(value), True)


def inline_value(value: Any, within: bool = False) -> str | None:
    """A value on one line; None for a text of several lines."""
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        pairs = [(key, inline_value(one, True)) for key, one in value.items()]
        if any(text is None for _, text in pairs):
            return None
        return "{" + ", ".join(f"{scalar_text(str(key), True)}: {text}" for key, text in pairs) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [inline_value(one, True) for one in value]
        return None if any(item is None for item in items) else "[" + ", ".join(str(item) for item in items) + "]"
    return None if "\n" in str(value) else scalar_text(str(value), within)


def scalar_text(text: str, within: bool = False) -> str:
    """A text on one line: plain where that is safe, else in double quotes; `within` brackets more is risky."""
    if not text or not _PLAIN_START.match(text) or _RISKY.search(text) or text != text.strip():
        return double_quoted(text)
    if within and (_FLOW_RISKY.search(text) or ": " in text):
        return double_quoted(text)
    return text


def double_quoted(text: str) -> str:
    """A text in double quotes with what YAML needs escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return (
        '"'
        + re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", escaped)
        + '"'
    )


def _long_text(front: str, text: str, indent: int) -> list[str]:
    """A text too long for its line: folded where it is one paragraph of words, else a literal block."""
    if _UNPRINTABLE.search(text) or _NOT_IN_BLOCKS.search(text):
        return [f"{front} {double_quoted(text)}"]
    inner = " " * (indent + 2)
    if "\n" not in text:
        folded = _wrapped_lines(text, WIDTH - indent - 2)
        if not any(line.startswith(" ") for line in folded):
            return [f"{front} >-", *(f"{inner}{line}" for line in folded)]
    lines = markdown_lines(text.strip("\n"), WIDTH - indent - 2)
    header = "|2" if lines and lines[0].startswith(" ") else "|"
    return [
        f"{front} {header}",
        *(f"{inner}{line}".rstrip(" ") if not line.strip() else f"{inner}{line}" for line in lines),
    ]


def markdown_lines(text: str, width: int = WIDTH) -> list[str]:
    """A Markdown text with its long paragraphs broken into lines; lists, tables, code and quotes stay as they are."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        if fenced or fence or len(line) <= width or _KEPT_AS_IS.search(line):
            lines.append(line.rstrip() if not line.strip() else line)
        else:
            lines += _wrapped_lines(line, width)
        fenced ^= fence
    return lines


def _wrapped_lines(text: str, width: int) -> list[str]:
    """The text in lines; as one line where a break would give a line that means something else in Markdown."""
    lines = textwrap.wrap(
        text, max(width, 40), break_long_words=False, break_on_hyphens=False, drop_whitespace=True, expand_tabs=False,
        replace_whitespace=False, fix_sentence_endings=False,
    )  # fmt: skip
    if " ".join(lines) != text or any(_BLOCK_START.match(line) for line in lines[1:]):
        return [text]
    return lines or [text]


def written(value: str, style: str | None, in_flow: bool) -> str:
    """A text as a YAML scalar in this style (a quotation mark, or none), with other quotes where it needs them."""
    if style == "'" and not re.search(r"[\x00-\x1f\x7f-\x9f]", value):
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _stands_plain(value, in_flow):
        return value
    return '"' + "".join(_ESCAPES.get(text, text) for text in value) + '"'


def _stands_plain(value: str, in_flow: bool) -> bool:
    """Whether a text without quotes is read as itself."""
    if value != value.strip() or "\n" in value:
        return False
    data, problems = read_yaml(f"[k: {value}]\n" if in_flow else f"k: {value}\n")
    return not problems and data == ([{"k": value}] if in_flow else {"k": value})

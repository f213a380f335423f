"""The site's own look: colours and fonts from conference.yaml as custom properties, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.conference import Conference
from mlw_build.model.schema.settings import LookEntry

LOOK = Rule("look", "A colour or font that cannot be used")

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|(?:rgb|hsl|oklch|oklab|lab|lch)\([0-9a-zA-Z.,%/ -]+\)")
_WORDS = re.compile(r"""(?:[\w .,%-]|'[\w .,"%-]*'|"[\w .,'%-]*")+""")
"""Names of fonts and lengths. A quotation mark that nothing closes would swallow all styles that follow."""

_QUOTE_A_COLOUR = 'Write a colour such as `"#0b5cad"` or `rgb(11 92 173)`, with quotes around one that begins with #.'
_CLOSE_QUOTES = (
    "Close each quotation mark, and put the name of a font that has an apostrophe between double ones: "
    """`'"O''Reilly Sans", serif'`."""
)


def look_css(look: LookEntry) -> str:
    """The site's own values in the layer that theme styles leave for them; empty where there are none.

    An accent that is given for light pages alone does not change dark ones, where it could not be read.
    """
    both = "".join(_property(name, value) for name, value in _options(look.options, dark=False))
    light = _property("accent", look.accent or "")
    dark = _property("accent", look.accent_dark or "")
    dark += "".join(_property(name, value) for name, value in _options(look.options, dark=True))
    blocks = f":root{{{both}}}" if both else ""
    blocks += f"@media (prefers-color-scheme:light){{:root{{{light}}}}}" if light else ""
    blocks += f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}" if dark else ""
    return f"@layer look{{{blocks}}}" if blocks else ""


def look_problems(conference: Conference) -> Iterator[Diagnostic]:
    """Colours and fonts that could do more than colour, and a colour that YAML takes for a comment."""
    look, origin = conference.settings.look, conference.origin
    given: dict[tuple[str, ...], object] = {("accent",): look.accent, ("accent_dark",): look.accent_dark}
    given.update({("options", key): value for key, value in look.options.items()})
    for keys, value in given.items():
        if not value:
            continue
        if not (isinstance(value, str) and is_safe_css_value(value)):
            yield LOOK.at(
                origin.span("look", *keys),
                f"`{value}` is neither a colour nor a list of fonts.",
                _CLOSE_QUOTES if isinstance(value, str) and re.search("[\"']", value) else _QUOTE_A_COLOUR,
            )
        elif keys[0] != "options" and not _is_colour(value):
            yield LOOK.at(origin.span("look", *keys), f"`{value}` is not a colour.", _QUOTE_A_COLOUR)
    written = origin.document.data.get("look")
    for key in ("accent", "accent_dark"):
        if isinstance(written, Mapping) and key in written and written[key] is None:
            yield LOOK.at(
                origin.key_span("look", key),
                f"`{key}` is empty: YAML takes what begins with # for a comment.",
                f'Put the colour in quotes: `{key}: "#0b5cad"`.',
            )


def _is_colour(value: str) -> bool:
    """Whether this is a colour by its numbers or by its name in CSS."""
    if _COLOUR.fullmatch(value):
        return not value.startswith("#") or len(value) in (4, 5, 7, 9)
    from PIL.ImageColor import colormap  # few sites name their colour, and the others need not load it

    return value.lower() in colormap


def _options(options: Mapping[str, object], *, dark: bool) -> Iterator[tuple[str, str]]:
    for key, value in options.items():
        name = key.replace("_", "-")
        if isinstance(value, str) and value and name.endswith("-dark") is dark:
            yield name.removesuffix("-dark"), value


def _property(name: str, value: str) -> str:
    return f"--{name}:{value};" if value and re.match(r"^[a-z0-9-]+$", name) and is_safe_css_value(value) else ""


def is_safe_css_value(value: str) -> bool:
    """Whether a value is a colour, a length or a list of font names, and nothing that could load or end a rule."""
    return bool(_COLOUR.fullmatch(value) or _WORDS.fullmatch(value))

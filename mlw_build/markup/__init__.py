"""Markdown from strangers to safe HTML and to plain text. Imports nothing of the project but its limit of time."""

from mlw_build.markup.addresses import (
    KINDS,
    PLACES,
    STATEMENT,
    Inside,
    inside,
    path_in_address,
    picture_named,
    valid_address,
)
from mlw_build.markup.html import (
    FEW,
    MOST_REMEMBERED,
    Links,
    Pictures,
    ShownPicture,
    add_converted,
    addresses_in,
    anchors_in,
    is_converted,
    is_sanitised,
    refusal,
    safe_html,
    tangled,
    to_html,
)
from mlw_build.markup.limits import too_deep
from mlw_build.markup.plain import plain_text, to_plain, truncate_text
from mlw_build.markup.reader import PUBLIC

__all__ = [
    "FEW",
    "KINDS",
    "MOST_REMEMBERED",
    "PLACES",
    "PUBLIC",
    "STATEMENT",
    "Inside",
    "Links",
    "Pictures",
    "ShownPicture",
    "add_converted",
    "addresses_in",
    "anchors_in",
    "inside",
    "is_converted",
    "is_sanitised",
    "path_in_address",
    "picture_named",
    "plain_text",
    "refusal",
    "safe_html",
    "tangled",
    "to_html",
    "to_plain",
    "too_deep",
    "truncate_text",
    "valid_address",
]

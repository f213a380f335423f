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
    addresses_in,
    as_sanitised,
    is_read,
    places_in,
    refusal,
    remember,
    safe_html,
    tangled,
    to_html,
)
from mlw_build.markup.limits import too_deep
from mlw_build.markup.plain import plain_text, shortened, to_plain
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
    "addresses_in",
    "as_sanitised",
    "inside",
    "is_read",
    "path_in_address",
    "picture_named",
    "places_in",
    "plain_text",
    "refusal",
    "remember",
    "safe_html",
    "shortened",
    "tangled",
    "to_html",
    "to_plain",
    "too_deep",
    "valid_address",
]

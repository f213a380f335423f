"""Markdown from strangers to safe HTML and to plain text. Imports nothing of the project."""

from mlw_build.markup.addresses import path_in_address, valid_address
from mlw_build.markup.html import (
    MOST_REMEMBERED,
    Links,
    Pictures,
    ShownPicture,
    as_sanitised,
    is_read,
    remember,
    safe_html,
    tangled,
    to_html,
)
from mlw_build.markup.plain import plain_text, shortened, to_plain

__all__ = [
    "MOST_REMEMBERED",
    "Links",
    "Pictures",
    "ShownPicture",
    "as_sanitised",
    "is_read",
    "path_in_address",
    "plain_text",
    "remember",
    "safe_html",
    "shortened",
    "tangled",
    "to_html",
    "to_plain",
    "valid_address",
]

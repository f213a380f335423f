"""Markdown from strangers to safe HTML and to plain text. Imports nothing of the project."""

from mlw_build.markup.html import Links, tangled, to_html
from mlw_build.markup.plain import plain_text, shortened, to_plain

__all__ = ["Links", "plain_text", "shortened", "tangled", "to_html", "to_plain"]

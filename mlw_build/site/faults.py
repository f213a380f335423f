"""What stops a site from being made after it was checked: faults of themes and pictures that only making shows."""

from __future__ import annotations


class RenderFault(Exception):
    """A file of the site that cannot be made; the message says which, and why."""


class TemplateFault(RenderFault):
    """A template of the theme that cannot be rendered: which file and line, and what the template engine says."""


class MessageFault(RenderFault):
    """A word of the theme that is not there, or that asks for what it is not given."""

"""Pictures: what they show in words, and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from mlw_build.check.check import Check
from mlw_build.check.rules.links import AddressInText, addresses_in_texts
from mlw_build.check.rules.wording import count_noun
from mlw_build.diagnostics import Diagnostic, Related, Rule, Severity, Span
from mlw_build.markup import picture_named
from mlw_build.model.conference import Conference, Media
from mlw_build.model.pictures import NamedPicture, Role, named_pictures
from mlw_build.read.document import Origin

MISSING_ALT = Rule("missing-alt", "A picture without a text for those who do not see it", Severity.WARNING)
LARGE_PICTURE = Rule("large-picture", "A picture that takes long to load", Severity.WARNING)

LARGEST_PICTURE = 1_000_000
"""Octets; at 1.6 Mbit/s, a slow telephone's connection, this takes five seconds."""

STAND_STILL = "Show a picture that stands still, of which small files are made, or one that is smaller and shorter."
_LEAVE_OUT = "Leave out of the drawing what nobody sees, or save it as PNG, of which small files are made."
_SCALE_DOWN = "Scale it down to 512 pixels."

_PICTURES = frozenset(".avif .webp .jpg .jpeg .png .gif .svg".split())
_ELSEWHERE = re.compile(r"https?:", re.I)
_MOST_SHOWN = 5


def missing_alt(conference: Conference) -> Iterator[Diagnostic]:
    """Pictures without `alt` (WCAG 2.2, 1.1.1), in entries and in Markdown.

    Pictures on other hosts are not shown, but linked to. A portrait or a logo stands beside its name, which says the
    most of it; these are counted in one note.
    """
    for picture, _, origin in _is_silent(conference, Role.PROJECT):
        yield _missing(origin, picture.file)
    for found in _texts_without(conference):
        address, in_html = found.target.address, found.target.written.startswith("<")
        yield MISSING_ALT.at(
            found.whole_span(),
            f"The picture {address} has no text for those who do not see it.",
            'Write what it shows into the tag: `alt="A class with tablets"`.'
            if in_html
            else f"Write what it shows between the brackets: `![A class with tablets]({address})`.",
        )
    yield from _beside_name(conference)


def without_description(conference: Conference) -> int:
    """How many pictures of projects and in texts have no `alt`."""
    return len(_is_silent(conference, Role.PROJECT)) + sum(1 for _ in _texts_without(conference))


def _is_silent(conference: Conference, role: Role) -> list[NamedPicture]:
    return [picture for picture in named_pictures(conference) if picture.role is role and not picture.picture.alt]


def _texts_without(conference: Conference) -> Iterator[AddressInText]:
    for found in addresses_in_texts(conference):
        if found.target.is_silent and not _ELSEWHERE.match(found.target.address) and found.is_met():
            yield found


def _missing(origin: Origin, file: str) -> Diagnostic:
    return MISSING_ALT.at(
        origin.span(),
        f"The picture {file} has no text for those who do not see it.",
        f"Write `{{file: {file}, alt: What it shows}}`.",
    )


def _beside_name(conference: Conference) -> Iterator[Diagnostic]:
    for kind, role in (("portrait", Role.PORTRAIT), ("logo", Role.LOGO)):
        silent = _is_silent(conference, role)
        if silent:
            yield _single_note(kind, silent)


def _single_note(kind: str, silent: list[NamedPicture]) -> Diagnostic:
    first, *others = silent
    has = "has" if len(silent) == 1 else "have"
    return MISSING_ALT.at(
        first.origin.span(),
        f"{count_noun(len(silent), kind)} {has} no text for those who do not see pictures; the name beside is read.",
        f"If there is more to see than who it is, write `{{file: {first.picture.file}, alt: What it shows}}`.",
        [Related(one.origin.span(), one.picture.file) for one in others[:_MOST_SHOWN]],
    ).with_severity(Severity.NOTE)


def large_pictures(conference: Conference) -> Iterator[Diagnostic]:
    """Pictures of more than a megabyte that pages show as they are: drawings and the icon.

    All others are made into the sizes of their places, whatever they have; but for those that move, which the site
    finds when it opens them.
    """
    large = {
        media.path: media
        for media in conference.media.values()
        if media.size > LARGEST_PICTURE and PurePosixPath(media.path).suffix.lower() in _PICTURES
    }
    places: dict[str, Span] = {}
    for name, place in unscaled_pictures(conference) if large else ():
        places.setdefault(name, place)
    for name, media in large.items():
        if name in places:
            yield large_picture(media, places[name], _LEAVE_OUT if _is_drawing(name) else _SCALE_DOWN)


def large_picture(media: Media, place: Span, hint: str) -> Diagnostic:
    """That a picture is large, and shown as it is at this place."""
    return LARGE_PICTURE.at(
        Span(f"content/media/{media.path}"),
        f"The picture {media.path} has {media.size / 1e6:.1f} MB and is shown as it is; "
        "on a telephone it takes long to appear.",
        hint,
        [Related(place, "it is shown here")],
    )


def unscaled_pictures(conference: Conference) -> Iterator[tuple[str, Span]]:
    """The names of pictures that no smaller ones are made of, with where each is named."""
    for found in addresses_in_texts(conference):
        name = picture_named(found.target.address)
        if found.target.is_picture and _is_drawing(name):
            yield name, found.span()
    for picture, role, origin in named_pictures(conference):
        if role is Role.ICON or _is_drawing(picture.file):
            yield picture.file, origin.span()


def _is_drawing(name: str) -> bool:
    return name.lower().endswith(".svg")


CHECKS = (Check(MISSING_ALT, missing_alt), Check(LARGE_PICTURE, large_pictures))

"""The formats that are read, one line each; the first that recognises a source reads it."""

from __future__ import annotations

from collections.abc import Sequence

from mlw_build.exchange.incoming.formats import (
    devopsdays,
    frab_json,
    frab_xml,
    ics,
    jekyll_conference,
    jekyll_pages,
    miniconf,
    pretalx,
    programme_json,
    sessionize,
)
from mlw_build.exchange.incoming.reading.format_reader import Format
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.tables import reader as table

FORMATS: Sequence[Format] = (
    frab_xml.FORMAT,
    programme_json.FORMAT,
    frab_json.FORMAT,
    pretalx.FORMAT,
    sessionize.FORMAT,
    devopsdays.FORMAT,
    jekyll_pages.FORMAT,
    jekyll_conference.FORMAT,
    miniconf.FORMAT,
    ics.FORMAT,
    table.FORMAT,
)


def detect_format(source: Source, name: str | None) -> Format:
    """The format of this name, else the first that recognises the source. Raises Refused where none does."""
    if name:
        return next(one for one in FORMATS if one.name == name)
    found = next((one for one in FORMATS if one.recognises(source)), None)
    if found is None:
        known = "; ".join(f"{one.name} ({one.title})" for one in FORMATS)
        raise SourceRefused(
            f"{source.name} is in no format that is known here. Name it with --from; there are: {known}."
        )
    return found

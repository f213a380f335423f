"""What the tests of imports share: a small schedule.xml to vary, and importing it into an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlw_build.exchange.incoming.formats.registry import detect_format
from mlw_build.exchange.incoming.importer import ImportPlan, plan_import, write_import
from mlw_build.exchange.incoming.reading.format_reader import ImportOptions
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site

Importer = Callable[..., ImportPlan]

SCHEDULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference>
    <acronym>demo-2025</acronym><title>Demo 2025</title><city>Brussels</city>
    <time_zone_name>Europe/Brussels</time_zone_name>
  </conference>
  <day index="1" date="2025-02-01" start="2025-02-01T09:00:00+01:00" end="2025-02-02T02:00:00+01:00">
    <room name="Janson">
      <event id="11" guid="0b1c0000-0000-4000-8000-000000000011">
        <date>2025-02-01T10:00:00+01:00</date><start>10:00</start><duration>00:30</duration>
        <title>Opening</title><type>keynote</type><track>Main</track><language>en</language>
        <abstract>&lt;p&gt;Welcome &lt;a href="https://example.org/"&gt;all&lt;/a&gt;.&lt;/p&gt;</abstract>
        <persons><person id="1">Ana Silva</person></persons>
      </event>
      <event id="12" guid="0b1c0000-0000-4000-8000-000000000012">
        <date>2025-02-01T11:00:00+01:00</date><start>11:00</start><duration>00:45</duration>
        <title>Second talk</title><type>devroom</type><track>Main</track><language>en</language>
        <abstract>About it.</abstract>
        <persons><person id="2">Bo Lee</person></persons>
      </event>
    </room>
  </day>
</schedule>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder that is imported into."""
    return tmp_path / "site"


@pytest.fixture
def bring_in(tmp_path: Path, site: Path) -> Importer:
    """Imports a text (as a file of this name) or a folder into the site; gives what the import had to say."""

    def run(given: str | bytes | Path, name: str = "schedule.xml", zone: str = "", **columns: str) -> ImportPlan:
        place = given
        if not isinstance(place, Path):
            place = tmp_path / "in" / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(given if isinstance(given, bytes) else str(given).encode())
        source = Source(place)
        plan = plan_import(source, detect_format(source, None), site, ImportOptions(columns, zone))
        write_import(site, plan)
        return plan

    return run


def conference_in(site: Path) -> Conference:
    """The conference that the imported files make; they are clean, or this fails."""
    sources, faults = read_site(site)
    conference, problems = build_conference(sources)
    assert [str(one.message) for one in (*faults, *problems)] == []
    assert conference is not None
    return conference


def said(plan: ImportPlan) -> list[str]:
    """The codes of what an import had to say."""
    return [one.code for one in plan.diagnostics]

"""Whatever stands in the place of whatever: a site is checked to the end, and every problem is at a place there is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.pipeline import Options, check
from mlw_build.read.front_matter import split
from mlw_build.report.text import as_text
from tests.test_good_site import ROOT

pytestmark = pytest.mark.thorough

FILES = sorted(file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*") if file.suffix in (".yaml", ".md"))
KEYS = (
    "open available needs not_with was part_of allow team changeover capacity stream social_hours breaks checks look "
    "day_change session_duration slug room rooms parts demos projects level photo announced time_zone contact start "
    "end duration date sessions questions booths theme published"
).split()
VALUES: list[Any] = [
    "", None, [], {}, [None], [[]], [{}], {"": ""}, {"en": None}, {"fr": []}, "0", "999999999", "-1", "yes", "off", "*",
    "10:00", "47:59", "25:61", "10:00+14:00", "2199-12-31", "9999-12-31", "2020-10-25 02:30", "999h", "0m",
    "09:00-17:00",
    "https://[::1", "https://e.org:99999/", "javascript:x", "a" * 200, "\x1b[0m", ["a", "a"], {"id": "a"}, "~",
    "opening",
    {"date": "2020-10-12", "start": "47:59", "end": "00:00+14:00"},
]  # fmt: skip


def mutated(data: Any, draw: Any) -> Any:
    """The data with one value put in another's place, or under another key."""
    keys: list[Any] = []
    place = data
    while isinstance(place, dict | list) and place and draw(st.integers(0, 4)):
        keys.append(draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))))
        place = place[keys[-1]]
    value = draw(st.sampled_from(VALUES))
    if isinstance(place, dict) and draw(st.booleans()):
        place[draw(st.sampled_from(KEYS))] = value
        return data
    if not keys:
        return value
    around = data
    for key in keys[:-1]:
        around = around[key]
    around[keys[-1]] = value
    return data


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_site_with_anything_anywhere_is_checked_to_the_end(tmp_path: Path, data: st.DataObject) -> None:
    root = tmp_path / "site"
    shutil.copytree(ROOT, root, dirs_exist_ok=True)
    file = root / data.draw(st.sampled_from(FILES))
    text = file.read_text(encoding="utf-8")
    parts = split(text) if file.suffix == ".md" else None
    written = yaml.load(parts.yaml if parts else text, Loader=yaml.CBaseLoader)
    dumped = yaml.safe_dump(mutated(written, data.draw), allow_unicode=True)
    file.write_text(f"---\n{dumped}---\n{parts.body}" if parts else dumped, encoding="utf-8")
    found = check(Options(root, root / "output", on=date(2021, 4, 1)))
    texts = found.texts()
    as_text(found.diagnostics, texts)
    for one in found.diagnostics:
        lines = texts.get(one.span.file, "").split("\n")
        assert one.span.file not in texts or 1 <= one.span.line <= len(lines)
        assert one.span.file not in texts or 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1

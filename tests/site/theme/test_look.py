"""What a site may set of its look, and that nothing it sets does more than that."""

from __future__ import annotations

import pytest

from mlw_build.diagnostics import Severity
from mlw_build.pipeline import Options, build
from mlw_build.site.theme.look import is_safe_css_value
from tests.small_sites import MINIMAL, SiteMaker

pytestmark = pytest.mark.thorough

CONFERENCE = MINIMAL["content/conference.yaml"]

FONTS = ["Georgia, serif", "'Gill Sans', serif", '"O\'Reilly Sans", serif', "'a \"b\"', c"]
OPEN = ["O'Reilly Sans, serif", 'Georgia", serif', "'Georgia, serif", "'a\" b", "it's, 'a'", "\"a' b"]


def written(value: str) -> str:
    """A value as it stands in double quotes in YAML."""
    return '"{}"'.format(value.replace('"', '\\"'))


@pytest.mark.parametrize("value", OPEN)
@pytest.mark.parametrize("look", ["{{accent: {}}}", "{{accent_dark: {}}}", "{{options: {{font_text: {}}}}}"])
def test_a_quotation_mark_that_nothing_closes_is_refused(site: SiteMaker, look: str, value: str) -> None:
    """It would swallow all styles that follow."""
    root = site({"content/conference.yaml": f"{CONFERENCE}look: {look.format(written(value))}\n"})
    found = [one for one in build(Options(root, root / "output")).checked.diagnostics if one.severity is Severity.ERROR]
    assert [(one.code, one.span.line) for one in found] == [("look", 6)]
    assert "Close each quotation mark" in (found[0].hint or "")


@pytest.mark.parametrize("key", ["accent", "accent_dark"])
@pytest.mark.parametrize(
    ("value", "is_one"),
    [("blau", False), ("#0b5ca", False), ("serif", False), ("12px", False)]
    + [(one, True) for one in ("teal", "RebeccaPurple", "#0b5", "#0b5cad80", "oklch(40% .1 250)")],
)
def test_the_accent_is_a_colour(site: SiteMaker, key: str, value: str, is_one: bool) -> None:
    root = site({"content/conference.yaml": f"{CONFERENCE}look: {{{key}: {written(value)}}}\n"})
    found = build(Options(root, root / "output")).checked.diagnostics
    assert [one.message for one in found if one.code == "look"] == ([] if is_one else [f"`{value}` is not a colour."])


@pytest.mark.parametrize("value", FONTS)
def test_names_of_fonts_may_be_quoted_and_all_styles_stay(site: SiteMaker, value: str) -> None:
    rules = []
    for look in ("", f"look: {{options: {{font_text: {written(value)}}}}}\n"):
        root = site({"content/conference.yaml": CONFERENCE + look})
        assert build(Options(root, root / "output")).published
        [sheet] = (root / "output" / "assets").glob("site.*.css")
        rules.append(sheet.read_text(encoding="utf-8").count("{"))
    assert rules[1] == rules[0] + 2  # the layer, and :root in it


@pytest.mark.parametrize("value", ["a\n", "#fff\n", "a;b", "a}b", "a/*", "url(x)", "a\\", "'a\nb'", "<b>", *OPEN])
def test_what_could_end_a_rule_is_not_safe(value: str) -> None:
    assert not is_safe_css_value(value)


@pytest.mark.parametrize("value", ["#0b5cad", "rgb(11 92 173)", "oklch(40% .1 250 / 50%)", ".25rem", "0", *FONTS])
def test_colours_lengths_and_fonts_are_safe(value: str) -> None:
    assert is_safe_css_value(value)

"""What a theme of a site's own may say and bring, and what is told of it; more broken ones are in tests/sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.pipeline import Options, build, check
from mlw_build.site.faults import RenderFault, TemplateFault
from tests.small_sites import MINIMAL, SiteMaker

SETTINGS = "name: mine\nextends: default\n"
CONFERENCE = MINIMAL["content/conference.yaml"]
MINE = {"content/conference.yaml": f"{CONFERENCE}theme: mine\n", "themes/mine/theme.yaml": SETTINGS}


def errors(root: Path) -> list[Diagnostic]:
    """What stops publishing, in a check and in a build."""
    found = build(Options(root, root / "output")).checked.diagnostics
    assert found == check(Options(root, root / "output")).diagnostics
    return [one for one in found if one.severity is Severity.ERROR]


def styles(root: Path) -> str:
    assert errors(root) == []
    [sheet] = (root / "output" / "assets").glob("site.*.css")
    return sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "setting",
    [
        "page_scripts: {day: }", "page_scripts: {day: js/mine.js}", "page_scripts:", "options:", "options: {ribbon: }",
        "styles: css/mine.css", "scripts: js/mine.js", "first_script: js/mine.js", "measures: contrast",
        "extra: {anything: [at, all]}",
    ],
)  # fmt: skip
def test_what_is_empty_is_not_given_and_one_of_a_list_may_stand_alone(site: SiteMaker, setting: str) -> None:
    files = {"themes/mine/static/css/mine.css": ".mine { --a: 1 }", "themes/mine/static/js/mine.js": "let mine;"}
    assert errors(site({**MINE, **files, "themes/mine/theme.yaml": f"{SETTINGS}{setting}\n"})) == []


@pytest.mark.parametrize("text", ["", "- name: mine\n", "mine\n", "name: [mine\n", "scripts: [{a: b}, ~]\n"])
def test_a_theme_yaml_of_any_form_is_told_where_it_is(site: SiteMaker, text: str) -> None:
    found = errors(site({**MINE, "themes/mine/theme.yaml": text}))
    assert {one.span.file for one in found} == {"themes/mine/theme.yaml"}
    assert all(one.hint for one in found)


def test_an_option_that_is_empty_is_one_that_sites_may_set(site: SiteMaker) -> None:
    look = "theme: mine\nlook: {options: {ribbon: red}}\n"
    files = {"themes/mine/theme.yaml": f"{SETTINGS}options: {{ribbon: }}\n"}
    assert errors(site({**files, "content/conference.yaml": CONFERENCE + look})) == []


def test_a_measure_may_have_its_word_in_each_language_of_the_site(site: SiteMaker) -> None:
    """English need not have it where it is never asked for."""
    theme = {**MINE, "themes/mine/theme.yaml": f"{SETTINGS}measures: [own]\n"}
    words = {f"themes/mine/i18n/{code}.yaml": "measure_own: Own.\n" for code in ("en", "fr")}
    french = {"content/conference.yaml": f"{CONFERENCE}theme: mine\n".replace("[en, fr]", "[fr]")}
    assert errors(site({**theme, **words})) == []
    assert errors(site({**theme, **french, "themes/mine/i18n/en.yaml": None})) == []


def test_a_measure_needs_a_word_that_every_language_can_show(site: SiteMaker) -> None:
    theme = {**MINE, "themes/mine/theme.yaml": f"{SETTINGS}measures: [own]\n"}
    [found] = errors(site({**theme, "themes/mine/i18n/fr.yaml": "measure_own: Propre.\n"}))
    assert str(found.span) == "themes/mine/theme.yaml:3:12"
    assert found.hint == "Write `measure_own: ...` in themes/mine/i18n/en.yaml, or delete the measure."


@pytest.mark.parametrize(
    "path", ["static/css/mine.css", "static/js/mine.js", "templates/session.html", "i18n/fr.yaml", "i18n/en.yaml"]
)
def test_a_text_that_is_not_utf8_is_told_by_its_file(site: SiteMaker, path: str) -> None:
    [found] = errors(site({**MINE, f"themes/mine/{path}": "a: \u00e9\n".encode("latin-1")}))
    assert (found.code, str(found.span)) == ("not-utf-8", f"themes/mine/{path}:1:4")


@pytest.mark.parametrize(
    ("files", "named"),
    [
        (
            {"theme.yaml": f"{SETTINGS}styles: mine.sheet\n", "static/mine.sheet": b"\xe9"},
            "mine.sheet is not UTF-8",
        ),
        ({"templates/session.html": "{% include 'a.part' %}", "templates/a.part": b"\xe9"}, "a.part is not UTF-8 text"),
    ],
)
def test_a_text_of_any_name_that_is_not_utf8_stops_a_build_in_words(
    site: SiteMaker, files: dict[str, str | bytes], named: str
) -> None:
    root = site({**MINE, **{f"themes/mine/{path}": text for path, text in files.items()}})
    with pytest.raises(RenderFault, match=named):
        build(Options(root, root / "output"))


def test_a_picture_is_not_read_as_a_text(site: SiteMaker) -> None:
    files = {"themes/mine/static/photo.jpg": b"\xff\xd8\xff", "themes/mine/templates/photo.psd": b"\xff"}
    assert errors(site({**MINE, **files})) == []


def test_a_byte_order_mark_does_no_harm(site: SiteMaker) -> None:
    files = {
        "themes/mine/theme.yaml": f"\ufeff{SETTINGS}styles: mine.css\n",
        "themes/mine/static/mine.css": "\ufeff.mine{--a:1}",
        "themes/mine/i18n/en.yaml": "\ufeffskip: On\r\n",
        "themes/mine/templates/offline.html": "\ufeff{{ words('skip') }}",
    }
    root = site({**MINE, **files})
    assert styles(root).endswith(".mine{--a:1}")
    assert (root / "output" / "offline.html").read_text(encoding="utf-8") == "On\n"


def test_all_that_is_wrong_with_words_is_told_at_once(site: SiteMaker) -> None:
    files = {
        "themes/mine/i18n/en.yaml": "skip: On\nskip: Off\ncancelled:\n",
        "themes/mine/i18n/fr.yaml": "skip: [a\n",
        "themes/mine/i18n/de.yaml": "of no language: [of the site\n",
    }
    assert [str(one.span) for one in errors(site({**MINE, **files}))] == [
        "themes/mine/i18n/en.yaml:2:1",
        "themes/mine/i18n/en.yaml:3:1",
        "themes/mine/i18n/fr.yaml:1:7",
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"templates/session.html": "<p>\n{{ words('nothing') }}"},
            r"session\.html:2: There is no word `nothing`",
        ),
        (
            {"templates/session.html": "{{ words('sessions_count') }}"},
            r"session\.html:1: .+ has the field `count`",
        ),
        ({"i18n/en.yaml": "nav_speakers: '{who}'\n"}, r"The word `nav_speakers` has the field `who`"),
        ({"theme.yaml": "name: mine\n"}, r"There is no word `\w+` in i18n/en\.yaml"),
    ],
)
def test_a_word_that_cannot_be_said_is_named(site: SiteMaker, files: dict[str, str], said: str) -> None:
    root = site({**MINE, **{f"themes/mine/{path}": text for path, text in files.items()}})
    with pytest.raises(RenderFault, match=said):
        build(Options(root, root / "output"))


def test_a_template_that_fails_says_so_from_another_process_too(site: SiteMaker) -> None:
    root = site({**MINE, "themes/mine/templates/session.html": "{{ 1 / 0 }}"})
    with pytest.raises(TemplateFault, match=r"session\.html:1: ZeroDivisionError"):
        build(Options(root, root / "output", jobs=2))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A theme that is not the site's."""
    folder = tmp_path / "outside"
    (folder / "static").mkdir(parents=True)
    (folder / "theme.yaml").write_text("name: secret\nextends: default\nscripts: secret.js\n")
    (folder / "static" / "secret.js").write_text("secret")
    return folder


@pytest.mark.parametrize("link", ["themes", "themes/mine", "themes/mine/theme.yaml"])
def test_a_link_out_of_the_sites_themes_is_refused_and_nothing_behind_it_is_read(
    site: SiteMaker, tmp_path: Path, outside: Path, link: str
) -> None:
    root = site({**MINE, "themes/mine/theme.yaml": None})
    away = {"themes": tmp_path / "elsewhere", "themes/mine": outside, "themes/mine/theme.yaml": outside / "theme.yaml"}
    if link == "themes":
        away[link].mkdir()
        outside.rename(away[link] / "mine")
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(away[link])
    [found] = errors(root)
    assert (found.code, str(found.span), found.hint) == ("unreadable-file", f"{link}:1:1", "Put the file itself here.")
    assert found.message == f"{link} is a link that leads to another folder or out of the site."
    assert not (root / "output").exists()


@pytest.mark.parametrize("target", ["mine", "/nothing/is/here", "../content"])
def test_a_link_to_nothing_to_itself_or_elsewhere_in_the_site_is_refused(site: SiteMaker, target: str) -> None:
    root = site({**MINE, "themes/mine/theme.yaml": None})
    (root / "themes").mkdir()
    (root / "themes" / "mine").symlink_to(target)
    assert [str(one.span) for one in errors(root)] == ["themes/mine:1:1"]


def test_a_theme_that_is_extended_may_be_no_link_out_either(site: SiteMaker, outside: Path) -> None:
    root = site({**MINE, "themes/mine/theme.yaml": "name: mine\nextends: theirs\n"})
    (root / "themes" / "theirs").symlink_to(outside)
    assert [str(one.span) for one in errors(root)] == ["themes/theirs:1:1"]


def test_no_theme_behind_a_link_is_proposed(site: SiteMaker, outside: Path) -> None:
    root = site({**MINE, "content/conference.yaml": f"{CONFERENCE}theme: theirz\n"})
    (root / "themes" / "theirs").symlink_to(outside)
    [found] = errors(root)
    assert found.hint == "There are: default, mine."


def test_a_link_from_one_of_the_sites_themes_to_another_is_followed(site: SiteMaker) -> None:
    root = site({**MINE, "content/conference.yaml": f"{CONFERENCE}theme: other\n"})
    (root / "themes" / "other").symlink_to("mine")
    assert errors(root) == []

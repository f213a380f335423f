"""What a site in many languages promises: each page in each, tied to the others; English words that say they are."""

from __future__ import annotations

import posixpath
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import html5lib
import pytest

from mlw_build.model.text import Phrase
from mlw_build.pipeline import Options, build
from mlw_build.site.theme.fallback_language import fallback_marker, mark_fallback_texts
from mlw_build.site.theme.files import built_in_themes
from mlw_build.site.theme.messages import load_messages_for
from mlw_build.site.theme.theme import Theme
from tests.small_sites import MINIMAL, SiteMaker

pytestmark = pytest.mark.thorough

BASE = "https://conference.example.org/"
LANGUAGES = ["en", "ar", "es", "fr", "ru", "zh", "de", "pt-BR", "fa"]
X = "{http://www.w3.org/1999/xhtml}"
CONFERENCE = MINIMAL["content/conference.yaml"].replace("[en, fr]", f"[{', '.join(LANGUAGES)}]") + f"address: {BASE}\n"


def published(root: Path) -> Path:
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in nine languages, three of which the theme has no words for."""
    root = tmp_path_factory.mktemp("languages")
    for path, text in {**MINIMAL, "content/conference.yaml": CONFERENCE}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return published(root)


def folder(language: str) -> str:
    return "" if language == "en" else f"{language}/"


def language_of(path: str) -> tuple[str, str]:
    """The language of a page by its path, and the path within that language."""
    first, _, rest = path.partition("/")
    return (first, rest) if first in LANGUAGES and first != "en" else ("en", path)


def own_theme() -> Theme:
    """The default theme, for its words alone."""
    folder = built_in_themes() / "default" / "i18n"
    own = {f"i18n/{file.name}": file for file in folder.glob("*.yaml")}
    return Theme("default", own, {"default": own}, (), ())


def test_every_page_is_there_in_every_language_and_names_all_of_them(output: Path) -> None:
    paths = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    for path in paths:
        page = html5lib.parse((output / path).read_text(encoding="utf-8"))
        language, within = language_of(path)
        assert page.attrib["lang"] == language, path
        assert page.attrib["dir"] == ("rtl" if language in ("ar", "fa") else "ltr"), path
        assert {f"{folder(one)}{within}" for one in LANGUAGES} <= paths, path
        alternates = {
            one.attrib["hreflang"]: one.attrib["href"] for one in page.iter(f"{X}link") if "hreflang" in one.attrib
        }
        if not path.endswith(("404.html", "offline.html")):
            address = within.removesuffix("index.html")
            expected = {one: f"{BASE}{folder(one)}{address}" for one in LANGUAGES}
            assert alternates == {**expected, "x-default": f"{BASE}{address}"}, path


def test_the_language_switch_leads_to_the_same_page(output: Path) -> None:
    for file in output.rglob("index.html"):
        path = file.relative_to(output).as_posix()
        _, within = language_of(path)
        switch = {
            one.attrib["hreflang"]: posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(one.attrib["href"]))
            )
            for one in html5lib.parse(file.read_text(encoding="utf-8")).iter(f"{X}a")
            if "hreflang" in one.attrib
        }
        assert switch == {one: f"{folder(one)}{within}" for one in LANGUAGES}, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_feeds_and_search_are_the_languages_own(output: Path, language: str) -> None:
    for path in ("calendar/demo.ics", "changes/feed.atom", "search/part-1.json", "agenda/2020-10-12/sessions.json"):
        assert (output / folder(language) / path).is_file(), path
    page = (output / folder(language) / "index.html").read_text(encoding="utf-8")
    assert 'type="text/calendar"' in page
    assert 'href="calendar/demo.ics"' in page


def test_dates_are_the_languages_own_even_where_words_are_borrowed(output: Path) -> None:
    days = {"de": "Montag, 12. Oktober 2020", "pt-BR": "segunda-feira, 12 de outubro de 2020", "fa": "اکتبر"}
    for language, day in days.items():
        assert day in (output / language / "agenda" / "index.html").read_text(encoding="utf-8")


def test_the_sitemap_names_the_default_language_for_everybody_else(output: Path) -> None:
    sitemap = (output / "sitemap.xml").read_text(encoding="utf-8")
    other = f'<xhtml:link rel="alternate" hreflang="x-default" href="{BASE}agenda/"/>'
    assert sitemap.count(other) == len(LANGUAGES)


def test_a_borrowed_word_says_its_language_in_a_text_and_in_a_label(output: Path) -> None:
    page = (output / "de" / "index.html").read_text(encoding="utf-8")
    assert '<a class="skip" href="#main"><span lang="en" dir="ltr">Skip to content</span></a>' in page
    assert '<nav class="bare" aria-labelledby="label-main">' in page
    assert page.count('<span id="label-main"><span lang="en" dir="ltr">Main</span></span>') == 1
    assert '<nav class="bare" aria-label="Main">' in (output / "index.html").read_text(encoding="utf-8")
    assert '<span lang="en"' not in (output / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar", "de"])
def test_names_keep_their_direction_and_an_open_office_its_language(site: SiteMaker, language: str) -> None:
    root = site(
        {
            "content/conference.yaml": MINIMAL["content/conference.yaml"].replace("[en, fr]", "[en, ar, de]"),
            "speakers/suad.md": "---\nname: سعاد\n---\n",
            "speakers/open.md": "---\nname: Open\nannounced: no\nposition: Minister\n---\n",
            "content/programme/day.yaml": "date: 2020-10-12\nsessions:\n- {id: opening, title: Opening, "
            "start: 10:00, end: 11:00, speakers: [ana, suad, open]}\n",
        }
    )
    page = (published(root) / folder(language) / "agenda/2020-10-12/index.html").read_text(encoding="utf-8")
    told = {
        "en": "Speaker A, <bdi>سعاد</bdi> and Minister (to be announced)",
        "ar": '<bdi>Speaker A</bdi> وسعاد و<span lang="en" dir="auto">Minister</span>',
        "de": 'Speaker A, <bdi>سعاد</bdi> und <span lang="en" dir="ltr">Minister (to be announced)</span>',
    }
    assert f"<span>{told[language]}" in page


def test_a_list_of_many_names_has_the_languages_own_comma(site: SiteMaker) -> None:
    names = ("a", "b", "c", "d", "e")
    root = site(
        {
            "content/conference.yaml": MINIMAL["content/conference.yaml"].replace("[en, fr]", "[en, zh]"),
            **{f"speakers/{one}.md": f"---\nname: Dr {one.upper()}\n---\n" for one in names},
            "content/programme/day.yaml": "date: 2020-10-12\nsessions:\n- {id: opening, title: Opening, "
            f"start: 10:00, end: 11:00, speakers: [{', '.join(names)}]}}\n",
        }
    )
    page = (published(root) / "zh/agenda/2020-10-12/index.html").read_text(encoding="utf-8")
    assert "Dr A，Dr B，Dr C" in page


def test_in_a_site_in_arabic_alone_latin_titles_keep_their_order(site: SiteMaker) -> None:
    conference = MINIMAL["content/conference.yaml"].replace("[en, fr]", "[ar]") + 'theme_title: "What works?"\n'
    root = site(
        {
            "content/conference.yaml": conference,
            "content/programme/day.yaml": 'date: 2020-10-12\nsessions:\n- {id: opening, title: "What works? (1)", '
            "start: 10:00, end: 11:00}\n- {id: closing, title: الختام, start: 11:00, end: 12:00}\n",
        }
    )
    output = published(root)
    home = (output / "index.html").read_text(encoding="utf-8")
    assert '<p class="hero-theme" dir="auto">' in home
    assert "hreflang" not in home
    day = (output / "agenda/2020-10-12/index.html").read_text(encoding="utf-8")
    assert 'index.html"><bdi>What works? (1)</bdi></a>' in day
    assert 'index.html">الختام</a>' in day


def test_a_field_of_a_borrowed_word_has_its_own_language() -> None:
    words = load_messages_for(own_theme(), "de")
    said = mark_fallback_texts(words("registration_opens", date=Phrase("12. Oktober", "de")))
    assert (
        said == '<span lang="en" dir="ltr">Registration opens on <span lang="de" dir="auto">12. Oktober</span>.</span>'
    )
    assert words.plain("registration_opens", date=Phrase("12. Oktober", "de")) == "Registration opens on 12. Oktober."


def test_no_file_has_the_marks_of_borrowed_words(output: Path) -> None:
    marks = [mark.encode() for mark in ("\ufdd0", "\ufdd1")]
    assert [file for file in output.rglob("*.*") if any(mark in file.read_bytes() for mark in marks)] == []


def test_borrowed_words_inside_each_other_and_where_no_element_can_be() -> None:
    inner = fallback_marker("Main room")
    html = f'<p title="{inner}">{fallback_marker(f"in {inner}")}</p><option>{inner}</option><title>{inner}</title>'
    span = '<span lang="en" dir="ltr">'
    assert mark_fallback_texts(html) == (
        f'<p title="Main room">{span}in {span}Main room</span></span></p>'
        "<option>Main room</option><title>Main room</title>"
    )


def test_borrowed_words_have_the_plurals_of_english() -> None:
    """In Persian one category is for 0 and 1 alike."""
    words = load_messages_for(own_theme(), "fa")
    assert words.plain("sessions_count", count=0) == "0 sessions"
    assert words.plain("sessions_count", count=1) == "1 session"


def test_a_theme_can_add_a_language_word_by_word(site: SiteMaker) -> None:
    files = {
        "content/conference.yaml": CONFERENCE + "theme: mine\n",
        "themes/mine/theme.yaml": "name: mine\nextends: default\n",
        "themes/mine/i18n/de.yaml": "skip: Zum Inhalt\n",
        "themes/mine/i18n/pt.yaml": "skip: Ir para o conteúdo\n",
    }
    output = published(site(files))
    assert ">Zum Inhalt</a>" in (output / "de" / "index.html").read_text(encoding="utf-8")
    assert ">Ir para o conteúdo</a>" in (output / "pt-BR" / "index.html").read_text(encoding="utf-8")


def test_a_zone_is_named_in_the_language_of_the_words_around_it() -> None:
    noon = datetime(2020, 10, 12, 10, tzinfo=UTC)
    assert load_messages_for(own_theme(), "fa").zone_name(ZoneInfo("Europe/Paris"), noon) == "Paris time, CEST (UTC+2)"
    assert load_messages_for(own_theme(), "zh").zone_name(ZoneInfo("Europe/Paris"), noon) == "巴黎时间，CEST（UTC+2）"


@pytest.mark.parametrize(
    ("language", "zone", "months", "name"),
    [
        ("zh", "Europe/Paris", (9, 11), "巴黎时间，CEST（UTC+2） / CET（UTC+1）"),
        ("ar", "Europe/Paris", (9, 11), "توقيت باريس، CEST (UTC+2) / CET (UTC+1)"),
        ("fa", "Europe/Paris", (9, 11), "Paris time, CEST (UTC+2) / CET (UTC+1)"),
        ("en", "Australia/Lord_Howe", (3, 5), "Lord Howe Island time (UTC+11 / UTC+10:30)"),
    ],
)
def test_a_zone_whose_clocks_change_has_its_offsets_in_order_of_time(
    language: str, zone: str, months: tuple[int, int], name: str
) -> None:
    before, after = [datetime(2026, month, 1, tzinfo=UTC) for month in months]
    assert load_messages_for(own_theme(), language).zone_name(ZoneInfo(zone), after, before) == name


def test_a_theme_may_put_the_abbreviation_and_the_offset_of_a_zone_where_it_likes(site: SiteMaker) -> None:
    files = {
        "content/conference.yaml": CONFERENCE + "theme: mine\n",
        "themes/mine/theme.yaml": "name: mine\nextends: default\n",
        "themes/mine/i18n/en.yaml": 'zone: "{offset}, {abbreviation} ({city})"\n',
    }
    output = published(site(files))
    assert "All times: <span data-zone-name><span>UTC+2, CEST (Paris)<" in (output / "index.html").read_text("utf-8")

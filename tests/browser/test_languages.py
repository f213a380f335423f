"""What a reader of each language is promised: the whole site in it, found by its words, told apart from other ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import publish, served

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "ar", "es", "fr", "ru", "zh", "de", "fa"]
"""The six of the United Nations, and two that the theme has no words for."""

FILES = {
    "content/conference.yaml": """\
        id: demo
        title: {en: Learning Everywhere, ar: التعلم في كل مكان, es: Aprender en todas partes, fr: Apprendre partout,
          ru: Учиться везде, zh: 处处学习, de: Überall lernen}
        description: {en: Three days on learning., zh: 关于学习的三天。}
        time_zone: Europe/Paris
        languages: [en, ar, es, fr, ru, zh, de, fa]
        domain: example.org
        address: https://conference.example.org/
        support: {email: help@example.org, telephone: +33 1 00 00 00 00}
        """,
    "content/rooms.yaml": """\
        - id: hall
          name: {en: Hall, ar: القاعة, zh: 大会场}
          stream: {url: "https://www.youtube.com/watch?v=aqz-KE-bpKQ", telephone: +33 1 00 00 00 00}
        - {id: lab, name: Laboratory of ideas}
        """,
    "content/formats.yaml": "- {id: talk, name: {en: Lecture, zh: 讲座}}\n",
    "content/programme/day-1.yaml": """\
        date: 2020-10-12
        title: {en: Effective policies, zh: 有效的政策}
        subtitle: What works, and for whom
        sessions:
          - id: teachers
            title: {en: Training teachers, ar: تدريب المعلمين, ru: Обучение учителей, zh: 移动学习与教师培训}
            format: talk
            room: hall
            start: 10:00
            end: 11:00
            languages: [en]
            captions: [en, fr]
            interpretation: [ar, zh]
            abstract:
              en: Distance education needs teachers.
              ar: نتحدث عن النهوض بالتعليم عن بعد وتكنولوجيا الفصول.
              zh: 远程教育需要教师。我们讨论公平与包容。
          - id: networks
            title: {en: Networks, zh: 学校的网络连接}
            room: hall
            start: 11:00
            end: 12:00
            abstract: {en: Who connects schools., zh: 谁来连接学校。习惯如何改变。}
          - {id: untranslated, title: Only in English, room: lab, start: 11:00, end: 12:00}
        """,
    "content/pages/about.md": "---\ntitle: {en: About, zh: 关于大会}\nmenu: header\n---\n\nWhat it is for.\n",
}

PAGES = {
    "home": "",
    "day": "agenda/2020-10-12/",
    "session": "sessions/teachers/",
    "live": "live/",
    "search": "search/",
    "calendar": "calendar/",
    "my agenda": "my/",
    "accessibility": "accessibility/",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, in all languages."""
    root = tmp_path_factory.mktemp("languages")
    with served(publish(root, FILES)) as (top, _):
        yield top


def folder(language: str) -> str:
    return "" if language == "en" else f"{language}/"


def search(page: Page, place: str, language: str, question: str) -> None:
    page.goto(f"{place}{folder(language)}search/")
    page.get_by_role("searchbox").fill(question)


TEACHERS, NETWORKS = "移动学习与教师培训", "学校的网络连接"


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("学习", [TEACHERS]),
        ("教师", [TEACHERS]),
        ("习与教", [TEACHERS]),
        ("远程教育", [TEACHERS]),
        ("教师 公平", [TEACHERS]),
        ("学校", [NETWORKS]),
        ("网", [NETWORKS]),
        ("接", [NETWORKS]),
        ("关于", ["关于大会"]),
    ],
)
def test_chinese_is_found_by_words_parts_of_words_and_single_characters(
    page: Page, place: str, question: str, titles: list[str]
) -> None:
    """A text has no spaces, so a word may stand anywhere in it; what only shares a character is not found."""
    search(page, place, "zh", question)
    expect(page.locator(".results h2")).to_have_text(titles)


@pytest.mark.parametrize(
    "question", ["تدريب", "معلمين", "المعلمين", "تعليم", "التعليم", "للتعليم", "تكنولوجيا", "تَدْرِيب"]
)
def test_arabic_is_found_with_and_without_what_is_joined_to_a_word(page: Page, place: str, question: str) -> None:
    search(page, place, "ar", question)
    expect(page.locator(".results h2").first).to_have_text("تدريب المعلمين")


@pytest.mark.parametrize("question", ["обучение", "ОБУЧЕНИЯ", "учитель", "учит"])
def test_russian_is_found_in_other_cases_of_a_word(page: Page, place: str, question: str) -> None:
    search(page, place, "ru", question)
    expect(page.locator(".results h2").first).to_have_text("Обучение учителей")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 result"), ("ar", "نتيجة واحدة"), ("es", "1 resultado"), ("ru", "1 результат"), ("zh", "1 个结果")],
)
def test_results_are_counted_in_words(page: Page, place: str, language: str, said: str) -> None:
    search(page, place, language, "English only")
    expect(page.get_by_role("status")).to_have_text(said)


def test_a_result_without_a_translation_says_its_language(page: Page, place: str) -> None:
    search(page, place, "zh", "English only")
    expect(page.locator(".results a")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_narrow_window(page: Page, place: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for kind, path in PAGES.items():
        page.goto(place + folder(language) + path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(kind)
    assert wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_switch_keeps_the_page(page: Page, place: str, language: str) -> None:
    page.goto(f"{place}fr/sessions/teachers/" if language == "en" else f"{place}sessions/teachers/")
    page.locator(".languages-menu summary").click()
    page.locator(f".languages [hreflang={language}]").click()
    page.wait_for_url(f"{place}{folder(language)}sessions/teachers/")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_pages_of_right_to_left_languages_keep_all_short_lines_at_the_right(
    page: Page, place: str, language: str
) -> None:
    page.goto(f"{place}{language}/agenda/2020-10-12/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    line = page.locator("p.lead[lang=en]")
    assert line.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign]") == [
        "ltr",
        "right",
    ]


@pytest.mark.parametrize("language", ["ar", "zh", "de"])
def test_an_accessibility_audit_of_the_statement_finds_nothing(page: Page, place: str, language: str) -> None:
    page.goto(f"{place}{language}/accessibility/")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_language_without_words_of_its_own_has_its_dates_and_says_what_is_english(page: Page, place: str) -> None:
    page.goto(f"{place}de/agenda/2020-10-12/")
    expect(page.locator("time[datetime='2020-10-12']").first).to_contain_text("Montag")
    expect(page.locator(".skip span")).to_have_attribute("lang", "en")
    expect(page.locator(".nav [aria-current] span")).to_have_attribute("lang", "en")
    assert page.locator("[aria-label*='span']").count() == 0
    search(page, place, "de", "English only")
    expect(page.get_by_role("status")).to_have_text("1 result")

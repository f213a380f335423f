"""What a reader is promised of the default theme's words: each of its languages has all of them, in its own forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from babel import Locale

from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.theme.files import built_in_themes

FOLDER = built_in_themes() / "default" / "i18n"
LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
OTHERS = [language for language in LANGUAGES if language != "en"]

SAME_AS_ENGLISH = {
    # Signs and names, the same wherever Latin letters are read.
    "comma": {"es", "fr", "ru"},
    "js_zone": {"es", "fr", "ru"},
    "zone_clock": {"ar", "es", "fr", "ru"},
    "document_note": {"es", "fr", "ru"},
    "program_google": {"es"},
    "program_outlook": {"es", "fr", "ru", "zh"},
    "program_thunderbird": {"es", "fr", "ru", "zh"},
    # French words that English has taken over.
    "foot_programme": {"fr"},
    "format": {"fr"},
    "feeds_format": {"fr"},
    "organisation": {"fr"},
    "feeds_organisation": {"fr"},
    "places": {"fr"},
    "questions": {"fr"},
    "contact": {"fr"},
    "nav_more": {"fr"},
    "minutes_count": {"fr"},
    "sessions_count": {"fr"},
    "agenda_day_js_sessions": {"fr"},
    "search_js_session": {"fr"},
    "accessibility_number": {"fr"},
    "search_js_page": {"fr"},
}
"""Words that are rightly spelt as in English, with the languages in which they are."""


def words(language: str) -> Mapping[str, Any]:
    data, faults = read_yaml((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    assert not faults
    return {key: text for key, text in data.items() if key != "locale"}


def plurals(language: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    return ((key, text) for key, text in words(language).items() if isinstance(text, Mapping))


def forms(text: Any) -> list[str]:
    return list(text.values()) if isinstance(text, Mapping) else [text]


def whole(text: Any) -> str:
    """A word, or of a plural the form that always fits."""
    return str(text["other"] if isinstance(text, Mapping) else text)


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_are_the_six_languages_of_the_united_nations() -> None:
    assert {"ar", "en", "es", "fr", "ru", "zh"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_keys_of_english_and_no_others(language: str) -> None:
    assert set(words(language)) == set(words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_each_category_of_its_language(language: str) -> None:
    categories = {*Locale.parse(language).plural_form.tags, "other"}
    assert {key: set(text) for key, text in plurals(language) if set(text) != categories} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_what_depends_on_a_number_in_english_does_in_each_language(language: str) -> None:
    assert {key for key, _ in plurals(language)} == {key for key, _ in plurals("en")}


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_has_the_fields_of_english(language: str) -> None:
    """A category that is for one number alone may say it in words: Arabic's dual has no {count}."""
    english = {key: fields(whole(text)) for key, text in words("en").items()}
    for key, text in words(language).items():
        for form in forms(text):
            assert fields(form) <= english[key], (key, form)
        assert fields(whole(text)) == english[key], key


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_was_left_in_english(language: str) -> None:
    english = words("en")
    same = {key for key, text in words(language).items() if set(forms(text)) & set(forms(english[key]))}
    assert same == {key for key, languages in SAME_AS_ENGLISH.items() if language in languages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_or_has_space_around_it(language: str) -> None:
    ends_in_space = {"comma", "js_now_said", "language_label"}
    for key, text in words(language).items():
        for form in forms(text):
            assert form.strip(), key
            assert key in ends_in_space or form == form.strip(), key


def test_french_keeps_its_signs_with_the_word_before() -> None:
    """A line never begins with a sign: the space before it does not break."""
    broken = re.compile(r" [:;?!»](?!\S)|« ")
    assert [form for text in words("fr").values() for form in forms(text) if broken.search(form)] == []


def test_chinese_has_its_own_signs() -> None:
    latin = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    assert [form for text in words("zh").values() for form in forms(text) if latin.search(form)] == []

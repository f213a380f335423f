"""What whoever builds is promised: templates that come with the tool are compiled once, as its modules are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from mlw_build.site.theme.compiled_templates import compiled
from mlw_build.site.theme.files import built_in_themes

TEMPLATE = str(built_in_themes() / "default" / "templates" / "session.html")


class Counting(Environment):
    """An environment that counts what it compiles."""

    count = 0

    def compile(self, source, name=None, filename=None, *args, **options):  # type: ignore[no-untyped-def,override]
        self.count += 1
        return super().compile(source, name, filename, *args, **options)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps byte code."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def said(environment: Environment, source: str, file: str = TEMPLATE) -> str:
    code = compiled(environment, source, file, "session.html")
    return environment.template_class.from_code(environment, code, {}).render(name="Ada")


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_template_is_compiled_once(kept: Path) -> None:
    for expected in (1, 0):
        environment = Counting()
        assert said(environment, "Hello {{ name }}") == "Hello Ada"
        assert environment.count == expected


def test_another_text_is_compiled_anew(kept: Path) -> None:
    said(Counting(), "Hello {{ name }}")
    assert said(Counting(), "Welcome {{ name }}") == "Welcome Ada"


def test_other_settings_are_compiled_anew(kept: Path) -> None:
    said(Counting(), "{{ '<' ~ name }}")
    assert said(Counting(autoescape=True), "{{ '<' ~ name }}") == "&lt;Ada"


@pytest.mark.parametrize("keep", [0, 20, 60, -1])
def test_what_was_cut_short_is_compiled_anew(kept: Path, keep: int) -> None:
    said(Counting(), "Hello {{ name }}")
    (file,) = files(kept)
    file.write_bytes(file.read_bytes()[:keep])
    assert said(Counting(), "Hello {{ name }}") == "Hello Ada"


def test_nothing_is_kept_of_a_sites_own_theme(kept: Path) -> None:
    assert said(Counting(), "Hello {{ name }}", str(kept / "themes" / "own" / "session.html")) == "Hello Ada"
    assert files(kept) == []


def test_nothing_is_kept_where_python_keeps_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert said(Counting(), "Hello {{ name }}") == "Hello Ada"
    assert files(kept) == []

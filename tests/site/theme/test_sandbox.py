"""What a site is promised of templates that strangers propose: no way to Python, and no way to hold a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from mlw_build.model.conference import Conference
from mlw_build.site.faults import TemplateFault
from mlw_build.site.incremental.plan_items import PagePlan
from mlw_build.site.render import Renderer
from mlw_build.site.site import build_site_model
from mlw_build.site.theme import resource_limits as limits
from mlw_build.site.theme.theme import load_theme
from tests.site.conftest import MakeConference, day

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[3]

ESCAPES = {
    "globals of a class": "{{ cycler.__init__.__globals__.os.system(RUN) }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals of `once`": "{{ once.__call__.__globals__ }}",
    "globals of a word": "{{ words.plain.__globals__ }}",
    "globals of a method of a view": "{{ view.session.start.__init__.__globals__ }}",
    "subscript": "{{ ''['__class__']['__mro__'] }}",
    "subscript of a name put together": "{{ ''['_' ~ '_class_' ~ '_'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "whether there is a class": "{{ ''.__class__ is defined }}",
    "whether there is a class, by subscript": "{{ ''['__class__'] is defined }}",
    "attr": "{{ cycler|attr('__init__')|attr('__globals__') }}",
    "attr, put together": "{{ view|attr('_' ~ '_class_' ~ '_') }}",
    "map with an attribute": "{{ ['']|map(attribute='__class__')|list }}",
    "map with attr": "{{ ['']|map('attr', '__class__')|list }}",
    "selectattr": "{{ ['']|selectattr('__class__')|list }}",
    "groupby": "{{ ['']|groupby('__class__') }}",
    "sort": "{{ ['', 'a']|sort(attribute='__class__') }}",
    "sum": "{{ ['']|sum(attribute='__class__') }}",
    "min": "{{ ['', 'a']|min(attribute='__class__') }}",
    "unique": "{{ ['', 'a']|unique(attribute='__class__')|list }}",
    "join": "{{ ['', 'a']|join(attribute='__class__') }}",
    "format": "{{ '{0.__class__}'.format(view) }}",
    "format of a name": "{% set f = '{0.__class__}'.format %}{{ f(view) }}",
    "format by subscript": "{{ '{0.__class__}'['format'](view) }}",
    "format by attr": "{{ ('{0.__class__}'|attr('format'))(view) }}",
    "format of safe text": "{{ ('{0.__class__}'|safe).format(view) }}",
    "format_map": "{{ '{v.__class__}'.format_map({'v': view}) }}",
    "map over format": "{{ ['{0.__class__}']|map(attribute='format')|list }}",
    "once calls format": "{{ once('{0.__class__}'.format, view) }}",
    "insides of a macro": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "insides of a macro, by attr": "{% macro m() %}{% endmacro %}{{ m|attr('_func') }}",
    "insides of the template": "{{ self._TemplateReference__context }}",
    "insides of a block": "{{ self.main._context }}",
    "insides of a loop": "{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
    "insides of an import": "{% import '_marks.html' as marks %}{{ marks._body_stream }}",
    "insides of what is undefined": "{{ nothing|attr('_undefined_obj') }}",
    "frame of a generator": "{{ ([1]|map('string')).gi_frame.f_globals }}",
    "code of a generator": "{{ ([1]|map('string'))['gi_code'] }}",
    "mro": "{{ dict.mro() }}",
    "a locale, which reads files": "{{ words.locale.parse('fr') }}",
    "a caller": "{% macro m() %}{{ caller._func }}{% endmacro %}{% call m() %}{% endcall %}",
    "options changed": "{{ options.update({'day_1': 'red'}) }}",
    "a list changed": "{% set l = [1] %}{% do l.append(2) %}",
    "a file outside, included": "{% include '../../../etc/passwd' %}",
    "a file outside, from the root": "{% include '/etc/passwd' %}",
    "a file outside, by a theme's name": "{% include 'default/../theme.yaml' %}",
    "a file outside, imported": "{% import '../theme.yaml' as x %}",
    "a file outside, extended": "{% extends 'default/../../static/js/dom.js' %}",
    "environment": "{{ environ }}",
    "import of a module": "{{ __import__('os') }}",
}

FLOODS = {
    "a text": "{{ 'x' * 10**10 }}",
    "a text from the right": "{{ 10**9 * 'x' }}",
    "a list": "{{ [0] * 10**10 }}",
    "a power": "{{ 10 ** (10 ** 10) }}",
    "powers of powers": "{{ ((9 ** 999) ** 999) ** 999 }}",
    "a range": "{% for x in range(10**9) %}{% endfor %}",
    "center": "{{ 'x'|center(10**9) }}",
    "center, by name": "{{ 'x'|center(width=10**9) }}",
    "center, as a method": "{{ 'x'.center(10**9) }}",
    "ljust": "{{ 'x'.ljust(10**9) }}",
    "zfill": "{{ 'x'['zfill'](10**9) }}",
    "indent": "{{ words('skip')|indent(10**9) }}",
    "batch": "{{ [1]|batch(10**9, 'x')|list }}",
    "slice": "{{ [1]|slice(10**9)|list }}",
    "a width in a format": "{{ '%1000000000d'|format(1) }}",
    "a width among the values": "{{ '%*d'|format(10**9, 1) }}",
    "a percent sign": "{{ '%1000000000d' % 1 }}",
    "replace": "{{ ('x' * 1000000)|replace('x', 'x' * 1000000) }}",
    "replace, as a method": "{{ 'x'.replace('x', 'y') }}",
    "lipsum": "{{ lipsum(n=10**9) }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


@pytest.fixture
def conference(make_conference: MakeConference) -> Conference:
    return make_conference(day("id: a, title: One, start: 10:00, end: 11:00"))


def fault_of(conference: Conference, folder: Path, template: str, line: int = 2) -> str:
    """What a build says of a template whose second line this is, in the place of a session's."""
    file = folder / "session.html"
    file.write_text(f"<p>\n{template}")
    theme, _ = load_theme(CHECKOUT, conference)
    assert theme is not None
    theme = replace(theme, files={**theme.files, "templates/session.html": file})
    with pytest.raises(TemplateFault) as found:
        Renderer(build_site_model(conference, theme, folder))(PagePlan("sessions/a/index.html", "session", "a", "en"))
    assert str(found.value).startswith(f"{file}:{line}: ")
    return str(found.value)


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_template_finds_no_way_to_python(conference: Conference, tmp_path: Path, escape: str) -> None:
    ran = tmp_path / "ran"
    fault_of(conference, tmp_path, ESCAPES[escape].replace("RUN", f"'touch {ran}'"))
    assert not ran.exists()


@pytest.mark.parametrize("flood", FLOODS)
def test_nothing_that_a_template_does_at_once_is_without_bounds(
    conference: Conference, tmp_path: Path, flood: str
) -> None:
    fault_of(conference, tmp_path, FLOODS[flood])


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "1" * 9999 + " }}",
        "{% for x in [1] %}" * 200 + "{% endfor %}" * 200,
        "{{ 1" + " + 1" * 20000 + " }}",
    ],
)
def test_a_template_that_cannot_be_compiled_is_named(conference: Conference, tmp_path: Path, template: str) -> None:
    assert "cannot be made into a template" in fault_of(conference, tmp_path, template, line=1)


@pytest.mark.skipif(os.name == "nt", reason="needs a timer of the processor's time")
@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for a in range(99999) %}{{ range(99999)|sum }}{% endfor %}",
    ],
)
def test_a_template_that_goes_on_and_on_is_stopped(
    conference: Conference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    fault_of(conference, tmp_path, template)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs a bound of memory that the system holds to")
@pytest.mark.parametrize(
    "template",
    [
        "{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1, 2, 3, 4]) %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set x = 'x' * 3000000 %}{% for i in range(9999) %}{{ x }}{{ i }}{{ x ~ i }}{% endfor %}",
    ],
)
def test_a_template_that_takes_all_memory_is_stopped(
    conference: Conference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setattr(limits, "MEGABYTES", 200)
    assert "megabytes of memory" in fault_of(conference, tmp_path, template)

"""Rendering: one planned file to its octets. Depends on nothing but the site and the plan."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import TemplateError

from mlw_build.site.borrowed import marked_up
from mlw_build.site.environment import ThemeLoader, environment_of
from mlw_build.site.frame import frame_view
from mlw_build.site.here import Here, place_of
from mlw_build.site.pages import KINDS
from mlw_build.site.pictures.source import Broken
from mlw_build.site.plan import FilePlan, PagePlan
from mlw_build.site.site import Site

_BY_NAME = {kind.name: kind for kind in KINDS}


class RenderFault(Exception):
    """A file of the site that cannot be made; the message says which, and why."""


class TemplateFault(RenderFault):
    """A template of the theme that cannot be rendered: which file and line, and what the template engine says."""


def renderer(site: Site) -> Callable[[PagePlan | FilePlan], bytes]:
    """The function that renders any file of the site's plan. It raises RenderFault."""
    loader = ThemeLoader(site.theme)
    environments = {language: environment_of(site.theme, words, loader) for language, words in site.words.items()}
    places: dict[str, Here] = {}

    def place(planned: PagePlan) -> Here:
        path = place_of(planned.path, site.addresses.folder(planned.language))
        if path not in places:
            places[path] = Here(site, path, planned.language)
        return places[path]

    def render(planned: PagePlan | FilePlan) -> bytes:
        if isinstance(planned, FilePlan):
            return planned.octets if planned.octets is not None else _made(planned)
        kind = _BY_NAME[planned.kind]
        here = place(planned)
        view = kind.view(here, planned.subject)
        frame = frame_view(here, kind, planned.subject, view)
        try:
            template = environments[planned.language].get_template(kind.template)
            html = template.render(frame=frame, view=view)
        except TemplateError as error:
            raise TemplateFault(_fault(kind.template, error)) from error
        return f"{(marked_up(html) if here.words.missing else html).strip()}\n".encode()

    return render


def _made(planned: FilePlan) -> bytes:
    if planned.make is not None:
        try:
            return planned.make()
        except Broken as fault:
            raise RenderFault(f"{planned.path}: its picture {fault.args[0]} {fault.args[1]}") from fault
    assert planned.source is not None
    return planned.source.read_bytes()


def _fault(template: str, error: TemplateError) -> str:
    """Where in the theme a template fails, and why."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    traceback = error.__traceback__
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith((".html", ".xml")):
            file, line = name, traceback.tb_lineno
        traceback = traceback.tb_next
    place = f"{file or template}{f':{line}' if line else ''}"
    return f"{place}: {error.message or type(error).__name__}"

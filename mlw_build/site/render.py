"""Rendering: one planned file to its octets. Depends on nothing but the site and the plan."""

from __future__ import annotations

from jinja2 import Template, TemplateError, TemplateNotFound

from mlw_build.site.content_security_policy import with_policy
from mlw_build.site.faults import RenderFault, TemplateFault
from mlw_build.site.incremental.file_keys import FileKeys, fingerprint_of, rendering_fingerprint
from mlw_build.site.incremental.fingerprints import conference_fingerprint
from mlw_build.site.incremental.plan_items import FilePlan, PagePlan
from mlw_build.site.page_context import PageContext, context_path
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages import KINDS
from mlw_build.site.pictures.source import UnusablePicture
from mlw_build.site.site import Site
from mlw_build.site.theme.environment import ThemeLoader, environment_of
from mlw_build.site.theme.fallback_language import mark_fallback_texts
from mlw_build.site.theme.resource_limits import MEGABYTES, OutOfTime, bounded
from mlw_build.site.views.frame import FrameView, frame_fingerprint, frame_view

LONGEST_PAGE = 20_000_000
"""Characters. A day of 470 sessions has half a million."""

_BY_NAME = {kind.name: kind for kind in KINDS}


class Renderer:
    """Renders any file of a site's plan. `tool` stands for the program and the libraries that it is made with."""

    def __init__(self, site: Site, tool: str = "") -> None:
        loader = ThemeLoader(site.theme)
        self._site = site
        self._environments = {
            language: environment_of(site.theme, words, loader) for language, words in site.words.items()
        }
        self.made_with = {
            language: rendering_fingerprint(site.theme, words, tool) for language, words in site.words.items()
        }
        """What stands for all that pages in a language are made with, beside what they show."""
        shown = conference_fingerprint(site)
        self._keys = {language: FileKeys(fingerprint_of(common, shown)) for language, common in self.made_with.items()}
        self.files_made_with = fingerprint_of(self.made_with, shown)
        """What stands for all that other files are made with, and pieces of them."""
        self._files = FileKeys(self.files_made_with)
        self._places: dict[str, PageContext] = {}

    def key(self, planned: PagePlan | FilePlan) -> str | None:
        """What stands for all that a file is made of: with the same key its octets are the same. None for few files."""
        if isinstance(planned, FilePlan):
            return self._files.of(planned.path, planned.fingerprint_of()) if planned.fingerprint_of else None
        kind, context = _BY_NAME[planned.kind], self._place(planned)
        frame = frame_fingerprint(context, kind, planned.subject)
        return self._keys[planned.language].of(planned.path, frame, kind.fingerprint_of(self._site, planned.subject))

    def __call__(self, planned: PagePlan | FilePlan) -> bytes:
        """The octets of a file. Raises RenderFault."""
        if isinstance(planned, FilePlan):
            return self._made(planned)
        kind, context = _BY_NAME[planned.kind], self._place(planned)
        view = kind.view(context, planned.subject)
        return self._page(kind, context, frame_view(context, kind, planned.subject, view), view)

    def _made(self, planned: FilePlan) -> bytes:
        try:
            return planned.made()
        except UnusablePicture as fault:
            message, hint = fault.args
            media = self._site.media_folder
            name = f"content/media/{fault.file.relative_to(media).as_posix()}" if fault.file else planned.path
            raise RenderFault(f"{name}: The picture {message} {hint}") from fault
        except OSError as error:
            source = planned.source or "a file"
            raise RenderFault(f"{planned.path}: {source} cannot be read: {error.strerror}.") from error

    def _place(self, planned: PagePlan) -> PageContext:
        path = context_path(planned.path, self._site.addresses.folder(planned.language))
        if path not in self._places:
            self._places[path] = PageContext(self._site, path, planned.language)
        return self._places[path]

    def _page(self, kind: PageKind, context: PageContext, frame: FrameView, view: object) -> bytes:
        try:
            with bounded():
                template = self._environments[context.language].get_template(kind.template)
                html = _render_template(template, {"frame": frame, "view": view})
        except Exception as error:  # a template can do anything, such as divide by nothing
            raise TemplateFault(_fault_message(kind.template, error)) from error
        if len(html) > LONGEST_PAGE:
            raise TemplateFault(
                f"{kind.template}: This page has {len(html):,} characters; at most {LONGEST_PAGE:,} may be."
            )
        html = with_policy(html, frame.site.policy)
        return f"{(mark_fallback_texts(html) if context.words.missing else html).strip()}\n".encode()


def _render_template(template: Template, shown: dict[str, object]) -> str:
    """What a template gives, as its own `render` does. Its macros hold the page they are on, so they are let go."""
    environment, context = template.environment, template.new_context(shown)
    try:
        return environment.concat(template.root_render_func(context))
    except Exception:
        environment.handle_exception()
    finally:
        context.vars.clear()


def _fault_message(template: str, error: Exception) -> str:
    """Where in the theme a template fails, and why."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    traceback = error.__traceback__
    while traceback is not None:
        # In the place of a template's own frame Jinja puts one that knows this name.
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            file, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    place = f"{file or template}{f':{line}' if line else ''}"
    return f"{place}: {_reason(error)}"


def _reason(error: Exception) -> str:
    if type(error) is TemplateNotFound:
        return f"There is no template {error.message}."
    if isinstance(error, TemplateError) and error.message:
        return error.message
    if isinstance(error, MemoryError):
        return f"This takes more than {MEGABYTES:,} megabytes of memory."
    return str(error) if isinstance(error, RenderFault | OutOfTime) else f"{type(error).__name__}: {error}"

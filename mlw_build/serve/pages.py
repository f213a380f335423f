"""The pages of the preview: each made when a browser asks for it, with what is wrong on top."""

from __future__ import annotations

import html
import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path

from livereload.handlers import StaticFileHandler
from msgspec import Struct

from mlw_build.site.faults import RenderFault
from mlw_build.site.incremental.plan_items import FilePlan, PagePlan, Plan
from mlw_build.site.render import Renderer

_TYPES = {".atom": "application/atom+xml", ".webmanifest": "application/manifest+json"}
"""Types that Python does not know everywhere."""


class SitePages:
    """The files of a site by their paths, made by its renderer."""

    def __init__(self, plan: Plan, renderer: Renderer) -> None:
        self._files: Mapping[str, PagePlan | FilePlan] = {one.path: one for one in plan}
        self._renderer = renderer

    @property
    def made_with(self) -> Mapping[str, str]:
        """What stands for the theme, by language."""
        return self._renderer.made_with

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def paths(self) -> Iterator[str]:
        """The paths of all files."""
        return iter(self._files)

    def source(self, path: str) -> Path | None:
        """The file that this one is a copy of, if it is one."""
        found = self._files[path]
        return found.source if isinstance(found, FilePlan) else None

    def octets(self, path: str) -> bytes:
        """A file of the site. Raises RenderFault where the theme or a picture fails."""
        return self._renderer(self._files[path])

    def try_theme(self) -> None:
        """Make a page of each kind in each language. Raises RenderFault where the theme fails."""
        for path in self._one_of_each_kind():
            self.octets(path)

    def _one_of_each_kind(self) -> Iterator[str]:
        tried = set()
        for path, planned in self._files.items():
            if isinstance(planned, PagePlan) and (planned.kind, planned.language) not in tried:
                tried.add((planned.kind, planned.language))
                yield path


class PreviewState(Struct):
    """What the preview shows: the last good pages, and what stops newer ones; empty when nothing does."""

    pages: SitePages | None = None
    problems: str = ""


_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99999;margin:0;padding:1rem 1.25rem;"
    "background:#2b0b0b;color:#ffe9e4;border-top:4px solid #ff6b4a;font:14px/1.5 ui-monospace,monospace;"
    "white-space:pre-wrap;direction:ltr;text-align:left"
)


class PreviewHandler(StaticFileHandler):  # type: ignore[misc]
    """Answers with a file of the site, with the 404 page, or with what is wrong."""

    shown: PreviewState

    def initialize(self, shown: PreviewState) -> None:
        """Take what is shown; what a copied file is a copy of is found as it is asked for."""
        super().initialize("", None)
        self.shown = shown

    def set_extra_headers(self, path: str) -> None:
        """Nothing of a preview is to be kept."""
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """No tags: every request is answered anew."""
        return None

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer a request for the path of a file, or of the folder that holds an index.html."""
        pages = self.shown.pages
        if pages is None:
            self._say(_EMPTY, self.shown.problems)
            return
        folder = not path or path.endswith("/")
        file = f"{path}index.html" if folder else path
        if file not in pages and f"{path}/index.html" in pages:
            self.redirect(f"/{path}/")
            return
        source = pages.source(file) if file in pages else None
        if source is not None and source.is_file() and not source.is_symlink():
            # Tornado answers requests for a part of a file, which players of video send.
            self.root = str(source.parent)
            await super().get(source.name, include_body)
            return
        if file not in pages or source is not None:
            self.set_status(404)
            file = "404.html"
        self._answer(pages, file)

    def _answer(self, pages: SitePages, file: str) -> None:
        try:
            octets = pages.octets(file)
        except RenderFault as fault:
            self.set_status(500)
            self._say(_EMPTY, str(fault))
            return
        if file.endswith(".html"):
            self._say(octets.decode(), self.shown.problems)
            return
        self.set_extra_headers(file)
        self.set_header("Content-Type", _media_type(file))
        self.write(octets)

    def _say(self, page: str, problems: str) -> None:
        self.set_extra_headers("")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(add_problem_list(page, problems))


def _media_type(file: str) -> str:
    found = _TYPES.get(Path(file).suffix) or mimetypes.guess_type(file)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


_EMPTY = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Not built yet</title></head><body></body></html>"
)


def add_problem_list(page: str, problems: str) -> str:
    """An HTML page with a list of problems on top of it; the page itself where there are none."""
    if not problems:
        return page
    box = f'<pre role="alert" style="{_STYLE}">{html.escape(problems)}</pre>'
    head, body_end, tail = page.rpartition("</body>")
    return f"{head}{box}{body_end}{tail}" if body_end else page + box

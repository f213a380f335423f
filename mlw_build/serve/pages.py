"""The pages of the preview: as they were built, with what is wrong on top."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

from livereload.handlers import StaticFileHandler
from tornado.web import HTTPError


@dataclass(slots=True)
class Problems:
    """What stops the site from being built now, as text; empty when nothing does."""

    text: str = ""


_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99999;margin:0;padding:1rem 1.25rem;"
    "background:#2b0b0b;color:#ffe9e4;border-top:4px solid #ff6b4a;font:14px/1.5 ui-monospace,monospace;"
    "white-space:pre-wrap;direction:ltr;text-align:left"
)


class PreviewHandler(StaticFileHandler):  # type: ignore[misc]
    """Serves the preview's folder; an HTML page carries the problems there are."""

    problems: Problems

    def initialize(self, path: str, default_filename: str, problems: Problems) -> None:
        """Take the folder, and where to read the problems."""
        super().initialize(path, default_filename)
        self.problems = problems

    def set_extra_headers(self, path: str) -> None:
        """Nothing of a preview is to be kept."""
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """No tags: every request is answered anew."""
        return None

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with a file, the 404 page, or the last good page under a list of problems."""
        try:
            file = self._html_file(path)
            if file is None or not include_body:
                await super().get(path, include_body)
                return
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Cache-Control", "no-store")
            self.write(with_problems(file.read_text(encoding="utf-8"), self.problems.text))
        except HTTPError as error:
            self.set_status(error.status_code)
            missing = Path(self.root) / "404.html"
            page = missing.read_text(encoding="utf-8") if missing.is_file() else _EMPTY
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.write(with_problems(page, self.problems.text))

    def _html_file(self, path: str) -> Path | None:
        """The HTML file of an address with a slash at its end or with its name in full."""
        folder = Path(self.root).resolve()
        place = (folder / path).resolve()
        if not place.is_relative_to(folder):
            raise HTTPError(403)
        if place.is_dir() and (path.endswith("/") or not path):
            place /= "index.html"
        if place.suffix == ".html":
            if not place.is_file():
                raise HTTPError(404)
            return place
        return None


_EMPTY = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Not built yet</title></head><body></body></html>"
)


def with_problems(page: str, problems: str) -> str:
    """An HTML page with a list of problems on top of it; the page itself where there are none."""
    if not problems:
        return page
    box = f'<pre role="alert" style="{_STYLE}">{html.escape(problems)}</pre>'
    head, body_end, tail = page.rpartition("</body>")
    return f"{head}{box}{body_end}{tail}" if body_end else page + box

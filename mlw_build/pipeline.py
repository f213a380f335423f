"""The straight line: read, model, check, plan, render, publish. Six calls, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from mlw_build.cache.markdown import convert_texts
from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.lock.comparison import compare_with_lock, read_lock_file
from mlw_build.calendar.lock.lock import LOCK_FILE
from mlw_build.check.registry import check_conference
from mlw_build.diagnostics import Diagnostic, Severity, in_order, stops_publishing
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.model.texts import markdown_texts
from mlw_build.read.site_files import Parse, Sources, read_site
from mlw_build.read.yaml_cache import YamlCache
from mlw_build.site.pictures.uses import picture_problems
from mlw_build.site.theme.theme import Theme, load_theme

if TYPE_CHECKING:
    from mlw_build.publish.build_record import FileState
    from mlw_build.publish.publish import Published, Stage
    from mlw_build.site.incremental.plan_items import Plan
    from mlw_build.site.site import Site

Progress = Callable[[int, int], None]
"""Told from time to time how many files are done, and how many there are."""


SHARE_TO_CONVERT_TOGETHER = 0.05
"""The share of a site's files from which converting all texts together is quicker than each when it is shown."""


class Options(Struct, frozen=True):
    """What a run is asked to do: the site's root, where to publish, at which address, how strictly.

    `locked` asks that the calendar lock agrees with the programme; `on` is the day for which to look for what
    should be there by then (a build never depends on the day on which it runs); `preview` builds
    for the editor's own eyes. `jobs` is among how many processes pages are shared; `tool` stands for the program and
    its libraries, so that pages which an older one made are made again.
    """

    root: Path
    output: Path
    base_url: str | None = None
    strict: bool = False
    locked: bool = False
    on: date | None = None
    preview: bool = False
    jobs: int = 1
    tool: str = ""


class CheckedSite(Struct, frozen=True):
    """A site read and checked; the conference is None where too little could be read.

    `calendar` is what its calendars would be made from, where nothing stops publishing; `lock_text` the text of
    the calendar lock.
    """

    sources: Sources
    conference: Conference | None
    theme: Theme | None
    diagnostics: tuple[Diagnostic, ...]
    calendar: Calendar | None = None
    lock_text: str | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing stops publishing."""
        return self.conference is not None and not stops_publishing(self.diagnostics)

    def texts(self) -> Mapping[str, str]:
        """The text of each document by its path, for showing what a diagnostic speaks of."""
        return self.sources.texts() | ({LOCK_FILE: self.lock_text} if self.lock_text else {})


class PlannedSite(Struct, frozen=True):
    """A site that is ready to be made: what was found, and its plan (no site where problems stop it)."""

    checked: CheckedSite
    site: Site | None = None
    plan: Plan = ()


class BuildResult(Struct, frozen=True):
    """A build: what was found, and what was published (None where problems stopped it)."""

    checked: CheckedSite
    site: Site | None = None
    published: Published | None = None


def check(options: Options, instead: Mapping[str, str] | None = None, parse: Parse | None = None) -> CheckedSite:
    """Read, model and check a site; writes nothing but what it parsed, for the next time.

    `instead` has texts by path that are read instead of what is in these files: what an edit would give. `parse` may
    remember YAML texts itself, for who checks again and again.
    """
    cache = YamlCache.open(options.root)
    sources, unreadable = read_site(options.root, instead, parse or cache.read_yaml)
    if not instead and parse is None:
        cache.keep()
    lock = read_lock_file(options.root)
    conference, invalid = build_conference(sources)
    theme, theme_problems = load_theme(sources.root, conference) if conference else (None, ())
    unusable = picture_problems(conference, sources.root / "content" / "media") if conference else ()
    before = (*unreadable, *invalid, *theme_problems, *unusable)
    found = check_conference(conference, before, options.on) if conference else before
    # With errors, what is missing from the programme may be there and only unreadable: nothing was deleted.
    comparable = conference if not instead and not stops_publishing(found) else None
    if comparable and lock.text is not None:
        convert_texts(options.root, markdown_texts(comparable), options.jobs)
    calendar, behind = compare_with_lock(comparable, lock, locked=options.locked)
    diagnostics = in_order((*found, *behind))
    strictly = _warnings_as_errors(diagnostics) if options.strict else diagnostics
    return CheckedSite(sources, conference, theme, strictly, calendar, lock.text)


def plan(options: Options) -> PlannedSite:
    """The line up to the plan: read, model, check, plan."""
    # Checking alone must not wait for all that makes pages, pictures and feeds to be imported.
    from mlw_build.site.plan import plan_site
    from mlw_build.site.site import build_site_model

    checked = check(options)
    if not checked.clean or checked.conference is None or checked.theme is None:
        return PlannedSite(checked)
    site = build_site_model(
        checked.conference,
        checked.theme,
        checked.sources.root,
        options.base_url,
        checked.calendar,
        preview=options.preview,
    )
    return PlannedSite(checked, site, plan_site(site))


def build(
    options: Options,
    progress: Progress = lambda done, total: None,
    previous: Mapping[str, FileState] | None = None,
) -> BuildResult:
    """The whole line. With errors nothing is written: the last good output stays.

    `previous` is how the last build left the files of this output folder, which saves making them again. Raises
    CannotPublish where the output folder is not ours or cannot be written, and RenderFault where the theme or a
    picture fails.
    """
    from mlw_build.publish.publish import check_output

    check_output(options.output, options.root, built_here=bool(previous))
    planned = plan(options)
    if planned.site is None:
        return BuildResult(planned.checked)
    return BuildResult(planned.checked, planned.site, _publish(options, planned.site, planned.plan, progress, previous))


def _publish(
    options: Options, site: Site, plan: Plan, progress: Progress, previous: Mapping[str, FileState] | None
) -> Published:
    from mlw_build.publish.build_record import load_chunked_files
    from mlw_build.publish.publish import publish
    from mlw_build.publish.scheduling import output_files, schedule_stages
    from mlw_build.site.render import Renderer

    renderer = Renderer(site, options.tool)
    done = 0

    def count(files: int) -> None:
        nonlocal done
        done += files
        progress(done, len(plan))

    def stages(places: Sequence[int]) -> Sequence[Stage]:
        # Where much is to be made, all texts are converted together; else each when it is shown.
        if len(places) > len(plan) * SHARE_TO_CONVERT_TOGETHER:
            convert_texts(options.root, markdown_texts(site.conference), options.jobs)
        return schedule_stages(plan, options.jobs, places)

    return publish(
        output_files(plan, renderer),
        options.output,
        previous,
        layouts=load_chunked_files(options.root, options.output, renderer.files_made_with),
        stages=stages,
        progress=count,
    )


def _warnings_as_errors(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Warnings as errors."""
    return tuple(
        diagnostic.with_severity(Severity.ERROR) if diagnostic.severity is Severity.WARNING else diagnostic
        for diagnostic in diagnostics
    )

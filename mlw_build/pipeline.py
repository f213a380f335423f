"""The straight line: read, model, check, plan, render, publish. Six calls, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.lock import LOCK_FILE
from mlw_build.calendar.step import held_against, read_lock_file
from mlw_build.check.registry import check_conference
from mlw_build.diagnostics import Diagnostic, Severity, in_order, stops_publishing
from mlw_build.kept_texts import Reading
from mlw_build.model.assemble import conference_of
from mlw_build.model.conference import Conference
from mlw_build.model.texts import markdown_texts, texts_known_early
from mlw_build.read.parsed import ParsedSources
from mlw_build.read.site_files import Sources, read_site
from mlw_build.site.pictures.uses import picture_problems
from mlw_build.site.theme import Theme, load_theme

if TYPE_CHECKING:
    from mlw_build.publish.last_build import Left
    from mlw_build.publish.write import Published, Stage
    from mlw_build.site.planned import Plan
    from mlw_build.site.site import Site

Progress = Callable[[int, int], None]
"""Told from time to time how many files are done, and how many there are."""


MUCH = 0.05
"""The share of a site's files from which reading all texts together is quicker than each when it is shown."""


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


class Checked(Struct, frozen=True):
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


class Planned(Struct, frozen=True):
    """A site that is ready to be made: what was found, and its plan (no site where problems stop it)."""

    checked: Checked
    site: Site | None = None
    plan: Plan = ()


class Built(Struct, frozen=True):
    """A build: what was found, and what was published (None where problems stopped it)."""

    checked: Checked
    site: Site | None = None
    published: Published | None = None


def check(options: Options, instead: Mapping[str, str] | None = None) -> Checked:
    """Read, model and check a site; writes nothing but what it parsed, for the next time.

    `instead` has texts by path that are read instead of what is in these files: what an edit would give.
    """
    with Reading(options.root, options.jobs) as reading:
        return _checked(options, reading, instead)


def _checked(
    options: Options, reading: Reading, instead: Mapping[str, str] | None = None, *, all_is_made: bool = False
) -> Checked:
    """The same, and other processes begin to read its texts where all will be shown, or calendars are compared."""
    parsed = ParsedSources.open(options.root)
    sources, faults = read_site(options.root, instead, parsed.read_yaml)
    if not instead:
        parsed.keep()
    lock = read_lock_file(options.root)
    if all_is_made or lock.text is not None:
        reading.begin(texts_known_early(sources, reading.files))
    conference, misfits = conference_of(sources)
    theme, theme_faults = load_theme(sources.root, conference) if conference else (None, ())
    broken = picture_problems(conference, sources.root / "content" / "media") if conference else ()
    before = (*faults, *misfits, *theme_faults, *broken)
    found = check_conference(conference, before, options.on) if conference else before
    if conference and lock.text is not None:
        reading.finish(markdown_texts(conference))
    # With errors, what is missing from the programme may be there and only unreadable: nothing was deleted.
    whole = not instead and not stops_publishing(found)
    calendar, behind = held_against(conference if whole else None, lock, locked=options.locked)
    diagnostics = in_order((*found, *behind))
    strictly = _strictly(diagnostics) if options.strict else diagnostics
    return Checked(sources, conference, theme, strictly, calendar, lock.text)


def planned(options: Options) -> Planned:
    """The line up to the plan: read, model, check, plan."""
    with Reading(options.root, options.jobs) as reading:
        return _planned(options, reading)


def _planned(options: Options, reading: Reading, *, all_is_made: bool = False) -> Planned:
    # Checking alone must not wait for all that makes pages, pictures and feeds to be imported.
    from mlw_build.site.plan import plan_site
    from mlw_build.site.site import site_of

    checked = _checked(options, reading, all_is_made=all_is_made)
    if not checked.clean or checked.conference is None or checked.theme is None:
        return Planned(checked)
    site = site_of(
        checked.conference,
        checked.theme,
        checked.sources.root,
        options.base_url,
        checked.calendar,
        preview=options.preview,
    )
    return Planned(checked, site, plan_site(site))


def build(
    options: Options,
    progress: Progress = lambda done, total: None,
    left: Mapping[str, Left] | None = None,
    reading: Reading | None = None,
) -> Built:
    """The whole line. With errors nothing is written: the last good output stays.

    `left` is how the last build left the files of this output folder, which saves making them again; `reading` may
    have begun with the site's texts. Raises CannotPublish where the output folder is not ours or cannot be written,
    and RenderFault where the theme or a picture fails.
    """
    from mlw_build.publish.write import check_output

    with reading or Reading(options.root, options.jobs) as texts:
        check_output(options.output, options.root, built_here=bool(left))
        found = _planned(options, texts, all_is_made=not left)
        if found.site is None:
            return Built(found.checked)
        return Built(found.checked, found.site, _published(options, found.site, found.plan, texts, progress, left))


def _published(
    options: Options, site: Site, plan: Plan, reading: Reading, progress: Progress, left: Mapping[str, Left] | None
) -> Published:
    from mlw_build.publish.last_build import read_layouts
    from mlw_build.publish.stages import ready, stages_of
    from mlw_build.publish.write import publish
    from mlw_build.site.render import Renderer

    renderer = Renderer(site, options.tool)
    done = 0

    def count(files: int) -> None:
        nonlocal done
        done += files
        progress(done, len(plan))

    def stages(places: Sequence[int]) -> Sequence[Stage]:
        # Where much is to be made, all texts are read together; else each when it is shown.
        if len(places) > len(plan) * MUCH:
            reading.finish(markdown_texts(site.conference))
        return stages_of(plan, options.jobs, places)

    return publish(
        ready(plan, renderer),
        options.output,
        left,
        layouts=read_layouts(options.root, options.output, renderer.files_made_with),
        stages=stages,
        progress=count,
    )


def _strictly(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Warnings as errors."""
    return tuple(one.with_severity(Severity.ERROR) if one.severity is Severity.WARNING else one for one in diagnostics)

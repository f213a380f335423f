"""`import`: a programme from another tool, as the files that an editor would have written."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlw_build.commands.common import CLEAN, PROBLEMS, USAGE, count_noun, print_error, print_problems, relative_path
from mlw_build.diagnostics import Severity
from mlw_build.edit.changes import Change as Placed
from mlw_build.edit.files import CannotEdit, raw_text, write_all
from mlw_build.exchange.incoming.formats.registry import FORMATS, detect_format
from mlw_build.exchange.incoming.importer import ImportPlan, edited_files, plan_import, write_import
from mlw_build.exchange.incoming.reading.format_reader import ImportOptions
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.tables.mapping_file import read_column_mapping
from mlw_build.exchange.incoming.writing.allowances import allowance_edits
from mlw_build.exchange.incoming.writing.entry_edits import changes_of
from mlw_build.exchange.incoming.writing.records import Kind
from mlw_build.exchange.incoming.writing.site_records import current_records
from mlw_build.model.zones import UnknownZone, zone
from mlw_build.pipeline import Options, check

MORE = """\
The format is recognised, or named with --from. Importing a newer version of the same source brings the site up to
date: what the editors changed by hand stays, what the source changed changes, what it no longer has is marked
cancelled. docs/importing.md describes every format.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    parser.add_argument("source", metavar="SOURCE", help="a file or a folder")
    parser.add_argument("--into", metavar="DIR", required=True, help="the site's folder; made if it is not there")
    names = [one.name for one in FORMATS]
    parser.add_argument("--from", dest="format", choices=names, metavar="FORMAT", help=f"one of {', '.join(names)}")
    parser.add_argument("--zone", metavar="NAME", default="", help="the time zone, such as Europe/Brussels")
    parser.add_argument("--title", metavar="TEXT", default="", help="the conference's title, where the source has none")
    parser.add_argument("--mapping", metavar="FILE", help="for tables: a YAML file with `our key: their column` lines")
    parser.add_argument(
        "--allow", action="store_true", help="allow the clashes that the source has, so that the site can be built"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def run(options: argparse.Namespace) -> int:
    """Import. Gives 0 where the site can be built afterwards, 1 where it has errors, 2 where nothing was imported."""
    root = Path(options.into)
    try:
        if options.zone:
            zone(options.zone)
        source = Source(Path(options.source))
        columns = read_column_mapping(Path(options.mapping)) if options.mapping else {}
        chosen = detect_format(source, options.format)
        plan = plan_import(source, chosen, root, ImportOptions(columns, options.zone, options.title))
        if not options.dry_run:
            write_import(root, plan)
    except UnknownZone:
        return print_error(
            f"`{options.zone}` is not the name of a time zone; write a name such as Europe/Brussels.", USAGE
        )
    except (SourceRefused, CannotEdit) as error:
        return print_error(str(error), USAGE)
    if plan.diagnostics:
        print_problems(plan.diagnostics, plan.texts, sys.stdout)
    _print_plan(plan, root, options.dry_run)
    return CLEAN if options.dry_run else _check_imported_site(root, plan, options.allow)


def _print_plan(plan: ImportPlan, root: Path, dry: bool) -> None:
    counts = plan.counts
    things = ((Kind.SESSION, "session"), (Kind.DAY, "day"), (Kind.ROOM, "room"), (Kind.TRACK, "track"))
    listed = [count_noun(counts[kind], noun) for kind, noun in (*things, (Kind.SPEAKER, "speaker"))]
    print(f"\n{plan.format.title}: {', '.join(listed)}.")
    files = sum(plan.before[path] != text for path, text in plan.after.items())
    verb = "would be written" if dry else "written"
    if plan.first:
        print(f"{count_noun(files, 'file')} {verb} into {relative_path(root)}/.")
    else:
        print(
            f"{count_noun(files, 'file')} {verb}: {count_noun(plan.new, 'new session')}, "
            f"{count_noun(plan.changed, 'entry').replace('entrys', 'entries')} changed, "
            f"{count_noun(plan.cancelled, 'session')} cancelled."
        )


def _check_imported_site(root: Path, plan: ImportPlan, allow: bool) -> int:
    """Check the site as it is now, and say how to go on."""
    checked = check(Options(root, root / "output"))
    if allow:
        title = checked.conference.settings.title.plain if checked.conference else "the source"
        try:
            number = _allow_clashes(root, checked.diagnostics, f"So in the programme of {title}.")
        except (SourceRefused, CannotEdit) as error:
            return print_error(str(error), PROBLEMS)
        if number:
            print(f"{count_noun(number, 'clash').replace('clashs', 'clashes')} of the source allowed with `allow:`.")
            checked = check(Options(root, root / "output"))
    errors = [diagnostic for diagnostic in checked.diagnostics if diagnostic.severity is Severity.ERROR]
    if errors:
        print(f"\nThe programme itself has problems that stop publishing ({len(errors)}):")
        print_problems(errors, checked.texts(), sys.stdout)
        if any(error.involved for error in errors) and not allow:
            print("Clashes that are meant, or that you settle later: import again with `--allow`.")
        return PROBLEMS
    print(
        f"Next: look at it with `serve --root {relative_path(root)}`, "
        "then write `domain` and `address` in content/conference.yaml."
    )
    return CLEAN


def _allow_clashes(root: Path, diagnostics: tuple[object, ...], reason: str) -> int:
    from mlw_build.read.site_files import read_site

    sources, _ = read_site(root)
    changes, number = allowance_edits(diagnostics, current_records(sources), reason)  # type: ignore[arg-type]
    documents = {document.path: document for document in sources.documents}
    wanted: dict[str, list[Placed]] = {}
    for change in changes:
        wanted.setdefault(change.current.document.path, []).extend(changes_of(change))
    after = edited_files(root, documents, wanted)
    write_all(root, {path: raw_text(root, path) for path in after}, after)
    return number

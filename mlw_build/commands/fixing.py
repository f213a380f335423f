"""Making the fixes that diagnostics carry: in memory first, checked again, then (where asked) in the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from mlw_build.commands.common import count_noun
from mlw_build.diagnostics import Diagnostic, Fix
from mlw_build.edit.apply import MARK, MisplacedEdit, apply_edits, compatible_fixes, edits_by_file
from mlw_build.edit.changes import Change
from mlw_build.edit.files import CannotEdit, raw_text
from mlw_build.edit.placement import holds_changes
from mlw_build.model.references import DUPLICATE_ID
from mlw_build.pipeline import CheckedSite, Options, check
from mlw_build.read.site_files import FRONT_MATTER
from mlw_build.read.yaml_problems import RULES as YAML_RULES

MOST_ROUNDS = 6
"""A fix may bring to light the next mistake, so fixing goes on while it finds something; it never goes on for long."""

_NEVER_MORE = {FRONT_MATTER.code, DUPLICATE_ID.code, *(rule.code for rule in YAML_RULES)}


class FixResult(Struct, frozen=True):
    """What fixing gives: the texts of the edited files before and after, what was mended, and what is left."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    mended: tuple[Diagnostic, ...]
    left: CheckedSite


def apply_fixes(options: Options) -> FixResult:
    """All fixes of a site made in memory, round after round, each checked by reading the site again.

    A fix that would break the YAML or double an id is left to the editor. Raises CannotEdit where a file
    changes while this runs, or cannot be read or edited.
    """
    checked = check(options)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    mended: list[Diagnostic] = []
    refused: set[Fix] = set()
    for _ in range(MOST_ROUNDS):
        wanted = [diagnostic for diagnostic in checked.diagnostics if diagnostic.fix and diagnostic.fix not in refused]
        kept = set(compatible_fixes([diagnostic.fix for diagnostic in wanted if diagnostic.fix]))
        chosen = _distinct_fixes([diagnostic for diagnostic in wanted if diagnostic.fix in kept])
        if not chosen:
            break
        _read_missing_texts(options.root, chosen, checked, before, after)
        done = _harmless_fixes(options, (), chosen, checked, after)
        refused |= {diagnostic.fix for diagnostic in chosen if diagnostic.fix and diagnostic not in done}
        mended += done
        after.update(_with_fixes(after, done))
        checked = check(options, after)
    return FixResult(before, after, tuple(mended), checked)


def _distinct_fixes(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One diagnostic for each fix."""
    return list({diagnostic.fix: diagnostic for diagnostic in reversed(diagnostics)}.values())[::-1]


def _read_missing_texts(
    root: Path, chosen: Sequence[Diagnostic], checked: CheckedSite, before: dict[str, str], after: dict[str, str]
) -> None:
    read = checked.texts()
    for diagnostic in chosen:
        for edit in diagnostic.fix.edits if diagnostic.fix else ():
            file = edit.span.file
            if file in before:
                continue
            raw = raw_text(root, file)
            if raw.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n") != read.get(file):
                raise CannotEdit(f"{file} was changed by somebody else meanwhile; nothing was written. Run this again.")
            before[file] = after[file] = raw


def _harmless_fixes(
    options: Options,
    given: Sequence[Diagnostic],
    chosen: Sequence[Diagnostic],
    checked: CheckedSite,
    texts: Mapping[str, str],
) -> list[Diagnostic]:
    """The given and as many of the chosen as do no harm with them, found by halving."""
    with_all = [*given, *chosen]
    try:
        edited_texts = _with_fixes(texts, with_all)
        if _as_asked(checked, with_all, edited_texts) and not _does_harm(checked, check(options, edited_texts)):
            return with_all
    except MisplacedEdit:
        pass
    if len(chosen) == 1:
        return list(given)
    half = len(chosen) // 2
    return _harmless_fixes(
        options, _harmless_fixes(options, given, chosen[:half], checked, texts), chosen[half:], checked, texts
    )


def _with_fixes(texts: Mapping[str, str], chosen: Sequence[Diagnostic]) -> dict[str, str]:
    edits = edits_by_file(edit for diagnostic in chosen if diagnostic.fix for edit in diagnostic.fix.edits)
    return {**texts, **{file: apply_edits(texts[file], some) for file, some in edits.items()}}


def _as_asked(checked: CheckedSite, chosen: Sequence[Diagnostic], texts: Mapping[str, str]) -> bool:
    """Whether the edited files hold what the fixes are to do, and nothing else is different in them."""
    documents = {document.path: document for document in checked.sources.documents}
    changes: dict[str, list[Change]] = {}
    for fix in (diagnostic.fix for diagnostic in chosen if diagnostic.fix):
        changes.setdefault(fix.edits[0].span.file, []).extend(fix.changes)
    return all(
        holds_changes(documents[file], some, texts[file].removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n"))
        for file, some in changes.items()
    )


def _does_harm(before: CheckedSite, after: CheckedSite) -> bool:
    """Whether more of what a fix must never cause is there than before."""
    counts = [Counter(diagnostic.code for diagnostic in checked.diagnostics) for checked in (before, after)]
    return any(counts[1][code] > counts[0][code] for code in _NEVER_MORE) or (
        before.conference is not None and after.conference is None
    )


def fix_summary(fixing: FixResult, written: bool) -> str:
    """What was (or would be) changed, a line for each place and one that counts."""
    places = [
        f"  {diagnostic.span}: {diagnostic.fix.title if diagnostic.fix else ''} [{diagnostic.code}]"
        for diagnostic in fixing.mended
    ]
    if not places:
        return "Nothing here can be fixed without a decision of yours."
    verb = "Fixed" if written else "Would fix"
    files = len({diagnostic.span.file for diagnostic in fixing.mended})
    return "\n".join([f"{verb} {count_noun(len(places), 'place')} in {count_noun(files, 'file')}:", *places])

"""Making the fixes that diagnostics carry: in memory first, checked again, then (where asked) in the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from mlw_build.commands.common import counted
from mlw_build.diagnostics import Diagnostic, Fix
from mlw_build.edit.apply import MARK, Misplaced, by_file, compatible, edited
from mlw_build.edit.changes import Change
from mlw_build.edit.files import CannotEdit, raw_text
from mlw_build.edit.place import as_asked
from mlw_build.model.references import DUPLICATE_ID
from mlw_build.pipeline import Checked, Options, check
from mlw_build.read.site_files import FRONT_MATTER
from mlw_build.read.yaml_problems import RULES as YAML_RULES

MOST_ROUNDS = 6
"""A fix may bring to light the next mistake, so fixing goes on while it finds something; it never goes on for long."""

_NEVER_MORE = {FRONT_MATTER.code, DUPLICATE_ID.code, *(rule.code for rule in YAML_RULES)}


class Fixed(Struct, frozen=True):
    """What fixing gives: the texts of the edited files before and after, what was mended, and what is left."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    mended: tuple[Diagnostic, ...]
    left: Checked


def fixed(options: Options) -> Fixed:
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
        wanted = [one for one in checked.diagnostics if one.fix and one.fix not in refused]
        kept = set(compatible([one.fix for one in wanted if one.fix]))
        chosen = _once([one for one in wanted if one.fix in kept])
        if not chosen:
            break
        _take_in(options.root, chosen, checked, before, after)
        done = _harmless(options, (), chosen, checked, after)
        refused |= {one.fix for one in chosen if one.fix and one not in done}
        mended += done
        after.update(_with(after, done))
        checked = check(options, after)
    return Fixed(before, after, tuple(mended), checked)


def _once(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One diagnostic for each fix."""
    return list({one.fix: one for one in reversed(diagnostics)}.values())[::-1]


def _take_in(
    root: Path, chosen: Sequence[Diagnostic], checked: Checked, before: dict[str, str], after: dict[str, str]
) -> None:
    read = checked.texts()
    for one in chosen:
        for edit in one.fix.edits if one.fix else ():
            file = edit.span.file
            if file in before:
                continue
            raw = raw_text(root, file)
            if raw.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n") != read.get(file):
                raise CannotEdit(f"{file} was changed by somebody else meanwhile; nothing was written. Run this again.")
            before[file] = after[file] = raw


def _harmless(
    options: Options,
    given: Sequence[Diagnostic],
    chosen: Sequence[Diagnostic],
    checked: Checked,
    texts: Mapping[str, str],
) -> list[Diagnostic]:
    """The given and as many of the chosen as do no harm with them, found by halving."""
    with_all = [*given, *chosen]
    try:
        edited_texts = _with(texts, with_all)
        if _as_asked(checked, with_all, edited_texts) and not _harmed(checked, check(options, edited_texts)):
            return with_all
    except Misplaced:
        pass
    if len(chosen) == 1:
        return list(given)
    half = len(chosen) // 2
    return _harmless(options, _harmless(options, given, chosen[:half], checked, texts), chosen[half:], checked, texts)


def _with(texts: Mapping[str, str], chosen: Sequence[Diagnostic]) -> dict[str, str]:
    edits = by_file(edit for one in chosen if one.fix for edit in one.fix.edits)
    return {**texts, **{file: edited(texts[file], some) for file, some in edits.items()}}


def _as_asked(checked: Checked, chosen: Sequence[Diagnostic], texts: Mapping[str, str]) -> bool:
    """Whether the edited files hold what the fixes are to do, and nothing else is different in them."""
    documents = {one.path: one for one in checked.sources.documents}
    changes: dict[str, list[Change]] = {}
    for fix in (one.fix for one in chosen if one.fix):
        changes.setdefault(fix.edits[0].span.file, []).extend(fix.changes)
    return all(
        as_asked(documents[file], some, texts[file].removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n"))
        for file, some in changes.items()
    )


def _harmed(before: Checked, after: Checked) -> bool:
    """Whether more of what a fix must never cause is there than before."""
    counts = [Counter(one.code for one in checked.diagnostics) for checked in (before, after)]
    return any(counts[1][code] > counts[0][code] for code in _NEVER_MORE) or (
        before.conference is not None and after.conference is None
    )


def said(fixing: Fixed, written: bool) -> str:
    """What was (or would be) changed, a line for each place and one that counts."""
    places = [f"  {one.span}: {one.fix.title if one.fix else ''} [{one.code}]" for one in fixing.mended]
    if not places:
        return "Nothing here can be fixed without a decision of yours."
    verb = "Fixed" if written else "Would fix"
    files = len({one.span.file for one in fixing.mended})
    return "\n".join([f"{verb} {counted(len(places), 'place')} in {counted(files, 'file')}:", *places])

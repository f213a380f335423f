"""`resolve`: the fewest moves that make the programme clean, as a diff, or written to its files."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from mlw_build.check.moves.suggestions import Move, way_out_of
from mlw_build.check.moves.suggestions import describe_place as place_in_words
from mlw_build.check.moves.trial_move import TrialIndex, seconds
from mlw_build.check.rules.wording import quoted_title
from mlw_build.check.severity_policy import UNUSED_ALLOW
from mlw_build.commands.common import CLEAN, PROBLEMS, add_root, count_noun, print_error, print_problems, site_root
from mlw_build.diagnostics import Diagnostic, Edit, Severity
from mlw_build.edit.apply import MARK, apply_edits, edits_by_file, unified_diff
from mlw_build.edit.files import CannotEdit, raw_text, write_all
from mlw_build.model.conference import Conference
from mlw_build.pipeline import CheckedSite, Options, check
from mlw_build.resolve.cp_sat import available
from mlw_build.resolve.plan import Plan, plan
from mlw_build.resolve.problem import Conflicts, can_be_moved_away, conflicts_in
from mlw_build.resolve.solution import Outcome

MORE = "Shows the changes as a diff; nothing is written without --apply. docs/clashes.md explains how it chooses."

_INSTALL = f"python3 -m pip --python {sys.executable} install ortools"
"""The `.venv` that build.py makes has no pip of its own; any other can install into it."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `resolve`."""
    add_root(parser)
    parser.add_argument("--apply", action="store_true", help="write the changes to the files")
    parser.add_argument(
        "--seconds", type=float, default=30.0, metavar="N", help="look for at most so long (default: 30)"
    )
    parser.add_argument(
        "--without-solver", action="store_true", help="do not use OR-tools: quicker, and perhaps more moves"
    )


def run(options: argparse.Namespace) -> int:
    """Look for moves and show or write them. Gives 0 where the programme is clean then, else 1."""
    if options.seconds <= 0:
        return print_error("--seconds takes a number above 0.")
    root = site_root(options)
    site = Options(root, root / "output")
    checked = check(site)
    if checked.conference is None:
        print_problems(checked.diagnostics, checked.texts(), sys.stderr)
        return print_error("the programme cannot be read as it is; correct this first.", PROBLEMS)
    index = TrialIndex(checked.conference)
    trouble = conflicts_in(checked.diagnostics, index)
    if not trouble.sessions:
        print("No session has to be moved.")
        return CLEAN if checked.clean else PROBLEMS
    texts = _FileTexts(root, checked)
    try:
        found = plan(
            index,
            trouble,
            lambda moves, edits: _new_problems(site, checked, texts.edited(edits), moves),
            options.seconds,
            solver=False if options.without_solver else None,
        )
        if not found.moves:
            print(_explain_failure(found, trouble, index, options.seconds), file=sys.stderr)
            return PROBLEMS
        print(_format_plan(found, trouble, index, options.without_solver), file=sys.stderr)
        after = texts.edited(found.edits)
        before = {file: texts.raw(file) for file in after}
        if options.apply:
            written = write_all(root, before, after)
            print(f"Written: {', '.join(written)}.", file=sys.stderr)
        else:
            print(unified_diff(before, after), end="")
    except CannotEdit as fault:
        return print_error(str(fault), PROBLEMS)
    left = check(site, after)
    if left.diagnostics and any(diagnostic.severity is not Severity.NOTE for diagnostic in left.diagnostics):
        print("Left, since no move solves it:", file=sys.stderr)
        kept = [diagnostic for diagnostic in left.diagnostics if diagnostic.severity is not Severity.NOTE]
        print_problems(kept, left.texts(), sys.stderr)
    return CLEAN if left.clean else PROBLEMS


class _FileTexts:
    """The files as they are, read once, and with edits made."""

    def __init__(self, root: Path, checked: CheckedSite) -> None:
        self._root = root
        self._read = checked.texts()
        self._raw: dict[str, str] = {}

    def raw(self, file: str) -> str:
        """The text of a file with its line ends and byte order mark. Raises CannotEdit."""
        if file not in self._raw:
            text = raw_text(self._root, file)
            if text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n") != self._read.get(file):
                raise CannotEdit(f"{file} was changed by somebody else meanwhile. Run this again.")
            self._raw[file] = text
        return self._raw[file]

    def edited(self, edits: tuple[Edit, ...]) -> dict[str, str]:
        """The files that the edits change, with these made."""
        return {file: apply_edits(self.raw(file), some) for file, some in edits_by_file(edits).items()}


def _new_problems(
    site: Options, before: CheckedSite, texts: Mapping[str, str], moves: tuple[Move, ...]
) -> frozenset[str]:
    """The sessions in problems that the edited programme has and the one before had not.

    All moved sessions, where something else is wrong with it: another session would change, or nothing can be read.
    """
    after = check(site, texts)
    moved = frozenset(move.session for move in moves)
    if after.conference is None or not _moves_took_effect(before.conference, after.conference, moves):
        return moved
    known = Counter(
        _identity(diagnostic) for diagnostic in before.diagnostics if diagnostic.severity is not Severity.NOTE
    )
    # What was in trouble is to be gone; anything else may stay as it was.
    known.subtract(_identity(diagnostic) for diagnostic in can_be_moved_away(before.diagnostics))
    bad: set[str] = set()
    for diagnostic in after.diagnostics:
        # That a clash which was allowed is gone is no harm.
        if diagnostic.severity is Severity.NOTE or diagnostic.code == UNUSED_ALLOW.code:
            continue
        if known[_identity(diagnostic)] > 0:
            known[_identity(diagnostic)] -= 1
            continue
        concerned = {session for session, _ in diagnostic.involved.shares} if diagnostic.involved else set()
        bad |= concerned & moved or concerned or moved
    return frozenset(bad)


def _identity(diagnostic: Diagnostic) -> tuple[object, ...]:
    """What a diagnostic is about, wherever it stands and whatever the times in it."""
    concerned = (
        frozenset(session for session, _ in diagnostic.involved.shares) if diagnostic.involved else diagnostic.message
    )
    return (diagnostic.code, concerned)


def _moves_took_effect(before: Conference | None, after: Conference, moves: tuple[Move, ...]) -> bool:
    """Whether each moved session is where it was to go, and every other is where it was."""
    if before is None or before.sessions.keys() != after.sessions.keys():
        return False
    wanted = {move.session: move.after for move in moves}
    for session in before.sessions.values():
        there = after.sessions[session.id]
        rooms = tuple(room.id for room in there.rooms)
        place = wanted.get(session.id)
        if place is None:
            same = (there.start, there.end, there.day, rooms) == (
                session.start, session.end, session.day, tuple(room.id for room in session.rooms),
            )  # fmt: skip
        else:
            length = there.end - there.start == session.end - session.start
            same = length and (seconds(there.start), rooms, there.day) == (place.start, place.rooms, place.day)
        if not same:
            return False
    return True


def _format_plan(found: Plan, trouble: Conflicts, index: TrialIndex, asked_without: bool) -> str:
    people = way_out_of(index, found.moves).people
    minutes = sum(move.minutes for move in found.moves)
    lines = [
        f"{count_noun(len(found.moves), 'move')} {'solves' if len(found.moves) == 1 else 'solve'} the clashes of "
        f"{count_noun(len(trouble.sessions), 'session')}; {count_noun(people, 'speaker')} to tell, "
        f"{count_noun(minutes, 'minute')} in all."
    ]
    for move in found.moves:
        session = index.items[move.session].session
        lines.append(f"  {quoted_title(session)} {place_in_words(index.conference, move.after, move.before)}")
    if found.outcome is Outcome.BEST:
        lines.append("No fewer moves do, and no shorter ones, to any of the places that were looked at.")
    elif found.outcome is Outcome.FEWEST:
        lines.append("No fewer moves do, to any of the places that were looked at; there may be shorter ones.")
    elif found.solver:
        lines.append("The time was over before this was shown to be the fewest: more --seconds may find fewer.")
    elif asked_without or available():
        lines.append("Found without the solver: there may be fewer moves that do it.")
    else:
        lines.append(f"Found without OR-tools: there may be fewer moves that do it. To look for them: {_INSTALL}")
    return "\n".join(lines)


def _explain_failure(found: Plan, trouble: Conflicts, index: TrialIndex, allowed: float) -> str:
    pinned = sorted(found.unmovable & trouble.sessions)
    shared = (
        f" The times or rooms of {', '.join(f'`{text}`' for text in pinned)} are shared by an anchor: not edited."
        if pinned
        else ""
    )
    if found.outcome is Outcome.OUT_OF_TIME:
        return f"Nothing was found in {allowed:g} seconds. Allow more: --seconds {allowed * 4:g}.{shared}"
    without = "" if found.solver else " Without OR-tools only single moves and swaps are tried"
    install = f"; to look further: {_INSTALL}." if not found.solver and not available() else "." if without else ""
    return (
        "No solution was found: at the times and in the rooms that the programme uses, these clashes cannot all be "
        f"moved away.{without}{install}{shared}\nA later end of a day, another room or one speaker less gives room; "
        "`suggest` shows what single sessions could do."
    )

"""The site that the board works on: read and checked, edited file by file, with undo and redo."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlw_build.board.history import EditConflict, Step, replay
from mlw_build.board.parsed_texts import ParsedTexts
from mlw_build.check.moves.trial_move import TrialIndex
from mlw_build.check.registry import FIXED
from mlw_build.diagnostics import Diagnostic
from mlw_build.edit.apply import MARK, apply_edits
from mlw_build.edit.changes import Change
from mlw_build.edit.files import CannotEdit, raw_text, write_all
from mlw_build.edit.placement import CannotPlace, place
from mlw_build.model.conference import Conference
from mlw_build.pipeline import CheckedSite, Options, check
from mlw_build.publish.build_inputs import source_file_stats
from mlw_build.publish.file_stats import CannotStat
from mlw_build.read.document import Document
from mlw_build.read.own_files import own_place, place_to_write
from mlw_build.system.atomic_files import atomic_write

MOST_STEPS = 500
"""Steps that can be undone; the oldest are forgotten first, and git has them."""

FOLDERS = ("content/programme/", "speakers/")
"""Where the board makes new files."""


class Refused(Exception):
    """An edit that is not made: the reason in words, and what `check` would say of it."""

    def __init__(self, reason: str, found: Sequence[Diagnostic] = ()) -> None:
        super().__init__(reason)
        self.found = tuple(found)


class Workspace:
    """A site's files as they are now. `version` grows with each change, whoever made it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._options = Options(self.root, self.root / "output")
        self.version = 0
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._stats: Sequence[object] | None = None
        self._index: TrialIndex | None = None
        self._parsed = ParsedTexts()
        self.checked: CheckedSite
        self.take_in()

    @property
    def conference(self) -> Conference:
        """The conference as it is now. Raises Refused where it cannot be read."""
        if self.checked.conference is None:
            raise Refused(
                "content/conference.yaml cannot be read as it is; correct it first.", self.checked.diagnostics
            )
        return self.checked.conference

    @property
    def index(self) -> TrialIndex:
        """What every session holds now."""
        if self._index is None:
            self._index = TrialIndex(self.conference)
        return self._index

    def take_in(self) -> bool:
        """Read the site again where a file changed since; whether one did."""
        stats = self._source_stats()
        if self.version and stats is not None and stats == self._stats:
            return False
        self._stats = stats
        self._show(self._check())
        return True

    def document(self, path: str) -> Document:
        """The document at a path. Raises Refused where there is none."""
        found = next((document for document in self.checked.sources.documents if document.path == path), None)
        if found is None:
            raise Refused(f"There is no {path} that can be read.")
        return found

    def edit(self, label: str, changes: Mapping[str, Sequence[Change]], new: Mapping[str, str] | None = None) -> None:
        """Make changes in files, and new files, by their paths, as one step. Raises Refused; then none is made."""
        before: dict[str, str | None] = {}
        after: dict[str, str | None] = {}
        for path, some in changes.items():
            if not some:
                continue
            document = self.document(path)
            try:
                raw = raw_text(self.root, path)
                edits = place(document, some)
            except CannotPlace as fault:
                raise Refused(f"This cannot be edited for certain as it is written. {fault}") from None
            except CannotEdit as fault:
                raise Refused(str(fault)) from None
            if raw.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n") != document.text:
                raise Refused(f"{path} was changed meanwhile. It has been taken in: look, and do it again.")
            before[path], after[path] = raw, apply_edits(raw, edits)
        for path, text in (new or {}).items():
            before[path], after[path] = None, text
        self._make(Step(label, before, after), strict=True)
        self.done = [*self.done, Step(label, before, after)][-MOST_STEPS:]
        self.undone = []

    def undo(self) -> str:
        """Take the last step back; gives its label. Raises Refused and EditConflict."""
        return self._replay(self.done, self.undone)

    def redo(self) -> str:
        """Make again what was taken back last; gives its label. Raises Refused and EditConflict."""
        return self._replay(self.undone, self.done)

    def _replay(self, source: list[Step], target: list[Step]) -> str:
        if not source:
            raise Refused("There is nothing to take back." if source is self.done else "There is nothing to do again.")
        back = source[-1].reversed()
        step = replay(back, {path: self._current(path) for path in back.before})
        self._make(step, strict=False)
        source.pop()
        target.append(step)
        return step.label

    def _current(self, path: str) -> str | None:
        if not os.path.lexists(self.root / path):
            return None
        try:
            return raw_text(self.root, path)
        except CannotEdit as fault:
            raise Refused(str(fault)) from None

    def _make(self, step: Step, *, strict: bool) -> None:
        """Write a step's files; in a strict one nothing that could not be read may come of it."""
        texts = {path: text for path, text in step.after.items() if text is not None}
        edited = {path: text for path, text in texts.items() if step.before[path] is not None}
        checked = self._check(edited) if edited and len(edited) == len(step.after) else None
        if strict and checked is not None:
            worse = self._unreadable(checked)
            if worse:
                raise Refused(worse[0].message, worse)
        try:
            write_all(self.root, {path: step.before[path] or "" for path in edited}, edited)
            for path, text in step.after.items():
                if step.before[path] is None and text is not None:
                    self._create(path, text)
                elif text is None:
                    self._delete(path)
        except CannotEdit as fault:
            raise Refused(str(fault)) from None
        except OSError as fault:
            raise Refused(f"{fault.filename} cannot be written: {fault.strerror}.") from None
        self._stats = self._source_stats()
        self._show(checked or self._check())

    def _create(self, path: str, text: str) -> None:
        if not path.startswith(FOLDERS) or ".." in path.split("/"):
            raise Refused(f"{path} is no place for a file of the programme.")
        where = place_to_write(self.root, path)
        if os.path.lexists(where):
            raise Refused(f"{path} exists already.")
        atomic_write(where, text.encode("utf-8"), lasting=True)

    def _delete(self, path: str) -> None:
        """Take away a file that the board made and nobody changed since (`replay` sees to that)."""
        os.unlink(own_place(self.root, path))

    def _unreadable(self, checked: CheckedSite) -> list[Diagnostic]:
        """What could not be read of the site once it is so, and could before."""
        known = {(found.code, found.message) for found in self.checked.diagnostics}
        return [
            found for found in checked.diagnostics if found.code in FIXED and (found.code, found.message) not in known
        ]

    def _check(self, instead: Mapping[str, str] | None = None) -> CheckedSite:
        checked = check(self._options, instead, self._parsed.read_yaml)
        self._parsed.forget()
        return checked

    def _show(self, checked: CheckedSite) -> None:
        self.checked = checked
        self._index = None
        self.version += 1

    def _source_stats(self) -> Sequence[object] | None:
        try:
            return source_file_stats(str(self.root))
        except CannotStat:
            return None


__all__ = ["EditConflict", "Refused", "Workspace"]

"""What the last build into an output folder was made of, and what it left: so that what is the same is left alone.

It only ever saves work: a file that somebody else touched, or that cannot be told from one, is compared or made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build import kept
from mlw_build.diagnostics import Diagnostic
from mlw_build.kept import is_ours, keep, kept_in, make_folder
from mlw_build.pieces import Laid
from mlw_build.publish.manifest import LARGEST, NAME, digest
from mlw_build.publish.traces import MOMENT, Trace, newest, trace_of
from mlw_build.regular_files import open_regular, regular_octets

FOLDER = kept.FOLDER / "builds"
"""In the site's root."""

_WRITER = "build 4"


class Left(Struct, frozen=True, array_like=True):
    """A published file: the key of what it was made of (None where it had none), its digest, and its trace.

    The trace is None where the file was so young that somebody could have written it since without a trace.
    """

    key: str | None
    digest: str
    trace: Trace | None

    def is_there(self, file: str) -> bool:
        """Whether the file is still as it was left."""
        return self.trace_there(file) is not None

    def trace_there(self, file: str) -> Trace | None:
        """The file's trace where it is still as it was left. One that was left without a trace is read to find out."""
        trace = trace_of(file)
        if self.trace is not None:
            return trace if trace == self.trace else None
        # The trace is from before, so that it stands for nothing that is written after the file was read.
        return trace if trace and self.octets_there(file) is not None else None

    def octets_there(self, file: str) -> bytes | None:
        """The file's octets where it is still as it was left."""
        try:
            with open_regular(file) as reading:
                octets = reading.read()
                same = trace_of(reading.fileno()) == self.trace if self.trace else digest(octets) == self.digest
        except OSError:
            return None
        return octets if same else None


class LastBuild(Struct, frozen=True):
    """The ingredients' digest ('' where it was not certain), the files by their path, and what was said to the editor.

    `manifest` is the trace of the output folder's manifest; `octets` what the files take together.
    """

    ingredients: str = ""
    files: Mapping[str, Left] = field(default_factory=dict)
    manifest: Left | None = None
    octets: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    summary: tuple[str, ...] = ()

    def output_is_whole(self, output: Path) -> bool:
        """Whether every file is still in the output folder as it was left."""
        place = str(output)
        manifest = self.manifest
        if manifest is None or not manifest.is_there(os.path.join(place, NAME)):
            return False
        return all(left.is_there(f"{place}/{path}") for path, left in self.files.items())


class _Kept(Struct, frozen=True):
    output: str
    build: LastBuild


class Layout(Struct, frozen=True, array_like=True):
    """Of which pieces a file is, and the digest of the octets of which this holds."""

    digest: str
    laid: Laid


class Layouts(Struct, frozen=True):
    """The layouts of files of many pieces by their paths; `made_with` stands for what all pieces are made with."""

    made_with: str = ""
    files: Mapping[str, Layout] = field(default_factory=dict)


class Record(Struct, frozen=True):
    """What is known of the last build into an output folder, and the file that says so."""

    file: Path
    output: Path
    build: LastBuild


def clock_of(root: Path) -> int | None:
    """What the clock of the site's file system shows, in nanoseconds; None where nothing can be written there."""
    folder = root.resolve() / FOLDER
    file = folder / f".clock.{os.getpid()}"
    try:
        if not make_folder(folder):
            return None
        file.unlink(missing_ok=True)
        with file.open("xb") as written:
            return os.fstat(written.fileno()).st_mtime_ns
    except OSError:
        return None
    finally:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


def _certain(build: LastBuild, output: Path, now: int) -> LastBuild:
    """The same, with the manifest as it is now, and without the traces of files that are younger than a moment."""
    manifest = output / NAME
    trace = trace_of(manifest)
    left = Left(None, digest(regular_octets(manifest, LARGEST)) if trace else "", trace)
    files = {path: _with_certain_trace(one, now) for path, one in build.files.items()}
    return replace(build, files=files, manifest=_with_certain_trace(left, now))


def _with_certain_trace(left: Left, now: int) -> Left:
    young = left.trace is not None and newest(left.trace) >= now - MOMENT
    return replace(left, trace=None) if young else left


def read_last_build(root: Path, output: Path) -> LastBuild:
    """What is known of the last build into this folder; an empty one where nothing is."""
    found = kept_in(record_of(root, output), _WRITER, _Kept)
    return found.build if found else LastBuild()


def records(root: Path) -> Iterator[Record]:
    """What is known of the last builds into all output folders; records that cannot be read are left out."""
    for file in sorted((root.resolve() / FOLDER).glob("[!.]*.json")):
        found = kept_in(file, _WRITER, _Kept) if is_ours(file) else None
        if found:
            yield Record(file, Path(found.output), found.build)


def keep_last_build(root: Path, output: Path, build: LastBuild) -> None:
    """Write it down for the next time; where nothing can be written, the next time does without."""
    now = clock_of(root)
    if now is not None:
        keep(record_of(root, output), _WRITER, _Kept(os.path.realpath(output), _certain(build, output, now)))


def read_layouts(root: Path, output: Path, made_with: str) -> Layouts:
    """How the files of the last build into this folder are laid, where it was made with the same."""
    found = kept_in(layouts_of(record_of(root, output)), _WRITER, Layouts)
    return found if found and found.made_with == made_with else Layouts(made_with)


def keep_layouts(root: Path, output: Path, layouts: Layouts) -> None:
    """Write them down for the next build that has something to make."""
    keep(layouts_of(record_of(root, output)), _WRITER, layouts)


def layouts_of(record: Path) -> Path:
    """The file beside a record that keeps the layouts: it is large, and a build with nothing to do reads none."""
    return record.with_suffix(".pieces")


def record_of(root: Path, output: Path) -> Path:
    """The file that the last build into an output folder is kept in."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()[:32]
    return root.resolve() / FOLDER / f"{name}.json"

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

from mlw_build.cache import storage as kept
from mlw_build.cache.chunks import ChunkIndex
from mlw_build.cache.storage import is_real_folder, load, make_folder, store
from mlw_build.diagnostics import Diagnostic
from mlw_build.publish.file_stats import CLOCK_TICK, FileStat, file_stat, last_changed
from mlw_build.publish.manifest import LARGEST, NAME, content_digest
from mlw_build.system.regular_files import open_regular, regular_octets

FOLDER = kept.FOLDER / "builds"
"""In the site's root."""

_WRITER = "build 4"


class FileState(Struct, frozen=True, array_like=True):
    """A published file: the key of what it was made of (None where it had none), its digest, and its trace.

    The trace is None where the file was so young that somebody could have written it since without a trace.
    """

    key: str | None
    digest: str
    trace: FileStat | None

    def is_unchanged(self, file: str) -> bool:
        """Whether the file is still as it was left."""
        return self.stat_if_unchanged(file) is not None

    def stat_if_unchanged(self, file: str) -> FileStat | None:
        """The file's trace where it is still as it was left. One that was left without a trace is read to find out."""
        trace = file_stat(file)
        if self.trace is not None:
            return trace if trace == self.trace else None
        # The trace is from before, so that it stands for nothing that is written after the file was read.
        return trace if trace and self.octets_if_unchanged(file) is not None else None

    def octets_if_unchanged(self, file: str) -> bytes | None:
        """The file's octets where it is still as it was left."""
        try:
            with open_regular(file) as reading:
                octets = reading.read()
                same = (
                    file_stat(reading.fileno()) == self.trace if self.trace else content_digest(octets) == self.digest
                )
        except OSError:
            return None
        return octets if same else None


class PreviousBuild(Struct, frozen=True):
    """The digest of the inputs ('' where it was not certain), the files by their path, and what was said to the editor.

    `manifest` is the trace of the output folder's manifest; `octets` what the files take together.
    """

    inputs_digest: str = ""
    files: Mapping[str, FileState] = field(default_factory=dict)
    manifest: FileState | None = None
    octets: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    summary: tuple[str, ...] = ()

    def output_is_unchanged(self, output: Path) -> bool:
        """Whether every file is still in the output folder as it was left."""
        place = str(output)
        manifest = self.manifest
        if manifest is None or not manifest.is_unchanged(os.path.join(place, NAME)):
            return False
        return all(left.is_unchanged(f"{place}/{path}") for path, left in self.files.items())


class _StoredRecord(Struct, frozen=True):
    output: str
    build: PreviousBuild


class ChunkedFile(Struct, frozen=True, array_like=True):
    """Of which pieces a file is, and the digest of the octets of which this holds."""

    digest: str
    laid: ChunkIndex


class ChunkedFiles(Struct, frozen=True):
    """The layouts of files of many pieces by their paths; `made_with` stands for what all pieces are made with."""

    made_with: str = ""
    files: Mapping[str, ChunkedFile] = field(default_factory=dict)


class BuildRecord(Struct, frozen=True):
    """What is known of the last build into an output folder, and the file that says so."""

    file: Path
    output: Path
    build: PreviousBuild


def file_system_clock(root: Path) -> int | None:
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


def _with_certain_stats(build: PreviousBuild, output: Path, now: int) -> PreviousBuild:
    """The same, with the manifest as it is now, and without the traces of files that are younger than a moment."""
    manifest = output / NAME
    trace = file_stat(manifest)
    left = FileState(None, content_digest(regular_octets(manifest, LARGEST)) if trace else "", trace)
    files = {path: _with_certain_stat(file_state, now) for path, file_state in build.files.items()}
    return replace(build, files=files, manifest=_with_certain_stat(left, now))


def _with_certain_stat(left: FileState, now: int) -> FileState:
    young = left.trace is not None and last_changed(left.trace) >= now - CLOCK_TICK
    return replace(left, trace=None) if young else left


def load_previous_build(root: Path, output: Path) -> PreviousBuild:
    """What is known of the last build into this folder; an empty one where nothing is."""
    found = load(build_record_path(root, output), _WRITER, _StoredRecord)
    return found.build if found else PreviousBuild()


def load_build_records(root: Path) -> Iterator[BuildRecord]:
    """What is known of the last builds into all output folders; records that cannot be read are left out."""
    for file in sorted((root.resolve() / FOLDER).glob("[!.]*.json")):
        found = load(file, _WRITER, _StoredRecord) if is_real_folder(file) else None
        if found:
            yield BuildRecord(file, Path(found.output), found.build)


def store_build_record(root: Path, output: Path, build: PreviousBuild) -> None:
    """Write it down for the next time; where nothing can be written, the next time does without."""
    now = file_system_clock(root)
    if now is not None:
        store(
            build_record_path(root, output),
            _WRITER,
            _StoredRecord(os.path.realpath(output), _with_certain_stats(build, output, now)),
        )


def load_chunked_files(root: Path, output: Path, made_with: str) -> ChunkedFiles:
    """How the files of the last build into this folder are laid, where it was made with the same."""
    found = load(chunk_index_path(build_record_path(root, output)), _WRITER, ChunkedFiles)
    return found if found and found.made_with == made_with else ChunkedFiles(made_with)


def store_chunked_files(root: Path, output: Path, layouts: ChunkedFiles) -> None:
    """Write them down for the next build that has something to make."""
    store(chunk_index_path(build_record_path(root, output)), _WRITER, layouts)


def chunk_index_path(record: Path) -> Path:
    """The file beside a record that keeps the layouts: it is large, and a build with nothing to do reads none."""
    return record.with_suffix(".pieces")


def build_record_path(root: Path, output: Path) -> Path:
    """The file that the last build into an output folder is kept in."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()[:32]
    return root.resolve() / FOLDER / f"{name}.json"

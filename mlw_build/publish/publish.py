"""Writing the output folder, file by file through rename, so that a reader never meets half a file."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build.cache.chunks import CachedChunks, ChunkIndex, split_chunks
from mlw_build.publish.build_inputs import SOURCES
from mlw_build.publish.build_record import ChunkedFile, ChunkedFiles, FileState
from mlw_build.publish.file_stats import FileStat, file_stat
from mlw_build.publish.manifest import NAME, Manifest, content_digest, is_safe_path, read_manifest
from mlw_build.publish.temporary_files import NAME as UNFINISHED
from mlw_build.publish.temporary_files import atomic_write_output, make_temporary_folder, remove_abandoned_files
from mlw_build.system.git_files import repository_of
from mlw_build.system.regular_files import regular_octets
from mlw_build.system.worker_pool import WorkerDied, map_in_workers

WORTH_INDEXING = 10
"""Pieces of a file from which it is quicker to find those of the last build again than to make all of them."""


class CannotPublish(Exception):
    """The output folder cannot be written, or is not ours; the message says so to the person at the terminal."""


class OutputFile(Protocol):
    """A file that is ready to be made, at its path in the output folder."""

    @property
    def path(self) -> str: ...

    def key(self) -> str | None:
        """With the same key its octets are the same. None where it must be made to be known."""

    def made(self, there: Callable[[], CachedChunks]) -> tuple[bytes, ChunkIndex]:
        """Its octets, and of which pieces they are. `there` gives those by key that the last build's file has."""


class Stage(Struct, frozen=True):
    """Files that are all there before those of the next stage: their places, in pieces that `jobs` processes share."""

    chunks: tuple[Sequence[int], ...]
    jobs: int = 1


class Published(Struct, frozen=True):
    """What a build changed in the output folder; `left` is how each file is there now, `layouts` of which pieces."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    octets: int
    left: Mapping[str, FileState] = field(default_factory=dict)
    layouts: ChunkedFiles = ChunkedFiles()

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.written) + self.unchanged


def single_stage(places: Sequence[int]) -> Sequence[Stage]:
    """All files by one process, in their order."""
    return (Stage((places,)),)


_NO_CHUNKED_FILES = ChunkedFiles()

HARMLESS = (".git", ".DS_Store", "Thumbs.db")
"""Names in an output folder of what no host shows to visitors, and file managers leave everywhere."""


class _PublishedFile(Struct, frozen=True):
    """A file of the output folder: how it was left, its length, and whether it had to be written."""

    path: str
    left: FileState
    octets: int
    written: bool
    layout: ChunkedFile | None = None


def check_output(output: Path, root: Path, *, built_here: bool = True) -> None:
    """Raises CannotPublish where writing to this folder could destroy what is not ours.

    And where it could publish what is not ours: what lies beside our files in a folder into which this machine has not
    built before (`built_here`) may have come with the site's sources, and the manifest with it.
    """
    place, site = Path(os.path.realpath(output)), root.resolve()
    if _is_behind_a_link(output, root):
        raise CannotPublish(
            f"The output folder {output} is a link, or lies behind one in the site's folder; nothing is written "
            "through it. Delete the link, or name the folder itself with --output."
        )
    if site == place or site.is_relative_to(place):
        raise CannotPublish(
            f"The output folder {output} contains the site's own files. Name another with --output, such as `output`."
        )
    for name in SOURCES:
        if place.is_relative_to(site / name):
            raise CannotPublish(f"The output folder {output} lies among the site's sources in {name}/.")
    if output.exists() and not output.is_dir():
        raise CannotPublish(f"{output} is a file, not a folder.")
    try:
        here = {path.name for path in output.iterdir()} if output.is_dir() else set()
        foreign = bool(here - {UNFINISHED}) and file_stat(output / NAME) is None
    except OSError as error:
        raise CannotPublish(f"The output folder {output} cannot be read: {error.strerror}.") from error
    stranger = None if built_here or foreign else _stranger_in(output)
    if stranger:
        raise CannotPublish(
            f"The folder {output} has {stranger}, which its last build did not make, and nothing on this machine tells "
            "of that build: it would be published with the site. Delete it, or empty the folder."
        )
    if foreign:
        raise CannotPublish(
            f"The folder {output} has files that this tool did not make, and it will not touch them. "
            "Empty it yourself, or name another folder with --output."
        )


def _stranger_in(output: Path) -> str | None:
    """The path of a file, or a link, in the output folder that its manifest does not name."""
    ours = (read_manifest(output) or Manifest()).digests.keys() | {NAME}
    for place, folders, files in os.walk(output):
        inside = Path(place).relative_to(output)
        for name in (*folders, *files):
            path = (inside / name).as_posix()
            is_folder = name in folders and not (output / path).is_symlink()
            if not is_folder and path not in ours and name not in HARMLESS:
                return path
        folders[:] = [name for name in folders if (inside / name).as_posix() not in (".git", UNFINISHED)]
    return None


def _is_behind_a_link(output: Path, root: Path) -> bool:
    """Whether the output folder is a link, or on the way to it from the site's repository is one.

    Git carries links, so one there may be anybody's; those above the repository belong to this machine.
    """
    place = Path(os.path.abspath(output))
    tops = (repository_of(Path(os.path.abspath(root))), repository_of(root.resolve()))
    below = [parent for parent in place.parents for top in tops if parent != top and parent.is_relative_to(top)]
    return any(path.is_symlink() for path in (place, *below))


def publish(
    files: Sequence[OutputFile],
    output: Path,
    last: Mapping[str, FileState] | None = None,
    *,
    layouts: ChunkedFiles = _NO_CHUNKED_FILES,
    stages: Callable[[Sequence[int]], Sequence[Stage]] = single_stage,
    progress: Callable[[int], None] = lambda files: None,
) -> Published:
    """Bring these files into the folder, and remove what an earlier build left over.

    `last` is how the last build left the files: one that has the same key and is still there is not made again; one
    whose octets are there already stays untouched. `layouts` says of which pieces they are. `stages` puts those that
    have to be made, by their places in `files`, into stages, which are gone through one after the other. `progress` is
    told how many files have been done since the last time.

    The manifest is written first with the old and the new paths, and last with the new ones, so that a build that
    was killed leaves nothing that is not known as ours. Raises CannotPublish when the disk refuses.
    """
    try:
        remove_abandoned_files(output)
        return _publish(files, output, last or {}, layouts, stages, progress)
    except OSError as error:
        raise CannotPublish(
            f"Writing to {output} failed: {error.strerror or error}. What was published before is still there."
        ) from error
    except WorkerDied as error:
        raise CannotPublish(f"{error} What was published before is still there.") from error
    finally:
        remove_abandoned_files(output)


def _publish(
    files: Sequence[OutputFile],
    output: Path,
    last: Mapping[str, FileState],
    layouts: ChunkedFiles,
    stages: Callable[[Sequence[int]], Sequence[Stage]],
    progress: Callable[[int], None],
) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    make_temporary_folder(output)
    before = read_manifest(output) or Manifest()
    paths = [file.path for file in files]
    unsafe = [path for path in paths if path not in before.digests and not is_safe_path(path)]
    if unsafe:
        raise CannotPublish(f"A path would lead out of the output folder: {unsafe[0]}.")
    if not before.digests.keys() >= set(paths) or file_stat(output / NAME) is None:
        atomic_write_output(output, output / NAME, Manifest({**dict.fromkeys(paths, ""), **before.digests}).as_json())
    folder = _OutputFolder(output, before, last, layouts.files)
    keys = {place: file.key() for place, file in enumerate(files) if file.path in last}
    left = {place: folder.if_up_to_date(files[place].path, key) for place, key in keys.items()}
    placed = {published_file.path: published_file for published_file in left.values() if published_file}
    stale = [place for place in range(len(files)) if not left.get(place)]
    progress(len(placed))
    for stage in stages(stale):

        def do(number: int, pieces: Sequence[Sequence[int]] = stage.chunks) -> list[_PublishedFile]:
            return [
                folder.write_if_changed(files[place], keys.get(place) or files[place].key()) for place in pieces[number]
            ]

        def tell(number: int, pieces: Sequence[Sequence[int]] = stage.chunks) -> None:
            progress(len(pieces[number]))

        for worker in map_in_workers(len(stage.chunks), do, stage.jobs, tell):
            placed.update((published_file.path, published_file) for published_file in worker)
    digests = {path: placed[path].left.digest for path in paths}
    removed = tuple(sorted(path for path in before.digests if path not in digests))
    for path in removed:
        _remove_stale_file(output, path)
    if before.digests != digests:
        atomic_write_output(output, output / NAME, Manifest(digests).as_json())
    written = tuple(path for path in paths if placed[path].written)
    return Published(
        written=written,
        unchanged=len(digests) - len(written),
        removed=removed,
        octets=sum(published_file.octets for published_file in placed.values()),
        left={path: placed[path].left for path in digests},
        layouts=ChunkedFiles(
            layouts.made_with,
            {path: published_file.layout for path, published_file in placed.items() if published_file.layout},
        ),
    )


class _OutputFolder(Struct, frozen=True):
    """The output folder while files are brought into it, as the last build left it."""

    output: Path
    before: Manifest
    last: Mapping[str, FileState]
    layouts: Mapping[str, ChunkedFile]
    real: set[str] = field(default_factory=set)
    """Folders in it that are known to be there and no links."""

    def if_up_to_date(self, path: str, key: str | None) -> _PublishedFile | None:
        """A file that has the key it was last made with and is still as it was left; None where it must be made."""
        known = self.last[path]
        if key is None or known.key != key:
            return None
        trace = known.stat_if_unchanged(self._target_path(path))
        if trace is None:
            return None
        left = known if known.trace else replace(known, trace=trace)
        return _PublishedFile(path, left, trace[0], written=False, layout=self.layouts.get(path))

    def write_if_changed(self, file: OutputFile, key: str | None) -> _PublishedFile:
        """Make a file and bring it into the folder, unless its octets are there."""
        target = self._target_path(file.path)
        data, laid = file.made(partial(self._reusable_chunks, target, file.path))
        now = content_digest(data)
        trace = self._stat_if_same_octets(target, file.path, data, now)
        written = trace is None
        if written:
            _remove_folder_in_the_way(self.output, file.path, self.before)
            atomic_write_output(self.output, target, data)
            trace = file_stat(target)
        layout = ChunkedFile(now, laid) if len(laid) >= WORTH_INDEXING else None
        return _PublishedFile(file.path, FileState(key, now, trace), len(data), written, layout)

    def _target_path(self, path: str) -> str:
        """Where a file is, in a folder that is there."""
        folder = path.rpartition("/")[0]
        if folder not in self.real:
            self._make_real_folder(folder)
        return f"{self.output}/{path}"

    def _make_real_folder(self, folder: str) -> None:
        """Make a folder where there is none. A link in its place is taken away: nothing is written through it."""
        if not folder or folder in self.real:
            return
        self._make_real_folder(folder.rpartition("/")[0])
        place = f"{self.output}/{folder}"
        try:
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                os.unlink(place)
                os.mkdir(place)
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):  # another process of this build was quicker
                os.mkdir(place)
        self.real.add(folder)

    def _reusable_chunks(self, target: str, path: str) -> CachedChunks:
        """The pieces of a file that is there as it was made; none of one that was touched."""
        known, layout = self.last.get(path), self.layouts.get(path)
        if known is None or layout is None or layout.digest != known.digest:
            return {}
        octets = known.octets_if_unchanged(target)
        return split_chunks(octets, layout.laid) if octets is not None else {}

    def _stat_if_same_octets(self, target: str, path: str, data: bytes, now: str) -> FileStat | None:
        """The trace of a file that has these octets, of which this is the digest; None where it must be written."""
        trace, known = file_stat(target), self.last.get(path)
        if trace is None or trace[0] != len(data):
            return None
        if known and known.trace == trace:
            return trace if known.digest == now else None
        return trace if _has_octets(target, data) else None


def _has_octets(target: str, data: bytes) -> bool:
    """Whether these octets are in a file; one that cannot be read is written anew."""
    try:
        return regular_octets(target, len(data)) == data
    except OSError:
        return False


def _remove_folder_in_the_way(output: Path, path: str, before: Manifest) -> None:
    """Take away our own stale files where a folder stands in place of a file; with others in it, it stays."""
    if os.path.isdir(f"{output}/{path}"):
        for stale in [digest for digest in before.digests if digest.startswith(f"{path}/")]:
            _remove_stale_file(output, stale)


def _remove_stale_file(output: Path, path: str) -> None:
    """Take a stale file away, and the folders that it leaves empty; never through a link."""
    target = output / path
    folders = [folder for folder in target.parents if folder != output and folder.is_relative_to(output)]
    if any(folder.is_symlink() or not folder.is_dir() for folder in folders):
        return
    if target.is_dir() and not target.is_symlink():
        return
    target.unlink(missing_ok=True)
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            break

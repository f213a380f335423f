"""Writing the output folder, file by file through rename, so that a reader never meets half a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from mlw_build.publish.ingredients import SOURCES
from mlw_build.publish.last_build import Left
from mlw_build.publish.manifest import NAME, Manifest, digest, read_manifest, safe_path
from mlw_build.publish.traces import trace_of
from mlw_build.site.prepared import Prepared
from mlw_build.whole_files import put
from mlw_build.work_sharing import Ended, shared


class CannotPublish(Exception):
    """The output folder cannot be written, or is not ours; the message says so to the person at the terminal."""


class Stage(Struct, frozen=True):
    """Files that are all there before those of the next stage: their places, in pieces that `jobs` processes share."""

    pieces: tuple[Sequence[int], ...]
    jobs: int = 1


class Published(Struct, frozen=True):
    """What a build changed in the output folder; `left` is how each file is there now."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    octets: int
    left: Mapping[str, Left] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.written) + self.unchanged


class _Placed(Struct, frozen=True):
    """A file of the output folder: how it was left, its length, and whether it had to be written."""

    path: str
    left: Left
    octets: int
    written: bool


def check_output(output: Path, root: Path) -> None:
    """Raises CannotPublish where writing to this folder could destroy what is not ours."""
    place, site = output.resolve(), root.resolve()
    if site == place or site.is_relative_to(place):
        raise CannotPublish(
            f"The output folder {output} contains the site's own files. Name another with --output, such as `output`."
        )
    for name in SOURCES:
        if place.is_relative_to(site / name):
            raise CannotPublish(f"The output folder {output} lies among the site's sources in {name}/.")
    if output.is_symlink() and not output.is_dir():
        raise CannotPublish(f"The output folder {output} is a link that leads nowhere.")
    if output.exists() and not output.is_dir():
        raise CannotPublish(f"{output} is a file, not a folder.")
    try:
        foreign = output.is_dir() and any(output.iterdir()) and not (output / NAME).is_file()
    except OSError as error:
        raise CannotPublish(f"The output folder {output} cannot be read: {error.strerror}.") from error
    if foreign:
        raise CannotPublish(
            f"The folder {output} has files that this tool did not make, and it will not touch them. "
            "Empty it yourself, or name another folder with --output."
        )


def publish(
    paths: Sequence[str],
    prepared: Callable[[int], Prepared],
    output: Path,
    last: Mapping[str, Left] | None = None,
    *,
    stages: Sequence[Stage] | None = None,
    progress: Callable[[int], None] = lambda files: None,
) -> Published:
    """Bring the files of these paths into the folder, and remove what an earlier build left over.

    `prepared` gives each file by its place in `paths`. `last` is how the last build left the files: one that has the
    same key and is still there is not made again; one whose octets are there already stays untouched. The `stages`
    are gone through one after the other, by default all files in one. `progress` is told how many files have been
    done since the last time.

    The manifest is written first with the old and the new paths, and last with the new ones, so that a build that
    was killed leaves nothing that is not known as ours. Raises CannotPublish when the disk refuses.
    """
    try:
        whole = (Stage((range(len(paths)),)),)
        return _publish(paths, prepared, output, last or {}, whole if stages is None else stages, progress)
    except OSError as error:
        raise CannotPublish(
            f"Writing to {output} failed: {error.strerror or error}. What was published before is still there."
        ) from error
    except Ended as error:
        raise CannotPublish(f"{error} What was published before is still there.") from error


def _publish(
    paths: Sequence[str],
    prepared: Callable[[int], Prepared],
    output: Path,
    last: Mapping[str, Left],
    stages: Sequence[Stage],
    progress: Callable[[int], None],
) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    before = read_manifest(output) or Manifest()
    unsafe = [path for path in paths if not safe_path(path)]
    if unsafe:
        raise CannotPublish(f"A path would lead out of the output folder: {unsafe[0]}.")
    if not before.digests.keys() >= set(paths) or not (output / NAME).exists():
        put(output / NAME, Manifest({**dict.fromkeys(paths, ""), **before.digests}).as_json())
    real_folders = {str(output)}
    placed: dict[str, _Placed] = {}
    for stage in stages:

        def do(number: int, pieces: Sequence[Sequence[int]] = stage.pieces) -> list[_Placed]:
            return [_placed(prepared(place), output, last, before, real_folders) for place in pieces[number]]

        def tell(number: int, pieces: Sequence[Sequence[int]] = stage.pieces) -> None:
            progress(len(pieces[number]))

        for some in shared(len(stage.pieces), do, stage.jobs, tell):
            placed.update((one.path, one) for one in some)
    digests = {path: placed[path].left.digest for path in paths}
    removed = tuple(sorted(path for path in before.digests if path not in digests))
    for path in removed:
        _remove(output, path)
    if before.digests != digests:
        put(output / NAME, Manifest(digests).as_json())
    written = tuple(path for path in paths if placed[path].written)
    return Published(
        written=written,
        unchanged=len(digests) - len(written),
        removed=removed,
        octets=sum(one.octets for one in placed.values()),
        left={path: placed[path].left for path in digests},
    )


def _placed(
    file: Prepared, output: Path, last: Mapping[str, Left], before: Manifest, real_folders: set[str]
) -> _Placed:
    """Bring a file into the folder, unless it is there."""
    target, known = f"{output}/{file.path}", last.get(file.path)
    _real_folder(os.path.dirname(target), real_folders)
    if known and known.key is not None and known.key == file.key and known.trace and known.is_there(target):
        return _Placed(file.path, known, known.trace[0], written=False)
    data = file.octets()
    trace = trace_of(target)
    written = trace is None or trace[0] != len(data) or not _holds(target, data)
    if written:
        _clear_folder(output, file.path, before)
        put(target, data)
        trace = trace_of(target)
    return _Placed(file.path, Left(file.key, digest(data), trace), len(data), written)


def _real_folder(folder: str, known: set[str]) -> None:
    """Make a folder where there is none. A link in its place is taken away: nothing is written through it."""
    if folder in known:
        return
    _real_folder(os.path.dirname(folder), known)
    if os.path.islink(folder) or (os.path.exists(folder) and not os.path.isdir(folder)):
        os.unlink(folder)
    os.makedirs(folder, exist_ok=True)
    known.add(folder)


def _holds(target: str, data: bytes) -> bool:
    """Whether these octets are in a file; one that cannot be read is written anew."""
    try:
        return Path(target).read_bytes() == data
    except OSError:
        return False


def _clear_folder(output: Path, path: str, before: Manifest) -> None:
    """Take away our own stale files where a folder stands in place of a file; with others in it, it stays."""
    if (output / path).is_dir():
        for stale in [one for one in before.digests if one.startswith(f"{path}/")]:
            _remove(output, stale)


def _remove(output: Path, path: str) -> None:
    """Take a stale file away, and the folders that it leaves empty; never through a link."""
    target = output / path
    folders = [folder for folder in target.parents if folder != output and folder.is_relative_to(output)]
    if any(folder.is_symlink() or not folder.is_dir() for folder in folders) or target.is_dir():
        return
    target.unlink(missing_ok=True)
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            break

"""Writing the output folder, file by file through rename, so that a reader never meets half a file."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from mlw_build.publish.manifest import NAME, Manifest, digest, read_manifest, safe_path
from mlw_build.whole_files import put


class CannotPublish(Exception):
    """The output folder cannot be written, or is not ours; the message says so to the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a build changed in the output folder."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    octets: int

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.written) + self.unchanged


def check_output(output: Path, root: Path) -> None:
    """Raises CannotPublish where writing to this folder could destroy what is not ours."""
    place, site = output.resolve(), root.resolve()
    if site == place or site.is_relative_to(place):
        raise CannotPublish(
            f"The output folder {output} contains the site's own files. Name another with --output, such as `output`."
        )
    for name in ("content", "speakers", "booths", "themes"):
        if place.is_relative_to(site / name):
            raise CannotPublish(f"The output folder {output} lies among the site's sources in {name}/.")
    if output.is_symlink() and not output.is_dir():
        raise CannotPublish(f"The output folder {output} is a link that leads nowhere.")
    if output.exists() and not output.is_dir():
        raise CannotPublish(f"{output} is a file, not a folder.")
    try:
        foreign = output.is_dir() and any(output.iterdir()) and read_manifest(output) is None
    except OSError as error:
        raise CannotPublish(f"The output folder {output} cannot be read: {error.strerror}.") from error
    if foreign:
        raise CannotPublish(
            f"The folder {output} has files that this tool did not make, and it will not touch them. "
            "Empty it yourself, or name another folder with --output."
        )


def publish(
    paths: Collection[str],
    files: Iterable[tuple[str, bytes]],
    output: Path,
    progress: Callable[[str], None] = lambda path: None,
) -> Published:
    """Write these files (path, octets) into the folder, and remove what an earlier build left over.

    `paths` are those of all files, known before the first is made. Files whose octets are there already stay
    untouched. The manifest is written first with the old and the new paths, and last with the new ones, so
    that a build that was killed leaves nothing that is not known as ours. Raises CannotPublish when the disk
    refuses.
    """
    try:
        return _publish(paths, files, output, progress)
    except OSError as error:
        raise CannotPublish(
            f"Writing to {output} failed: {error.strerror or error}. What was published before is still there."
        ) from error


def _publish(
    paths: Collection[str], files: Iterable[tuple[str, bytes]], output: Path, progress: Callable[[str], None]
) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    before = read_manifest(output) or Manifest()
    unsafe = [path for path in paths if not safe_path(path)]
    if unsafe:
        raise CannotPublish(f"A path would lead out of the output folder: {unsafe[0]}.")
    if not before.digests.keys() >= set(paths) or not (output / NAME).exists():
        put(output / NAME, Manifest({**dict.fromkeys(paths, ""), **before.digests}).as_json())
    real_folders: set[Path] = {output}
    digests: dict[str, str] = {}
    written: list[str] = []
    octets = 0
    for path, data in files:
        target = output / path
        digests[path] = digest(data)
        octets += len(data)
        _real_folder(target.parent, real_folders)
        if not _holds(target, data):
            _clear_folder(output, path, before)
            put(target, data)
            written.append(path)
        progress(path)
    removed = tuple(sorted(path for path in before.digests if path not in digests))
    for path in removed:
        _remove(output, path)
    if before.digests != digests:
        put(output / NAME, Manifest(digests).as_json())
    return Published(tuple(written), len(digests) - len(written), removed, octets)


def _real_folder(folder: Path, known: set[Path]) -> None:
    """Make a folder where there is none. A link in its place is taken away: nothing is written through it."""
    if folder in known:
        return
    _real_folder(folder.parent, known)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        folder.unlink()
    folder.mkdir(exist_ok=True)
    known.add(folder)


def _holds(target: Path, data: bytes) -> bool:
    """Whether a regular file with these octets is there already."""
    try:
        found = target.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == len(data) and target.read_bytes() == data
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

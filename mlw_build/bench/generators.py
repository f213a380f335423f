"""The two that are compared: how each is given a conference, and started."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

import mlw_build
from mlw_build.bench.own_site import own_files
from mlw_build.bench.peer.site import peer_files
from mlw_build.bench.synthetic import Conference

OURS, HUGO = "mlw_build", "Hugo"


class Generator(Struct, frozen=True):
    """A generator at work in a folder of its own.

    `command` builds `site` into `output`; `leftovers` is all that a build leaves behind: a clean one starts
    without.
    """

    name: str
    site: Path
    output: Path
    command: tuple[str, ...]
    environment: Mapping[str, str]
    leftovers: tuple[Path, ...]
    files: Callable[[Conference], Iterator[tuple[str, str]]]


def ours(folder: Path) -> Generator:
    """Ours: the same code in the same Python as this one, started anew for each build."""
    site, output = folder / "ours" / "site", folder / "ours" / "output"
    command = (*own_command(), "build", "--root", str(site), "--output", str(output))
    return Generator(OURS, site, output, command, own_environment(folder), (output, site / ".cache"), own_files)


def hugo(folder: Path, program: Path) -> Generator:
    """Hugo, with everything as it comes."""
    site, output = folder / "hugo" / "site", folder / "hugo" / "output"
    cache = folder / "hugo" / "cache"
    command = (str(program), "--quiet", "--source", str(site), "--destination", str(output), "--cacheDir", str(cache))
    return Generator(HUGO, site, output, command, dict(os.environ), (output, cache, site / "resources"), peer_files)


def own_command() -> tuple[str, ...]:
    """What starts a command of ours."""
    return (sys.executable, "-m", "mlw_build")


def own_environment(folder: Path) -> Mapping[str, str]:
    """The environment in which our code is found, and compiled once, as it is where it is installed.

    Where Python is told not to keep compiled files, they are kept in the folder.
    """
    environment = dict(os.environ)
    package = str(Path(mlw_build.__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, environment.get("PYTHONPATH")]))
    if environment.pop("PYTHONDONTWRITEBYTECODE", None):
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    return environment

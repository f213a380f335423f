"""What a figure was measured on: the machine, and the versions of everything that takes part."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from pathlib import Path

from msgspec import Struct

LIBRARIES = ("Jinja2", "Markdown", "icalendar", "PyYAML", "pydantic", "nh3", "Babel")
"""Those that a build spends its time in."""


class Machine(Struct, frozen=True):
    """The machine and the versions. `load` is how many programs wanted a processor in the minute before."""

    system: str
    cores: int
    processor: str
    memory: int | None
    load: float | None
    python: str
    libraries: dict[str, str]
    folder: str
    peer: str | None = None

    def __str__(self) -> str:
        parts = [
            self.system,
            f"{self.cores} cores" + (f" ({self.processor})" if self.processor else ""),
            *([f"{self.memory / 2**30:.0f} GB of memory"] if self.memory else []),
            f"Python {self.python}",
            *([self.peer] if self.peer else []),
            *(f"{name} {version}" for name, version in self.libraries.items()),
            f"files in {self.folder}",
            *([f"load {self.load:.1f} before"] if self.load is not None else []),
        ]
        return ", ".join(parts)


def this_machine(folder: str, peer: str | None = None) -> Machine:
    """Describe this machine; `folder` says where the files are, `peer` what it is compared with."""
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        cores=_cores(),
        processor=_first(r"^model name\s*:\s*(.+)$", "/proc/cpuinfo") or platform.processor(),
        memory=_memory(),
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        python=platform.python_version(),
        libraries={name: importlib.metadata.version(name) for name in LIBRARIES},
        folder=folder,
        peer=peer,
    )


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> int | None:
    kilobytes = _first(r"^MemTotal:\s*(\d+) kB$", "/proc/meminfo")
    return int(kilobytes) * 1024 if kilobytes else None


def _first(pattern: str, file: str) -> str:
    try:
        match = re.search(pattern, Path(file).read_text(encoding="utf-8", errors="replace"), re.M)
    except OSError:
        return ""
    return match[1].strip() if match else ""

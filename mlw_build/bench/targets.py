"""What we want to reach, as ratios to the peer in one run; shown beside what was measured, never asserted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

CLEAN, AGAIN, ABSTRACT, MOVED, MEMORY = (
    "clean build",
    "nothing changed",
    "one abstract changed",
    "one session moved",
    "peak memory of a clean build",
)

WITH_PIP, WITH_UV, AS_TYPED, BY_VENV, SIZE = (
    "to the first site, with Python and pip",
    "to the first site, with uv on the PATH",
    "a second run, nothing changed",
    "the same, by the Python of .venv",
    "size of .venv after the first site",
)


class Target(Struct, frozen=True):
    """Our figure divided by the peer's: at most this; and what we aim for, where that is less."""

    at_most: float
    aim: float | None = None

    def __str__(self) -> str:
        return f"at most {self.at_most:g} x" + (f", aim {self.aim:g} x" if self.aim else "")


TARGETS: Mapping[tuple[str, int], Target] = {
    (CLEAN, 60): Target(5),
    (CLEAN, 1000): Target(1.5, 1.0),
    (CLEAN, 10_000): Target(0.9, 0.6),
    (AGAIN, 60): Target(1.5),
    (AGAIN, 1000): Target(0.20, 0.15),
    (AGAIN, 10_000): Target(0.04),
    (ABSTRACT, 1000): Target(0.5),
    (ABSTRACT, 10_000): Target(0.10),
    (MOVED, 1000): Target(0.6),
    (MOVED, 10_000): Target(0.12),
    (MEMORY, 60): Target(1.5),
    (MEMORY, 1000): Target(1.0),
    (MEMORY, 10_000): Target(0.3),
}
"""By work and number of sessions."""

SETUPS: Mapping[str, Target] = {
    WITH_PIP: Target(0.30),
    WITH_UV: Target(0.15),
    AS_TYPED: Target(1),
    BY_VENV: Target(1),
    SIZE: Target(0.6),
}
"""By work of the set-up; the other checkout is commit 775b289, the last to install with pip alone."""

RELOADS: Mapping[int, float] = {60: 0.150, 1000: 0.500}
"""Seconds from saving a file to the browser's reload, by number of sessions."""

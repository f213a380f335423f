"""What solving gives."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from mlw_build.check.moves.suggestions import Move


class Outcome(StrEnum):
    """How a search for moves ended."""

    BEST = "best"
    """Nothing else solves it with fewer moves, or as few that are nearer."""
    FEWEST = "fewest"
    """Nothing else solves it with fewer moves; there may be as few that are nearer."""
    GOOD = "good"
    """It solves it; there may be something better."""
    IMPOSSIBLE = "impossible"
    """Nothing among the places that were looked at solves it."""
    OUT_OF_TIME = "out of time"
    """The time was over before anything was found."""


class Solution(Struct, frozen=True):
    """The moves that were found, and how the search ended."""

    outcome: Outcome
    moves: tuple[Move, ...] = ()

    @property
    def is_solved(self) -> bool:
        """Whether the moves solve it."""
        return self.outcome in (Outcome.BEST, Outcome.FEWEST, Outcome.GOOD)

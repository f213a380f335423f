"""Everything that a run of the benchmark found out, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from msgspec import Struct, field

from mlw_build.bench.compare import Comparison
from mlw_build.bench.growth import Size
from mlw_build.bench.machine import Machine
from mlw_build.bench.reloads import Reloads
from mlw_build.bench.setups import Setups
from mlw_build.bench.targets import RELOADS, TARGETS


class Results(Struct, frozen=True):
    """What was asked for and what was found. `steps` are seconds of the processor, by size and step.

    `runs` is None where each measurement took its own number.
    """

    machine: Machine
    seed: int
    runs: int | None
    steps: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    compared: tuple[Comparison, ...] = ()
    growth: tuple[Size, ...] = ()
    reloads: tuple[Reloads, ...] = ()
    setup: Setups | None = None

    def as_json(self) -> str:
        """All of it: every single figure (seconds and octets), ratios and targets."""
        document = msgspec.to_builtins(self)
        for compared, written in zip(self.compared, document["compared"], strict=True):
            written["ratios"] = {work: _ratio(compared, work) for work in compared.figures}
        for size, written in zip(self.growth, document["growth"], strict=True):
            written["per_session"] = size.per_session()
        for reloads, written in zip(self.reloads, document["reloads"], strict=True):
            written["target"] = RELOADS.get(reloads.sessions)
        return json.dumps(document, indent=2) + "\n"


def _ratio(compared: Comparison, work: str) -> Mapping[str, float | None] | None:
    ours, *others = compared.figures[work]
    ratio = compared.ratio(work, ours, others[0]) if others else None
    target = TARGETS.get((work, compared.size))
    if ratio is None:
        return None
    return {
        "of_medians": ratio[0],
        "lowest": ratio[1],
        "highest": ratio[2],
        "of_processor_time": compared.processor_ratio(work, ours, others[0]),
        "at_most": target.at_most if target else None,
        "aim": target.aim if target else None,
    }

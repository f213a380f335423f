"""Time zones from the pinned tzdata package, never from the machine, so that every machine builds the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo


class UnknownZone(ValueError):
    """Not the name of a time zone in the IANA database."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as Europe/Paris. Raises UnknownZone."""
    if name not in zone_names():  # a file of that name is not enough: some systems do not tell cases apart
        raise UnknownZone(name)
    place = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with place.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """All names in the database, sorted."""
    text = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return tuple(sorted(text.split()))


@lru_cache(maxsize=4096)
def possible_instants(local: datetime, in_zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants (UTC) that a naive local time can mean: one, two when clocks go back, none when forward."""
    found = []
    for fold in (0, 1):
        instant = local.replace(tzinfo=in_zone, fold=fold).astimezone(UTC)
        if instant.astimezone(in_zone).replace(tzinfo=None) == local and instant not in found:
            found.append(instant)
    return tuple(found)


def is_ambiguous(local: datetime) -> bool:
    """Whether clocks are put back over a time on a zone's clocks, so that they show it twice."""
    return local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()


def first_at_each_offset(instants: Iterable[datetime], in_zone: ZoneInfo) -> tuple[datetime, ...]:
    """Of these instants, on the zone's clocks and in order of time, the first at each offset (and name of it)."""
    firsts: dict[tuple[timedelta | None, str | None], datetime] = {}
    for instant in sorted(instants):
        local = instant.astimezone(in_zone)
        firsts.setdefault((local.utcoffset(), local.tzname()), local)
    return tuple(firsts.values())


def offset_text(offset: timedelta) -> str:
    """A UTC offset as it is written after a time: +02:00."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

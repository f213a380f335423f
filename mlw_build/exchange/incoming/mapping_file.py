"""The mapping file of a table: which of its columns is which of our keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mlw_build.exchange.incoming.source import Refused
from mlw_build.read.text_files import text_of
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.regular_files import regular_octets

LARGEST = 100_000


def columns_in(place: Path) -> Mapping[str, str]:
    """The columns by key, from a YAML file such as `start: Beginn`. Raises Refused where it is not that."""
    try:
        data, problems = read_yaml(text_of(regular_octets(place.resolve(), LARGEST)))
    except OSError as error:
        raise Refused(f"{place} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise Refused(f"{place} is not UTF-8 text.") from None
    if problems or not isinstance(data, dict) or not all(isinstance(one, str) for one in data.values()):
        raise Refused(f"{place} is no mapping of columns: write lines such as `start: Begin at`.")
    return data

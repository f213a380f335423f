"""The mapping file of a table: which of its columns is which of our keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mlw_build.exchange.incoming.reading.source import SourceRefused
from mlw_build.read.text_files import decode_text
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.system.regular_files import regular_octets

LARGEST = 100_000


def read_column_mapping(place: Path) -> Mapping[str, str]:
    """The columns by key, from a YAML file such as `start: Beginn`. Raises Refused where it is not that."""
    try:
        data, problems = read_yaml(decode_text(regular_octets(place.resolve(), LARGEST)))
    except OSError as error:
        raise SourceRefused(f"{place} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise SourceRefused(f"{place} is not UTF-8 text.") from None
    if problems or not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise SourceRefused(f"{place} is no mapping of columns: write lines such as `start: Begin at`.")
    return data

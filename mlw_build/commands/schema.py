"""`schema`: JSON Schemas of everything an editor writes."""

from __future__ import annotations

import argparse
from pathlib import Path

from mlw_build.commands.common import CLEAN, USAGE, print_error, relative_path
from mlw_build.model.schema.json_schemas import json_schemas
from mlw_build.system.atomic_files import atomic_write

MORE = "docs/editors.md says how to tell your editor about them."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `schema`."""
    parser.add_argument("--into", metavar="DIR", default="schemas", help="the folder (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Write the schemas into a folder."""
    folder = Path(options.into)
    written = []
    try:
        if folder.is_symlink():
            return print_error(f"{folder} is a link; name the folder itself.", USAGE)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in json_schemas().items():
            atomic_write(folder / name, text.encode())
            written.append(f"{relative_path(folder)}/{name}")
    except OSError as error:
        return print_error(f"{folder} cannot be written: {error.strerror}.", USAGE)
    print("\n".join(written))
    return CLEAN

"""Compiled templates of the themes that come with the tool, kept where Python keeps the compiled code of its modules.

They are a part of the program: Python's own settings say whether and where their code is kept (PYTHONDONTWRITEBYTECODE,
PYTHONPYCACHEPREFIX). Code that was not written on this machine is not run (`mlw_build.cache.storage`). The templates
of a site's own themes come with its content and are compiled in each run.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import Environment

from mlw_build.cache.storage import load_octets, store_octets
from mlw_build.site.theme import sandbox, template_code
from mlw_build.site.theme.files import built_in_themes


def compiled(environment: Environment, source: str, file: str, name: str) -> CodeType:
    """A template's code. It is looked for, and kept, by the template's text and the environment's settings."""
    themes = built_in_themes()
    place = _place_of_code(environment, file, name) if Path(file).is_relative_to(themes) else None
    if place is None:
        return environment.compile(source, name, file)
    writer = f"template {hashlib.blake2b(source.encode(), digest_size=20).hexdigest()}"
    kept = load_octets(place, writer, themes.parent)
    if kept is not None:
        with contextlib.suppress(EOFError, ValueError, TypeError):
            code = marshal.loads(kept)
            if isinstance(code, CodeType):
                return code
    code = environment.compile(source, name, file)
    if not sys.dont_write_bytecode:
        store_octets(place, writer, marshal.dumps(code), themes.parent)
    return code


def _place_of_code(environment: Environment, file: str, name: str) -> Path | None:
    """Where the code of a template is kept; None where Python keeps none, or the folder cannot be made."""
    folder = Path(os.path.realpath(Path(cache_from_source(template_code.__file__)).parent))
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        return None
    settings = {
        setting: getattr(environment, setting)
        for setting in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape", "undefined")
    }
    try:
        generator = [Path(str(one.__file__)).read_bytes() for one in (template_code, sandbox)]
    except OSError:
        return None
    made_with = f"{name} {settings} {sorted(environment.extensions)} {generator!r} {file}"
    digest = hashlib.blake2b(made_with.encode(), digest_size=20).hexdigest()
    return folder / f"{digest}.{sys.implementation.cache_tag}.jinja-{jinja2.__version__}.code"

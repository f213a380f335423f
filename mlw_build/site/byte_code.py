"""Compiled templates of the themes that come with the tool, kept where Python keeps the compiled code of its modules.

They are a part of the program: Python's own settings say whether and where their code is kept (PYTHONDONTWRITEBYTECODE,
PYTHONPYCACHEPREFIX). The templates of a site's own themes come with its content and are compiled in each run.
"""

from __future__ import annotations

import contextlib
import sys
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from types import CodeType

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from mlw_build.site import sandbox, template_code
from mlw_build.site.theme_files import built_in_themes


def compiled(environment: Environment, source: str, file: str, name: str) -> CodeType:
    """A template's code. It is looked for, and kept, by the template's text and the environment's settings."""
    kept = _kept_code() if Path(file).is_relative_to(built_in_themes()) else None
    bucket = _bucket(kept, environment, source, file, name) if kept else None
    if bucket and bucket.code:
        return bucket.code
    code = environment.compile(source, name, file)
    if kept and bucket and not sys.dont_write_bytecode:
        bucket.code = code
        with contextlib.suppress(OSError):
            kept.set_bucket(bucket)
    return code


def _kept_code() -> FileSystemBytecodeCache | None:
    """Where the code of this version of Jinja is kept; None where Python keeps none, or the folder cannot be made."""
    # With the program's own, not among the themes: code that somebody put there would be run as it is.
    folder = Path(cache_from_source(template_code.__file__)).parent
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        return None
    return FileSystemBytecodeCache(str(folder), f"%s.{sys.implementation.cache_tag}.jinja-{jinja2.__version__}.code")


def _bucket(
    kept: FileSystemBytecodeCache, environment: Environment, source: str, file: str, name: str
) -> Bucket | None:
    """What is kept of a template, maybe nothing; None where it cannot be read."""
    settings = {
        setting: getattr(environment, setting)
        for setting in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape", "undefined")
    }
    try:
        generator = [Path(str(one.__file__)).read_bytes() for one in (template_code, sandbox)]
        made_with = f"{name} {settings} {sorted(environment.extensions)} {generator!r}"
        return kept.get_bucket(environment, made_with, file, source)
    except (OSError, EOFError, ValueError, UnpicklingError):
        return None

"""The command line: which commands there are. Each is a module in `mlw_build.commands`, imported when it is called."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import mlw_build
from mlw_build.report.escaping import harmless_streams

PROBLEMS, CANNOT = 1, 2
NEW_THINGS = 100_000
"""After as many new things, Python looks for unused ones. By default it does after 700, again and again in vain: a
conference is large, and all of it stays until the end."""

COMMANDS: Mapping[str, str] = {
    "build": "build the site into output/",
    "check": "look for clashes and mistakes, publish nothing",
    "suggest": "show where a clashing session could go, and what that costs",
    "resolve": "propose the fewest moves that make the whole programme clean",
    "serve": "show the site in a browser while you edit",
    "edit": "move and edit sessions on a board in the browser; your files are edited",
    "new": "start a speaker, a booth, a session, a day, a page or a conference",
    "calendar": "keep subscribers' calendars right: update, status or prune content/calendar.lock",
    "diff": "say what changed for attendees between two versions of the programme",
    "import": "bring in a programme from another tool: schedule.xml, pretalx, Sessionize, tables, ...",
    "schema": "write JSON Schemas, from which editors' tools complete and check",
    "bench": "measure how long builds take, step by step, and compare them with Hugo's",
    "test": "run the project's own tests",
}
"""Each command with its line of help. Its module has `configure(parser)` and `run(options)`."""

_MODULES: Mapping[str, str] = {"import": "import_source"}
"""Commands whose module cannot have their name, because it is a word of Python."""

ENDING_AT_ONCE = frozenset({"build", "check", "suggest", "diff", "calendar"})
"""Commands that hold a conference until they end, and by then have put everything away."""

_EPILOG = """\
Without a command, the site is built. The site is the folder that you are in (or --root): content/, speakers/,
booths/ and themes/ in it are what you edit, output/ is what is published.

exit status:
  0  done; warnings and notes may have been printed
  1  the programme or the site has problems; nothing was published, the last good output is still there
  2  the command was not understood, or there is no site or no way to write or print here

examples:
  %(prog)s                          build the site into output/
  %(prog)s check                    look for clashes and mistakes, publish nothing
  %(prog)s serve                    look at it while you edit
  %(prog)s new speaker "Ana Silva"  start a speaker's page
  %(prog)s COMMAND --help           what a command can do
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Takes the words after the program's name (default: this process's), gives the exit status."""
    with harmless_streams():
        return _status(arguments)


def _status(arguments: Sequence[str] | None) -> int:
    """Run a command, and tell whoever called where printing failed."""
    try:
        status = _status_of(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read our output (`head`, a pager) has had enough; nobody is left to tell.
        _print_no_more()
        return PROBLEMS
    except OSError as fault:
        if fault.filename is not None:
            raise
        # A report that is not all there must not look like one, whatever was to be reported.
        _print_no_more()
        with contextlib.suppress(OSError):
            print(f"error: Printing failed: {fault.strerror}.", file=sys.stderr)
        return CANNOT


def _status_of(given: Sequence[str]) -> int:
    """Do what these words ask for."""
    called = _called()
    if given[:1] in (["-h"], ["--help"]):
        _overview(called).print_help()
        return 0
    if given[:1] == ["--version"]:
        print(f"mlw_build {mlw_build.__version__}")
        return 0
    name = _command_in(given)
    rest = given[1:] if given[:1] == [name] else given
    if name not in COMMANDS:
        _overview(called).error(f"there is no command `{name}`. There are: {', '.join(COMMANDS)}.")
    return _run(called, name, rest)


def program(arguments: Sequence[str] | None = None) -> int:
    """The program itself: run a command as `main` does, and end this process with its status where that saves time.

    Python takes a conference apart value by value before it ends, which takes a tenth of a build; the system takes
    the memory back at once.
    """
    ends_at_once = _command_in(sys.argv[1:] if arguments is None else arguments) in ENDING_AT_ONCE
    if ends_at_once:
        gc.disable()  # hardly anything holds itself, and looking for that takes as long as many pages
    else:
        gc.set_threshold(NEW_THINGS)
    status = main(arguments)
    if ends_at_once:
        with contextlib.suppress(OSError):  # what cannot be printed is told as Python tells it at its own end
            sys.stderr.flush()
            os._exit(status)
    return status


def _print_no_more() -> None:
    """Let go of what could not be printed: Python would try it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def module_of(name: str) -> ModuleType:
    """The module of a command."""
    return importlib.import_module(f"mlw_build.commands.{_MODULES.get(name, name)}")


def _command_in(given: Sequence[str]) -> str:
    """The command among the words after the program's name; without one, the site is built."""
    return given[0] if given and not given[0].startswith("-") else "build"


def _run(called: str, name: str, rest: Sequence[str]) -> int:
    module = module_of(name)
    parser = argparse.ArgumentParser(
        prog=f"{called} {name}",
        description=f"{COMMANDS[name][0].upper()}{COMMANDS[name][1:]}. {module.MORE}".strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    options, others = parser.parse_known_args(rest)
    options.rest = others
    if others and not getattr(module, "PASSES_ON", False):
        parser.error(f"not understood: {' '.join(others)}")
    status: int = module.run(options)
    return status


def _overview(called: str) -> argparse.ArgumentParser:
    """The parser of nothing but help: all commands with a line each."""
    parser = argparse.ArgumentParser(
        prog=called,
        description="A static site generator for conferences: checks the programme and builds the site.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, text in COMMANDS.items():
        commands.add_parser(name, help=text)
    return parser


def _called() -> str:
    """The name by which people call this: build.py or mlw-build."""
    name = Path(sys.argv[0]).name
    return f"python3 {name}" if name == "build.py" else "mlw-build"

"""`new`: starts a file for an editor to fill in, or the whole repository of a conference."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from mlw_build.commands.common import add_root, print_error, site_root
from mlw_build.model.schema.entry import Languages
from mlw_build.model.schema.settings import ZoneName
from mlw_build.model.schema.values import Address, Date
from mlw_build.model.text import clean_text, one_line
from mlw_build.scaffold.conference import HOSTS, NewConference, days_problem, start_conference
from mlw_build.scaffold.entries import KINDS, run_new
from mlw_build.scaffold.tool_source import parse_source, tool_source

MORE = (
    "Writes a file with all that is needed and comments on the rest; never over an existing one, nor a day twice. "
    "A conference is a folder with all that its repository needs, also to publish it; on a terminal, `new conference` "
    "asks for what its options do not say."
)

Value = TypeVar("Value")


class _NotUnderstood(Exception):
    """A value is not what it should be; says why and what to write."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `new`."""
    add_root(parser)
    parser.add_argument("kind", choices=(*KINDS, "conference"))
    parser.add_argument("name", nargs="?", help="the name or title (for a day: its date, such as 2020-10-12)")
    parser.add_argument("--day", metavar="DATE", help="for a session: the day it is on, such as 2020-10-12")
    parser.add_argument("--start", metavar="TIME", help="for a session: when it begins, such as 09:30 or 14:00")
    asked = parser.add_argument_group("for a conference")
    asked.add_argument("--first-day", metavar="DATE", help="its first day (default: today)")
    asked.add_argument("--last-day", metavar="DATE", help="its last day (default: the first)")
    asked.add_argument("--time-zone", metavar="ZONE", help="such as Europe/Paris (the default)")
    asked.add_argument(
        "--languages", metavar="CODES", help="the site's, the main one first, such as en,fr (default: en)"
    )
    asked.add_argument("--address", metavar="URL", help="where the site will be, such as https://example.org/2027/")
    asked.add_argument("--ci", choices=HOSTS, default="github", help="who publishes it (default: %(default)s)")
    asked.add_argument(
        "--tool", metavar="URL@COMMIT", help="the git repository of this program (default: where it came from)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the files. Only a conference may begin in a folder that is not there yet."""
    if options.kind == "conference":
        return _conference(options)
    if options.name is None:
        return print_error(f"the {options.kind} needs a name.")
    return run_new(site_root(options), options.kind, options.name, day=options.day, start=options.start)


def _conference(options: argparse.Namespace) -> int:
    try:
        source = parse_source(options.tool) if options.tool else tool_source()
        if source is None:
            raise _NotUnderstood(
                f"--tool {options.tool}: write the address of a git repository and a commit's 40 digits, such as "
                f"https://example.org/mlw_build@{'0' * 40}."
            )
        conference = _asked_for(options)
    except _NotUnderstood as problem:
        return print_error(str(problem))
    except (EOFError, KeyboardInterrupt):
        return print_error("nothing was written.")
    return start_conference(site_root(options, may_be_new=True), conference, source)


def _asked_for(options: argparse.Namespace) -> NewConference:
    """What the options say, and on a terminal the person; what neither says has its default."""
    name = _answer("Name of the conference", options.name, "", _name)
    first = _answer("First day", options.first_day, date.today().isoformat(), _valid(Date))

    def last_day(text: str) -> date:
        day: date = _valid(Date)(text)
        problem = days_problem(first, day)
        if problem:
            raise _NotUnderstood(problem)
        return day

    last = _answer("Last day", options.last_day, first.isoformat(), last_day)
    zone: str = _answer("Time zone", options.time_zone, "Europe/Paris", _valid(ZoneName))
    languages = _answer("Languages of the site, the main one first", options.languages, "en", _languages)
    address = _answer("Address of the site, if it is known", options.address, "", _address)
    return NewConference(name, first, last, zone, languages, address, options.ci)


def _answer(question: str, given: str | None, default: str, parse: Callable[[str], Value]) -> Value:
    """A value as given; else, on a terminal, as somebody answers, who is asked until it is understood."""
    if given is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return parse(default if given is None else given)
    while True:
        answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip()
        try:
            return parse(answer or default)
        except _NotUnderstood as problem:
            print(problem)


def _name(text: str) -> str:
    name = one_line(clean_text(text))
    if not name:
        raise _NotUnderstood("the conference needs a name.")
    return name


def _languages(text: str) -> tuple[str, ...]:
    codes = text.replace(",", " ").split()
    languages: list[str] = _valid(Languages)(codes)
    if not languages or len({language.lower() for language in languages}) < len(languages):
        raise _NotUnderstood("Write each language once, such as en,fr.")
    return tuple(languages)


def _address(text: str) -> str | None:
    return str(_valid(Address)(text)) if text else None


def _valid(form: Any) -> Callable[[Any], Any]:
    """What reads a value in the form that content has it in. Raises _NotUnderstood."""

    def parse(value: Any) -> Any:
        try:
            return TypeAdapter(Annotated[form, "a value of the content"]).validate_python(value)
        except ValidationError as fault:
            said = fault.errors()[0].get("ctx", {})
            message = f"{said.get('message', fault.errors()[0]['msg'])} {said.get('hint', '')}"
            raise _NotUnderstood(message.strip()) from None

    return parse

"""`check --explain CODE`: the page of docs/checks that says all about one kind of problem."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import mlw_build
from mlw_build.check.registry import RULES
from mlw_build.commands.common import CLEAN, USAGE, print_error
from mlw_build.diagnostics import Rule
from mlw_build.site.theme import theme
from mlw_build.text.close_matches import close_matches


def all_rules() -> tuple[Rule, ...]:
    """Every rule that a check of a site can name."""
    return (*RULES, *theme.RULES)


def pages_folder() -> Path:
    """The folder of the pages: inside an installed package, or beside the package in a checkout."""
    package = Path(mlw_build.__file__).resolve().parent
    inside = package / "_docs" / "checks"
    return inside if inside.is_dir() else package.parent / "docs" / "checks"


def page_of(code: str) -> str | None:
    """The page about a code, in Markdown; None where there is none."""
    file = pages_folder() / f"{code}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def all_pages() -> Mapping[str, str]:
    """The pages there are, by code."""
    return {rule.code: page for rule in all_rules() if (page := page_of(rule.code))}


def explain(code: str) -> int:
    """Print the page about a code. Gives 2 where there is no such code."""
    rules = {rule.code: rule for rule in all_rules()}
    if code not in rules:
        near = close_matches(code, rules, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(sorted(rules))}."
        return print_error(f"There is no check `{code}`. {hint}", USAGE)
    rule = rules[code]
    print((page_of(code) or f"# {code}\n\n{rule.title} ({rule.severity.value}).").rstrip())
    return CLEAN

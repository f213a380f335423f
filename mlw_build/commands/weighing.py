"""How `build --report` prints what pages weigh."""

from __future__ import annotations

from collections.abc import Sequence

from mlw_build.site.weights import FIRST, LARGE_DAY, PAGE, SCRIPTS, USUAL, KindWeight

_HEAD = ("kind", "pages", "HTML", "styles", "scripts", "together", "pictures", "heaviest page")
_LEFT = (0, len(_HEAD) - 1)


def print_weights(weights: Sequence[KindWeight]) -> None:
    """Print a table with a line for each kind of page, and whether the budgets are kept."""
    rows = [_HEAD, *(_row(one) for one in weights)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    print("\nThe heaviest page of each kind in KB (1000 octets) after gzip; pictures as a browser fetches them now:\n")
    for row in rows:
        cells = [
            text.ljust(width) if column in _LEFT else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    over = [f"{one.kind}: {', '.join(one.over)} ({one.heaviest.path})" for one in weights if one.over]
    print(
        f"\nBudgets: a day of up to {USUAL} sessions {PAGE / 1000:g} together, a longer one {LARGE_DAY / 1000:g} "
        f"of HTML; its first session within {FIRST / 1000:g}; scripts {SCRIPTS / 1000:g}."
    )
    print("All are kept." if not over else "\n".join(f"Over budget: {one}." for one in over))


def _row(one: KindWeight) -> tuple[str, ...]:
    page = one.heaviest
    sizes = (page.html, page.style, page.scripts, page.total, page.pictures)
    return (one.kind, str(one.pages), *(f"{size / 1000:.1f}" for size in sizes), page.path)

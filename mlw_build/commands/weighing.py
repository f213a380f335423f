"""How `build --report` prints what pages weigh."""

from __future__ import annotations

from collections.abc import Sequence

from mlw_build.site.page_budget import FIRST, LARGE_DAY, PAGE, SCRIPTS, USUAL, PageKindSize

_HEAD = ("kind", "pages", "HTML", "styles", "scripts", "together", "pictures", "heaviest page")
_LEFT = (0, len(_HEAD) - 1)


def print_page_sizes(weights: Sequence[PageKindSize]) -> None:
    """Print a table with a line for each kind of page, and whether the budgets are kept."""
    rows = [_HEAD, *(_table_row(weight) for weight in weights)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    print("\nThe heaviest page of each kind in KB (1000 octets) after gzip; pictures as a browser fetches them now:\n")
    for row in rows:
        cells = [
            text.ljust(width) if column in _LEFT else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    over = [f"{weight.kind}: {', '.join(weight.over)} ({weight.heaviest.path})" for weight in weights if weight.over]
    print(
        f"\nBudgets: a day of up to {USUAL} sessions {PAGE / 1000:g} together, a longer one {LARGE_DAY / 1000:g} "
        f"of HTML; its first session within {FIRST / 1000:g}; scripts {SCRIPTS / 1000:g}."
    )
    print("All are kept." if not over else "\n".join(f"Over budget: {text}." for text in over))


def _table_row(page_kind_size: PageKindSize) -> tuple[str, ...]:
    page = page_kind_size.heaviest
    sizes = (page.html, page.style, page.scripts, page.total, page.pictures)
    return (page_kind_size.kind, str(page_kind_size.pages), *(f"{size / 1000:.1f}" for size in sizes), page.path)

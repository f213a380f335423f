"""`suggest`: where a session could go, with what it costs."""

from __future__ import annotations

import argparse
import sys

from mlw_build.check.suggest import WayOut, ways_out
from mlw_build.check.suggest import where as place_in_words
from mlw_build.check.whatif import WhatIf
from mlw_build.check.wording import named
from mlw_build.close_matches import close_matches
from mlw_build.commands.common import CLEAN, PROBLEMS, add_root, counted, fail, print_problems, root_of
from mlw_build.pipeline import Options, check
from mlw_build.resolve.problem import trouble_in

MORE = "Each is a place where nothing else is in the way: the nearest first. Nothing is written."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `suggest`."""
    parser.add_argument(
        "session", metavar="ID", nargs="?", help="the session to move (default: every session that clashes)"
    )
    add_root(parser)
    parser.add_argument("--most", type=int, default=10, metavar="N", help="how many to list (default: 10)")


def run(options: argparse.Namespace) -> int:
    """List ways out. Gives 0, or 1 where a session has none."""
    if options.most < 1:
        return fail("--most takes a number above 0.")
    root = root_of(options)
    checked = check(Options(root, root / "output"))
    if checked.conference is None:
        print_problems(checked.diagnostics, checked.texts(), sys.stderr)
        return fail("the programme cannot be read as it is; correct this first.", PROBLEMS)
    index = WhatIf(checked.conference)
    if options.session is None:
        wanted = sorted(trouble_in(checked.diagnostics, index).sessions)
        if not wanted:
            print("No session has to be moved.")
            return CLEAN
    elif options.session in index.items:
        wanted = [options.session]
    else:
        return fail(_unknown(options.session, index))
    found = {one: ways_out(index, one, options.most) for one in wanted}
    print("\n\n".join(_listed(index, one, ways) for one, ways in found.items()))
    return CLEAN if all(found.values()) else PROBLEMS


def _unknown(session: str, index: WhatIf) -> str:
    if session in index.conference.sessions:
        return f"`{session}` is cancelled and is in nobody's way."
    near = close_matches(session, index.items, n=1)
    return f"there is no session `{session}`.{f' Did you mean `{near[0]}`?' if near else ''}"


def _listed(index: WhatIf, session: str, ways: list[WayOut]) -> str:
    title = named(index.items[session].session)
    if not ways:
        return f"{title}: no other time or room is free for it at the times that the programme uses."
    return "\n".join(
        [f"{title} could go:", *(f"  {number:2}. {_said(index, one)}" for number, one in enumerate(ways, 1))]
    )


def _said(index: WhatIf, one: WayOut) -> str:
    first, *others = one.moves
    text = place_in_words(index.conference, first.after, first.before)
    for other in others:
        text += f", and {named(index.items[other.session].session)} in its place"
    minutes = sum(move.minutes for move in one.moves if not move.other_day)
    costs = [
        *([f"{counted(minutes, 'minute')} moved"] if minutes else []),
        *(["another day"] if any(move.other_day for move in one.moves) else []),
        *(["another room"] if any(move.rooms for move in one.moves) else []),
        f"{counted(one.people, 'speaker')} to tell" if one.people else "no speaker to tell",
    ]
    return f"{text} ({'; '.join(costs)})"

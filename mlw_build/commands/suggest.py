"""`suggest`: where a session could go, with what it costs."""

from __future__ import annotations

import argparse
import sys

from mlw_build.check.moves.suggestions import WayOut, ways_out
from mlw_build.check.moves.suggestions import describe_place as place_in_words
from mlw_build.check.moves.trial_move import TrialIndex
from mlw_build.check.rules.wording import quoted_title
from mlw_build.commands.common import CLEAN, PROBLEMS, add_root, count_noun, print_error, print_problems, site_root
from mlw_build.pipeline import Options, check
from mlw_build.resolve.problem import conflicts_in
from mlw_build.text.close_matches import close_matches

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
        return print_error("--most takes a number above 0.")
    root = site_root(options)
    checked = check(Options(root, root / "output"))
    if checked.conference is None:
        print_problems(checked.diagnostics, checked.texts(), sys.stderr)
        return print_error("the programme cannot be read as it is; correct this first.", PROBLEMS)
    index = TrialIndex(checked.conference)
    if options.session is None:
        wanted = sorted(conflicts_in(checked.diagnostics, index).sessions)
        if not wanted:
            print("No session has to be moved.")
            return CLEAN
    elif options.session in index.items:
        wanted = [options.session]
    else:
        return print_error(_unknown_session(options.session, index))
    found = {text: ways_out(index, text, options.most) for text in wanted}
    print("\n\n".join(_format_ways_out(index, text, ways) for text, ways in found.items()))
    return CLEAN if all(found.values()) else PROBLEMS


def _unknown_session(session: str, index: TrialIndex) -> str:
    if session in index.conference.sessions:
        return f"`{session}` is cancelled and is in nobody's way."
    near = close_matches(session, index.items, n=1)
    return f"there is no session `{session}`.{f' Did you mean `{near[0]}`?' if near else ''}"


def _format_ways_out(index: TrialIndex, session: str, ways: list[WayOut]) -> str:
    title = quoted_title(index.items[session].session)
    if not ways:
        return f"{title}: no other time or room is free for it at the times that the programme uses."
    return "\n".join(
        [
            f"{title} could go:",
            *(f"  {number:2}. {_format_way_out(index, way_out)}" for number, way_out in enumerate(ways, 1)),
        ]
    )


def _format_way_out(index: TrialIndex, way_out: WayOut) -> str:
    first, *others = way_out.moves
    text = place_in_words(index.conference, first.after, first.before)
    for other in others:
        text += f", and {quoted_title(index.items[other.session].session)} in its place"
    minutes = sum(move.minutes for move in way_out.moves if not move.other_day)
    costs = [
        *([f"{count_noun(minutes, 'minute')} moved"] if minutes else []),
        *(["another day"] if any(move.other_day for move in way_out.moves) else []),
        *(["another room"] if any(move.rooms for move in way_out.moves) else []),
        f"{count_noun(way_out.people, 'speaker')} to tell" if way_out.people else "no speaker to tell",
    ]
    return f"{text} ({'; '.join(costs)})"

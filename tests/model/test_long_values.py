"""A value or text of any length is read in one go: nothing in a pull request may hang a build.

What took the square of its length would keep these tests for minutes.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic
from mlw_build.exchange.incoming.reading.clock_times import parse_clock_span
from mlw_build.exchange.incoming.reading.text_cleaning import clean_prose, split_mark, split_status
from mlw_build.markup.html import tangled
from mlw_build.model.conference import Conference
from mlw_build.model.links import targets_in
from tests.small_sites import MINIMAL

LONG = 200_000


def with_email(address: str) -> dict[str, str]:
    """The settings with this address for questions."""
    return {"content/conference.yaml": f"{MINIMAL['content/conference.yaml']}support: {{email: '{address}'}}\n"}


@pytest.mark.parametrize("length", [10, 254])
def test_an_e_mail_address_may_be_as_long_as_servers_take_it(
    conference: Callable[..., Conference], length: int
) -> None:
    address = f"{'a' * (length - len('@e.org'))}@e.org"
    settings = conference(with_email(address)).settings
    assert settings.support is not None
    assert settings.support.email == address


@pytest.mark.parametrize("address", [f"{'a' * 249}@e.org", f"a@{'.' * LONG}@", "a@" * LONG], ids=len)
def test_an_e_mail_address_that_no_server_takes_is_refused(
    problems: Callable[..., tuple[Diagnostic, ...]], address: str
) -> None:
    [found] = problems(with_email(address))
    assert found.code == "invalid-value"
    assert found.hint == "Write `name@example.org`."


@pytest.mark.parametrize("text", ["\n" * 150_000, " \n" * 80_000, f"{' ' * 100}\n" * 1500], ids=len)
def test_empty_lines_are_no_deep_quotations(text: str) -> None:
    assert not tangled(f"a{text}b")


@pytest.mark.parametrize("text", ["> " * 25, ">" * 25, f"a\n{' ' * 100}- b"], ids=len)
def test_deep_quotations_and_lists_are_known(text: str) -> None:
    assert tangled(text)


def test_brackets_without_end_define_nothing() -> None:
    assert [one.address for one in targets_in("[" * LONG + "\n\n[a\\]b]: media:map.pdf\n")] == ["media:map.pdf"]


@pytest.mark.parametrize("space", [" ", "\t", "\n", " \t"])
def test_a_source_of_nothing_but_space_is_brought_in(space: str) -> None:
    wide = space * LONG
    assert split_status(f"CANCELLED{wide}Rust") == ("Rust", "cancelled")
    assert split_status(f"Rust{wide}(Cancelled){wide}") == ("Rust", "cancelled")
    assert split_status(f"Rust{wide}in anger") == (f"Rust{wide}in anger", "")
    assert split_mark(f"{wide}MOVED{wide}: Rust") == ("Rust", "MOVED")
    assert parse_clock_span(f"{wide}10:00{wide}-{wide}11:00{wide}") == parse_clock_span("10:00-11:00")


@pytest.mark.parametrize(("end", "kept"), [("", ""), (" ", ""), ("  ", "  "), ("   ", ""), ("\t", ""), (" \t", "")])
def test_two_spaces_break_a_line_and_others_are_left_out(end: str, kept: str) -> None:
    assert clean_prose(f"one{end}\ntwo") == f"one{kept}\ntwo"


@pytest.mark.thorough
def test_thousands_of_unknown_ids_are_told_and_a_guess_is_made_for_the_first(
    problems: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    count = 600
    rooms = "".join(f"- {{id: room-number-{one:03}, name: Room}}\n" for one in range(count))
    sessions = "".join(
        f"- {{id: s-{one}, title: S, room: room-namber-{one:03}, start: 10:00, end: 11:00}}\n" for one in range(count)
    )
    day = f"date: 2020-10-12\nsessions:\n{sessions}"
    found = problems({"content/rooms.yaml": rooms, "content/programme/day.yaml": day})
    unknown = [one for one in found if one.code == "unknown-id"]
    assert len(unknown) == count
    assert unknown[0].hint == "Did you mean `room-number-000`?"
    assert str(unknown[-1].hint).startswith("Write one of ")

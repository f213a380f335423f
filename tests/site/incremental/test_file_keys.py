"""What is promised of pages' keys: the same for the same page, another for any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import fields, replace

from mlw_build.model.conference import Conference, Day, Session, Speaker
from mlw_build.model.text import Phrase
from mlw_build.pipeline import Options, plan
from mlw_build.site.incremental.file_keys import FileKeys
from mlw_build.site.incremental.plan_items import PagePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.pages import KINDS
from mlw_build.site.plan import plan_site
from mlw_build.site.views.frame import frame_view
from mlw_build.site.views.values import DayGroup, DayView, Moment, Prose, RoomView


def room(name: str = "Hall") -> RoomView:
    return RoomView("hall", Phrase(name, "en"), "../hall/", 1, 1, Phrase("", "en"))


def key(*values: object, common: str = "templates") -> str:
    return FileKeys(common).of(*values)


def test_equal_values_have_one_key_whatever_objects_they_are() -> None:
    assert key(room(), ("a", 1)) == key(room("".join(["Ha", "ll"])), ("a", 1))


@pytest.mark.parametrize(
    "other",
    [
        (room("Aula"),),
        (replace(room(), tone=2),),
        (room(), room()),
        ((room(),),),
        (Phrase("Hall", "en"),),
        (None,),
        (),
    ],
)
def test_other_values_have_another(other: tuple[object, ...]) -> None:
    assert key(*other) != key(room())


def test_so_has_what_is_made_with_other_templates_or_words() -> None:
    assert key(room(), common="one") != key(room(), common="other")


def test_a_view_inside_others_counts_with_all_that_it_says() -> None:
    def group(name: str) -> DayGroup:
        shown = DayView("d", "", 1, 1, "1", "", "", "", "", Phrase(name, "en"), Phrase("", "en"), "")
        return DayGroup(shown, ())

    assert key(group("One")) != key(group("Other"))
    keys = FileKeys("templates")
    assert keys.of(group("One")) == keys.of(group("One")) == key(group("One"))


def test_kinds_of_views_are_told_apart() -> None:
    assert key(Prose(Markup("a"), "b")) != key(Moment("a", "b"))


def test_instants_and_mappings_count() -> None:
    assert key(datetime(2020, 10, 12, tzinfo=UTC)) != key(datetime(2020, 10, 13, tzinfo=UTC))
    assert key({"track": "a"}) != key({"track": "b"})


def test_html_is_told_from_a_text_of_the_same_letters() -> None:
    assert key(Markup("<b>a</b>")) != key("<b>a</b>")


def test_what_no_page_can_show_is_refused() -> None:
    with pytest.raises(TypeError, match="Path"):
        key(Path("a"))


def test_no_view_holds_the_programme_itself() -> None:
    """Templates get what is shown, and nothing that they would have to pick it from."""
    root = Path(__file__).parents[2] / "sites" / "good"
    site = plan(Options(root, root / "output")).site
    assert site
    kinds = {kind.name: kind for kind in KINDS}
    for page in plan_site(site):
        if isinstance(page, PagePlan):
            here = PageContext(site, page.path, page.language)
            view = kinds[page.kind].view(here, page.subject)
            for held in everything_in((view, frame_view(here, kinds[page.kind], page.subject, view))):
                assert not isinstance(held, (Conference, Day, Session, Speaker)), f"{page.kind}: {type(held).__name__}"


def everything_in(value: object) -> Iterator[object]:
    """A value with all that hangs on it."""
    yield value
    if isinstance(value, Struct):
        inner: Iterable[object] = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, Mapping):
        inner = value.values()
    else:
        inner = value if isinstance(value, tuple | list) else ()
    for one in inner:
        yield from everything_in(one)

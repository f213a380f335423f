"""Which texts can be read before there is a conference."""

from __future__ import annotations

from mlw_build.model.text import clean_text
from mlw_build.model.texts import markdown_texts, texts_known_early
from mlw_build.pipeline import Options, check
from mlw_build.read.site_files import markdown_files, read_site, text_below_front_matter
from tests.small_sites import SiteMaker
from tests.test_good_site import ROOT


def test_texts_below_front_matter_and_long_ones_in_data_are_known_early() -> None:
    conference = check(Options(ROOT, ROOT / "output")).conference
    assert conference
    early = {text for text in texts_known_early(read_site(ROOT)[0]) if text}
    assert {one.biography.values[0][1] for one in conference.speakers.values() if one.biography} <= early
    assert {text for text in markdown_texts(conference) if len(text) > 100} <= early


def test_files_give_what_is_below_front_matter_before_they_are_read_as_a_site() -> None:
    files = list(markdown_files(ROOT))
    below = {clean_text(document.body) for document in read_site(ROOT)[0].documents if document.path.endswith(".md")}
    assert {clean_text(text_below_front_matter(ROOT, path)) for path in files} == below
    left = set(texts_known_early(read_site(ROOT)[0], files))
    assert all(len(text) > 100 for text in left)


def test_a_file_that_cannot_be_read_gives_no_text(site: SiteMaker) -> None:
    root = site({"speakers/no-end.md": "---\nname: No End\n"})
    (root / "speakers/no-text.md").write_bytes(b"---\nname: \xff\n---\nText.\n")
    files = ["speakers/no-end.md", "speakers/no-text.md"]
    assert {*files} <= {*markdown_files(root)}
    assert [text_below_front_matter(root, path) for path in [*files, "speakers/none.md"]] == ["", "", ""]

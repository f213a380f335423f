"""What the accessibility statement promises: what it says is counted and true, and an editor's page stays theirs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import html5lib
import pytest
from PIL import Image

from mlw_build.pipeline import Options, build
from tests.small_sites import MINIMAL, Files, SiteMaker

pytestmark = pytest.mark.thorough

PAGE = "accessibility/index.html"
X = "{http://www.w3.org/1999/xhtml}"

SESSIONS = """\
date: 2020-10-12
sessions:
  - id: first
    title: First
    start: 10:00
    end: 11:00
    captions: [en, fr]
    sign_language: [International Sign]
    stream:
      url: https://www.youtube.com/watch?v=aqz-KE-bpKQ
      audio: https://example.org/sound
      telephone: +33 1 00 00 00 00
      languages: {ar: "https://www.youtube.com/watch?v=aqz-KE-bpKQ"}
  - {id: second, title: Second, start: 11:00, end: 12:00, captions: [en], stream: "https://zoom.us/j/123456789"}
  - {id: third, title: Third, start: 12:00, end: 13:00}
  - {id: gone, title: Gone, start: 12:00, end: 13:00, status: cancelled, captions: [ru]}
"""


ABOUT = "---\ntitle: About\n---\n\n![](hall.png) and [a map](media:map.pdf)\n"


def png() -> bytes:
    """A picture of a pixel."""
    octets = io.BytesIO()
    Image.new("RGB", (1, 1)).save(octets, "PNG")
    return octets.getvalue()


def page(root: Path, path: str = PAGE) -> str:
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return (root / "output" / path).read_text(encoding="utf-8")


def offers(html: str) -> dict[str, list[str]]:
    """The table of what sessions offer: in how many of them, and in which languages."""
    rows = html5lib.parse(html).iter(f"{X}tr")
    cells = [["".join(cell.itertext()) for cell in row] for row in rows]
    return {name: rest for name, *rest in cells[1:]}


def conference(more: str) -> Files:
    return {"content/conference.yaml": MINIMAL["content/conference.yaml"] + more}


def test_what_sessions_offer_is_counted(site: SiteMaker) -> None:
    """Cancelled sessions and breaks do not count, nor do the languages that only they have."""
    assert offers(page(site({"content/programme/day.yaml": SESSIONS}))) == {
        "Captions": ["2 of 3", "English, French"],
        "Sign language": ["1 of 3", "International Sign"],
        "Interpretation": ["1 of 3", "Arabic"],
        "Live transcript": ["None yet", ""],
        "Sound only": ["1 of 3", ""],
        "Listening by telephone": ["1 of 3", ""],
        "Recording": ["None yet", ""],
    }


def test_players_and_meetings_of_others_are_named(site: SiteMaker) -> None:
    html = page(site({"content/programme/day.yaml": SESSIONS}))
    assert re.search(r"<li>Streams and recordings are shown in the players of YouTube\.", html)
    assert re.search(r"<li>Some sessions take place in Zoom,", html)


def test_a_site_without_limits_claims_none(site: SiteMaker) -> None:
    assert "Known limits" not in page(site())


def test_pictures_without_description_and_documents_are_told(site: SiteMaker) -> None:
    files = {"content/media/hall.png": png(), "content/media/map.pdf": b"%PDF-1.4\n", "content/pages/about.md": ABOUT}
    html = page(site(files))
    assert "<li>1 picture has no description in words yet.</li>" in html
    assert "<li>1 document can be downloaded here." in html


def test_whom_to_tell_is_the_support_of_the_conference(site: SiteMaker) -> None:
    html = page(site(conference("support: {email: help@example.org}\n")))
    assert '<li><a href="mailto:help@example.org">' in html
    assert "has not been announced yet" not in html


def test_without_a_contact_it_says_so(site: SiteMaker) -> None:
    assert "has not been announced yet" in page(site())


def test_contrast_is_not_claimed_for_colours_of_the_sites_own(site: SiteMaker) -> None:
    assert "contrast of at least" in page(site())
    assert "contrast of at least" not in page(site(conference('look: {accent: "#123456"}\n')))


def test_a_theme_that_changes_the_default_one_vouches_for_itself(site: SiteMaker) -> None:
    """What the default theme does may be undone by styles and templates laid over it."""
    theme = "name: mine\nextends: default\n"
    files = {"themes/mine/theme.yaml": theme, **conference("theme: mine\n")}
    assert "WCAG" not in page(site(files))
    assert "without JavaScript" in page(site({**files, "themes/mine/theme.yaml": theme + "measures: [scripts]\n"}))


def test_no_audit_is_claimed(site: SiteMaker) -> None:
    assert "does not rest on an audit" in page(site())


def test_the_date_is_that_of_the_content(site: SiteMaker) -> None:
    assert "The programme as of 1 September 2020." in page(site(conference("published: 2020-09-01\n")))
    assert "The programme as of" not in page(site())


OWN = "---\ntitle: Open to all\nmenu: none\n---\n\nWrite to the organisers about the lift.\n"


def test_an_editors_page_keeps_its_address_title_and_text_and_the_facts_follow(site: SiteMaker) -> None:
    html = page(site({"content/pages/accessibility.md": OWN}))
    assert re.search(r"<h1>Open to all</h1>", html)
    assert html.index("about the lift") < html.index("Access to the sessions")


@pytest.mark.parametrize("files", [{}, {"content/pages/accessibility.md": OWN}])
def test_the_foot_of_every_page_leads_there_once(site: SiteMaker, files: Files) -> None:
    html = page(site(files), "index.html")
    assert re.findall(r'href="(accessibility/[^"]*)"', html) == ["accessibility/index.html"]


def test_texts_can_link_to_it_and_to_other_pages_that_the_site_makes(site: SiteMaker) -> None:
    text = "---\ntitle: About\n---\n\n[a](accessibility:) [m](my:) [s](search:) [c](changes:)\n"
    html = page(site({"content/pages/about.md": text}), "about/index.html")
    for place in ("accessibility", "my", "search", "changes"):
        assert f'<a href="../{place}/index.html">' in html

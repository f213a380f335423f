"""What an organiser is promised of links: a proposal that adds one shows nothing that is not in the same folder.

Git carries links, and a proposal shows each as one line. It carries no hard links, FIFOs or devices; an archive may.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.cli import main
from mlw_build.diagnostics import Severity
from mlw_build.pipeline import Options, check
from mlw_build.read.media import LARGEST_MEDIA, media_place
from mlw_build.read.site_files import read_site
from mlw_build.read.text_files import LARGEST_FILE
from tests.small_sites import MINIMAL, SiteMaker

pytestmark = pytest.mark.thorough

SECRET = "token: 3a94f1"

THEME = {
    "content/conference.yaml": f"{MINIMAL['content/conference.yaml']}theme: own\n",
    "themes/own/theme.yaml": "name: own\nextends: default\nstyles: [css/own.css]\n",
    "themes/own/static/css/own.css": "@layer theme { :root { --gap: 1rem } }\n",
    "themes/own/templates/_own.html": "{% macro own() %}{% endmacro %}\n",
    "themes/own/i18n/en.yaml": "cancelled: Cancelled\n",
}
SITE = {
    **MINIMAL,
    **THEME,
    ".env": SECRET,
    ".git/config": SECRET,
    ".git/config.txt": SECRET,
    "notes.txt": SECRET,
    "secret.md": f"---\nname: {SECRET}\n---\n",
    "secret.yaml": f"- {{id: secret, name: '{SECRET}'}}\n",
    "content/.import/last.json": SECRET,
    "content/.drafts/page.md": f"---\ntitle: {SECRET}\n---\n",
    "content/media/.hidden.txt": SECRET,
    "content/media/.hidden/notes.txt": SECRET,
    "content/media/plan.txt": "a plan",
    "content/media/dia/gram.txt": "a diagram",
    "booths/stand.md": "---\norganisation: org\n---\nWhat is shown.\n",
}

TO_FILES = [
    ("content/media/notes.txt", "../../.git/config"),
    ("content/media/notes.txt", "../../.git/config.txt"),
    ("content/media/notes.txt", "../../.env"),
    ("content/media/notes.txt", "../../notes.txt"),
    ("content/media/notes.txt", "../../speakers/ana.md"),
    ("content/media/notes.txt", "../.import/last.json"),
    ("content/media/notes.txt", ".hidden.txt"),
    ("content/media/notes.txt", ".hidden/notes.txt"),
    ("content/media/notes.txt", "./.hidden/../.hidden/notes.txt"),
    ("content/media/notes.txt", "../conference.yaml"),
    ("content/media/notes.txt", "nothing.txt"),
    ("content/media/notes.txt", "notes.txt"),
    ("content/media/notes.txt", "dia"),
    ("content/media/notes.txt", "."),
    ("content/media/notes.txt", "/etc/hostname"),
    ("content/media/notes.txt", "/dev/zero"),
    ("content/media/notes.txt", "/proc/self/environ"),
    ("content/media/x.png", "plan.txt"),
    ("content/media/deep/er/notes.txt", "../../../../notes.txt"),
    ("content/rooms.yaml", "../secret.yaml"),
    ("content/rooms.yaml", "pages/about.md"),
    ("content/conference.yaml", "../secret.yaml"),
    ("content/pages/more.md", "../../secret.md"),
    ("content/pages/more.md", "../.drafts/page.md"),
    ("content/pages/more.md", "../../speakers/ana.md"),
    ("content/programme/more.yaml", "../../secret.yaml"),
    ("speakers/more.md", "../secret.md"),
    ("speakers/more.md", "../booths/stand.md"),
    ("booths/more.md", "../secret.md"),
    ("booths/more.md", "../speakers/ana.md"),
    ("content/calendar.lock", "../.env"),
    ("content/calendar.lock", "rooms.yaml"),
    ("themes/own/theme.yaml", "../../secret.yaml"),
    ("themes/own/templates/more.html", "../../../notes.txt"),
    ("themes/own/templates/more.html", "../../../content/media/plan.txt"),
    ("themes/own/static/css/own.css", "../../../../.env"),
    ("themes/own/static/icon.svg", "../../../.git/config"),
    ("themes/own/i18n/fr.yaml", "../../../secret.yaml"),
]
"""Links that are not followed, each with what it leads to."""

TO_FOLDERS = [
    ("content", "elsewhere"),
    ("speakers", "elsewhere"),
    ("booths", "elsewhere"),
    ("themes", "elsewhere"),
    ("content/pages", "../elsewhere"),
    ("content/pages", "../.git"),
    ("content/media", "../speakers"),
    ("content/media", "programme"),
    ("content/media/more", "dia"),
    ("content/media/more", "../../.git"),
    ("content/media/more", "../../../../../../../../.."),
    ("speakers/more", "../.git"),
    ("themes/own", "../elsewhere"),
    ("themes/own", ".hidden"),
    ("themes/own/templates", "../../.git"),
    ("themes/own/templates/more", "../../../speakers"),
    ("themes/own/static/css", "../../../elsewhere"),
]


def laid(root: Path, link: str, target: str) -> None:
    place = root / link
    if place.is_dir():
        # So that all is there behind the link that was there before.
        place.rename(root / "elsewhere") if target.endswith("elsewhere") else shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def octets_below(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(("link", "target"), [*TO_FILES, *TO_FOLDERS])
def test_a_link_that_leads_elsewhere_is_an_error_at_its_name_and_nothing_is_published(
    site: SiteMaker, capsys: pytest.CaptureFixture[str], link: str, target: str
) -> None:
    root = site(SITE)
    laid(root, link, target)
    found = check(Options(root, root / "output")).diagnostics
    assert link in {one.span.file for one in found if one.severity is Severity.ERROR}
    assert main(["build", "--root", str(root)]) == 1
    assert not (root / "output").exists()
    told = capsys.readouterr()
    assert SECRET not in told.out + told.err


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("content/media/notes.txt", "plan.txt"),
        ("content/media/notes.txt", "dia/gram.txt"),
        ("content/media/dia/notes.txt", "../plan.txt"),
        ("content/media/notes.TXT", "plan.txt"),
        ("content/pages/more.md", "about.md"),
        ("content/tracks.yaml", "formats.yaml"),
        ("themes/own/templates/more.html", "_own.html"),
        ("themes/other", "own"),
    ],
)
def test_a_link_to_a_file_of_the_same_folder_is_followed(site: SiteMaker, link: str, target: str) -> None:
    root = site({**SITE, "content/tracks.yaml": None})
    laid(root, link, target)
    assert main(["build", "--root", str(root), "--quiet"]) == 0
    assert SECRET.encode() not in octets_below(root / "output")


def test_links_one_after_the_other_are_followed_as_long_as_each_stays(site: SiteMaker) -> None:
    root = site(SITE)
    media = root / "content" / "media"
    (media / "one.txt").symlink_to("two.txt")
    (media / "two.txt").symlink_to("dia/three.txt")
    (media / "dia" / "three.txt").symlink_to("../plan.txt")
    (media / "away.txt").symlink_to("../../hop.txt")
    (root / "hop.txt").symlink_to("content/media/plan.txt")
    (media / "hidden.txt").symlink_to(".hop.txt")
    (media / ".hop.txt").symlink_to("plan.txt")
    (media / "folder.txt").symlink_to("other/gram.txt")
    (media / "other").symlink_to("dia")
    sources, problems = read_site(root)
    refused = {one.span.file.removeprefix("content/media/") for one in problems if one.code == "unreadable-file"}
    assert refused == {"away.txt", "hidden.txt", "folder.txt", "other"}
    assert {one.path for one in sources.media} == {"dia/gram.txt", "dia/three.txt", "one.txt", "plan.txt", "two.txt"}


def test_a_hidden_file_among_media_is_not_published(site: SiteMaker) -> None:
    root = site(SITE)
    assert main(["build", "--root", str(root), "--quiet"]) == 0
    assert SECRET.encode() not in octets_below(root / "output")


def test_a_drawing_cannot_pass_for_another_kind_of_file(site: SiteMaker) -> None:
    root = site({"content/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'})
    (root / "content" / "media" / "b.png").symlink_to("a.svg")
    found = {(one.span.file, one.code) for one in read_site(root)[1]}
    assert ("content/media/b.png", "unreadable-file") in found
    assert ("content/media/a.svg", "unsafe-media") in found


def fifo(place: Path) -> None:
    os.mkfifo(place)


def listening(place: Path) -> None:
    here = os.getcwd()
    os.chdir(place.parent)  # a socket's path is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(place.name)
    finally:
        os.chdir(here)


def sparse(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(10**13)


def slightly_too_large(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate((LARGEST_MEDIA if "media" in place.parts else LARGEST_FILE) + 1)


SPECIAL = [fifo, listening, sparse, slightly_too_large]


@pytest.mark.skipif(os.name == "nt", reason="there are none on Windows")
@pytest.mark.parametrize("make", SPECIAL)
@pytest.mark.parametrize(
    "path",
    [
        "content/rooms.yaml",
        "content/conference.yaml",
        "content/programme/more.yaml",
        "content/pages/more.md",
        "content/media/film.mp4",
        "content/media/drawing.svg",
        "speakers/more.md",
        "booths/more.md",
        "themes/own/theme.yaml",
        "themes/own/templates/more.html",
        "themes/own/templates/more.bin",
        "themes/own/static/css/own.css",
        "themes/own/static/icon.svg",
        "themes/own/i18n/en.yaml",
    ],
)
def test_what_never_ends_is_told_at_once_by_its_name(site: SiteMaker, make: Callable[[Path], None], path: str) -> None:
    root = site(SITE)
    (root / path).unlink(missing_ok=True)
    try:
        make(root / path)
    except OSError:
        pytest.skip("this file system makes no such file")
    found = check(Options(root, root / "output")).diagnostics
    assert path in {one.span.file for one in found if one.severity is Severity.ERROR}


@pytest.mark.skipif(os.name == "nt", reason="there are none on Windows")
@pytest.mark.parametrize("make", SPECIAL[:3])
def test_a_lock_that_never_ends_is_told_at_once(site: SiteMaker, make: Callable[[Path], None]) -> None:
    root = site(SITE)
    make(root / "content" / "calendar.lock")
    found = check(Options(root, root / "output")).diagnostics
    assert "content/calendar.lock" in {one.span.file for one in found if one.severity is Severity.ERROR}


@pytest.mark.parametrize("become", ["nothing", "a link", "a folder", "larger"])
def test_a_file_that_is_another_one_after_the_site_was_read_is_told_in_words(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], become: str
) -> None:
    root = site(SITE)
    file = root / "content" / "media" / "plan.txt"

    def then_changed(*asked: object) -> object:
        read = read_site(*asked)  # type: ignore[arg-type]
        file.unlink()
        if become == "a link":
            file.symlink_to("../../.env")
        elif become == "a folder":
            file.mkdir()
        elif become == "larger":
            sparse(file)
        return read

    monkeypatch.setattr("mlw_build.pipeline.read_site", then_changed)
    assert main(["build", "--root", str(root), "--quiet"]) == 1
    assert "content/media/plan.txt cannot be read any more" in capsys.readouterr().err


NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "d.yaml", ".e.txt", "f", ".g"])
PLACES = st.sampled_from(
    ["", ".git/", "content/", "content/media/", "content/media/f/", "content/media/.g/", "content/pages/", "speakers/"]
)
PATHS = st.builds("{}{}".format, PLACES, NAMES)
TARGETS = st.one_of(
    PATHS.map(lambda path: f"/{path}"),  # below the root, as an absolute link
    st.builds("{}{}".format, st.sampled_from(["", "../", "../../", "./", "f/../", ".g/../", "f/"]), PATHS),
    st.builds("{}{}".format, st.sampled_from(["", "../", "../../", "f/", ".g/"]), NAMES),
    st.sampled_from([".", "..", "../..", "f", ".g", "../media", "../../content"]),
)


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    """An empty folder for each round."""

    def make() -> Path:
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        (tmp_path / "site").mkdir()
        return tmp_path / "site"

    return make


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=st.lists(PATHS, max_size=8, unique=True), links=st.lists(st.tuples(PATHS, TARGETS), max_size=8))
def test_whatever_links_there_are_what_is_read_lies_in_the_same_folder_and_is_not_hidden(
    fresh: Callable[[], Path], files: list[str], links: list[tuple[str, str]]
) -> None:
    root = fresh()
    for path in files:  # each says where it is
        if not any((root / path).is_relative_to(root / other) for other in files if other != path):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(f"{path}", encoding="utf-8")
    for path, target in links:
        place = root / path
        if place.parent.is_dir() and not os.path.lexists(place):
            place.symlink_to(f"{root}{target}" if target.startswith("/") else target)
    sources, _ = read_site(root)
    media = root / "content" / "media"
    read = {path: text for path, text in sources.texts().items() if text}
    read |= {f"content/media/{one.path}": media_place(media, one.path).read_text() for one in sources.media}
    for path, text in read.items():
        assert text.split("/")[0] == path.split("/")[0]
        assert not any(part.startswith(".") for part in text.split("/"))
        assert os.path.splitext(text)[1] == os.path.splitext(path)[1]

"""What speakers and visitors are promised of pictures: small files, upright, that tell on nobody."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from mlw_build.pipeline import Options, build, check
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

GPS, ORIENTATION = 0x8825, 0x0112
SIDEWAYS = 6


def photograph(width: int = 600, height: int = 900, turned: int | None = None, kind: str = "JPEG") -> bytes:
    """A picture that is red on top and blue below, with the place where it was taken in it."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width, height // 3))
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif.get_ifd(GPS)[1] = "N"
    if turned:
        exif[ORIENTATION] = turned
    written = io.BytesIO()
    picture.save(written, kind, exif=exif.tobytes())
    return written.getvalue()


SPEAKER = "---\nname: Ana Silva\nphoto: {photo}\n---\nWho speaks.\n"


def published(
    root: Path, media: dict[str, bytes], speaker: str = "ana.jpg", files: dict[str, str] | None = None
) -> Path:
    """The output of a site with these media files and a speaker's photograph."""
    for name, data in media.items():
        (root / "content" / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / "media" / name).write_bytes(data)
    (root / "speakers" / "ana.md").write_text(SPEAKER.format(photo=speaker))
    for path, text in (files or {}).items():
        (root / path).write_text(text)
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def made(output: Path, ending: str) -> list[Path]:
    """The files made of pictures that end so, the smallest first."""
    return sorted(
        (output / "assets" / "media").glob(f"*-*.{ending}"), key=lambda file: int(file.stem.rpartition("-")[2])
    )


def colour(file: Path, down: float) -> str:
    """Whether a picture is red or blue in the middle of a line so far down."""
    with Image.open(file) as picture:
        red, _, blue = picture.convert("RGB").getpixel((picture.width // 2, int(picture.height * down)))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def test_a_portrait_comes_in_two_sizes_for_each_place_and_in_modern_formats(site: SiteMaker) -> None:
    output = published(site(), {"ana.jpg": photograph()})
    sizes = [Image.open(file).size for file in made(output, "avif")]
    assert sizes == [(80, 80), (160, 160), (224, 224), (448, 448)]
    assert [Image.open(file).size for file in made(output, "webp")] == sizes
    page = (output / "speakers" / "index.html").read_text()
    assert re.search(r'<source type="image/avif" srcset="\S+-80\.avif 1x, \S+-160\.avif 2x">', page)
    assert re.search(r'<img class="portrait" src="\S+-160\.jpg" alt="" width="80" height="80" loading="lazy"', page)


def test_every_file_that_a_page_offers_is_there(site: SiteMaker) -> None:
    output = published(site(), {"ana.jpg": photograph()})
    for place in ("speakers/index.html", "speakers/ana/index.html"):
        page = output / place
        named = re.findall(r'(?:srcset|src)="([^"]*assets/media[^"]*)"', page.read_text())
        assert named
        for one in ", ".join(named).split(", "):
            assert (page.parent / one.split()[0]).is_file()


def test_a_photograph_taken_sideways_stands_upright(site: SiteMaker) -> None:
    lying = Image.open(io.BytesIO(photograph())).rotate(90, expand=True)
    exif = Image.Exif()
    exif[ORIENTATION] = SIDEWAYS
    written = io.BytesIO()
    lying.save(written, "JPEG", exif=exif.tobytes())
    output = published(site(), {"ana.jpg": written.getvalue()})
    smallest = made(output, "avif")[0]
    assert (colour(smallest, 0.05), colour(smallest, 0.95)) == ("red", "blue")


def test_a_portrait_is_cut_around_the_point_that_the_editor_gives(site: SiteMaker) -> None:
    root = site()
    lower = published(root, {"ana.jpg": photograph()}, "{file: ana.jpg, focus: 50% 100%}")
    assert colour(made(lower, "avif")[0], 0.05) == "blue"
    upper = published(root, {"ana.jpg": photograph()}, "{file: ana.jpg, focus: top}")
    assert colour(made(upper, "avif")[0], 0.05) == "red"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_published_says_where_a_photograph_was_taken(site: SiteMaker, kind: str) -> None:
    name = f"ana.{kind.lower()}"
    output = published(site(), {name: photograph(turned=SIDEWAYS, kind=kind)}, name)
    files = list((output / "assets" / "media").iterdir())
    assert len(files) > 5
    for file in files:
        assert b"Secret camera" not in file.read_bytes()
        with Image.open(file) as picture:
            picture.load()
            assert not picture.getexif().get_ifd(GPS)


def test_a_picture_published_whole_keeps_how_it_is_turned_and_every_pixel(site: SiteMaker) -> None:
    given = photograph(turned=SIDEWAYS)
    output = published(site(), {"ana.jpg": given})
    whole = next(file for file in (output / "assets" / "media").glob("ana.*.jpg") if "-" not in file.stem)
    with Image.open(whole) as now, Image.open(io.BytesIO(given)) as before:
        assert now.getexif()[ORIENTATION] == SIDEWAYS
        assert now.tobytes() == before.tobytes()


def test_a_picture_is_never_made_larger_than_it_is(site: SiteMaker) -> None:
    output = published(site(), {"ana.jpg": photograph(100, 120)})
    assert {Image.open(file).width for file in made(output, "avif")} == {80, 100}


def test_the_same_picture_gives_the_same_octets_without_what_was_kept(site: SiteMaker) -> None:
    root = site()
    output = published(root, {"ana.jpg": photograph()})
    first = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (output / "assets/media").iterdir()}
    shutil.rmtree(root / ".cache")
    shutil.rmtree(output)
    published(root, {})
    assert first == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (output / "assets/media").iterdir()
    }


def test_a_picture_is_made_once(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site()
    output = published(root, {"ana.jpg": photograph()})
    first = {file.name: file.read_bytes() for file in (output / "assets" / "media").iterdir()}
    shutil.rmtree(output)
    monkeypatch.setattr(
        "mlw_build.site.pictures.draw.encode_variant", lambda variant: pytest.fail(f"{variant.path} again")
    )
    published(root, {})
    assert {file.name: file.read_bytes() for file in (output / "assets" / "media").iterdir()} == first


@pytest.mark.parametrize("damage", [lambda octets: b"", lambda octets: octets[:-20], lambda octets: b"GIF89a" + octets])
def test_a_kept_picture_that_was_damaged_is_made_again(site: SiteMaker, damage: Callable[[bytes], bytes]) -> None:
    root = site()
    output = published(root, {"ana.jpg": photograph()})
    first = {file.name: file.read_bytes() for file in (output / "assets" / "media").iterdir()}
    for file in (root / ".cache" / "pictures").glob("ana.*"):
        file.write_bytes(damage(file.read_bytes()))
    shutil.rmtree(output)
    published(root, {})
    assert {file.name: file.read_bytes() for file in (output / "assets" / "media").iterdir()} == first


def test_a_picture_that_nothing_shows_is_not_made_into_anything(site: SiteMaker) -> None:
    output = published(site(), {"ana.jpg": photograph(), "other.jpg": photograph()})
    assert {file.name.partition(".")[0] for file in made(output, "avif")} == {"ana"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"not a picture", "is not a picture"),
        (photograph()[:2000], "ends in the middle"),
        (photograph(10_000, 6_000), "50 million pixels"),
        (photograph(kind="PNG")[:-40], "cannot be read"),
        (photograph(kind="WEBP")[:300], "cannot be read"),
    ],
    ids=["text", "cut off", "too many pixels", "cut off PNG", "cut off WebP"],
)
def test_a_broken_picture_is_told_and_its_speaker_shown_by_initials(site: SiteMaker, broken: bytes, said: str) -> None:
    root = site()
    output = published(root, {"ana.jpg": broken})
    found = [one for one in check(Options(root, output)).diagnostics if one.code == "broken-picture"]
    assert [(one.span.file, said in one.message) for one in found] == [("speakers/ana.md", True)], found
    assert ">AS</span>" in (output / "speakers" / "index.html").read_text()


def about(text: str) -> dict[str, str]:
    """A page with this text."""
    return {"content/pages/about.md": f"---\ntitle: About\n---\n{text}\n"}


@pytest.mark.parametrize(
    "text",
    [
        "![A map](map.jpg)",
        "![A map](media:map.jpg)",
        "![A map][halls]\n\n[halls]: media:map.jpg",
        '<img alt="A map" src="map.jpg">',
    ],
    ids=["name", "kind and name", "defined below", "HTML"],
)
def test_a_picture_in_a_text_comes_in_the_sizes_of_its_place(site: SiteMaker, text: str) -> None:
    output = published(site(), {"ana.jpg": photograph(), "map.jpg": photograph(1500, 1000)}, files=about(text))
    page = (output / "about" / "index.html").read_text()
    maps = [file for file in made(output, "avif") if file.name.startswith("map.")]
    assert [Image.open(file).size for file in maps] == [(320, 213), (640, 427), (1280, 853)]
    assert re.search(r'<source type="image/avif" srcset="\S+-320\.avif 320w, \S+ 640w, \S+ 1280w" sizes="[^"]+">', page)
    assert re.search(r'<img alt="A map" src="\S+-640\.jpg" width="1280" height="853" loading="lazy">', page)


def test_a_tall_poster_is_as_sharp_as_it_is_drawn(site: SiteMaker) -> None:
    poster = Image.new("L", (300, 4000))
    for line in range(0, 4000, 2):
        poster.paste(255, (0, line, 300, line + 1))
    written = io.BytesIO()
    poster.save(written, "PNG")
    media = {"ana.jpg": photograph(), "poster.png": written.getvalue()}
    output = published(site(), media, files=about("![Poster](poster.png)"))
    (shown,) = (output / "assets" / "media").glob("poster.*.webp")
    dark, bright = Image.open(shown).convert("L").getextrema()
    assert (dark < 40, bright > 215) == (True, True)


@pytest.mark.parametrize(("width", "height", "shown"), [(30, 9000, "27x8100"), (1, 70_000, "1x8192")])
def test_no_picture_is_taller_than_its_formats_can_hold(site: SiteMaker, width: int, height: int, shown: str) -> None:
    media = {"ana.jpg": photograph(), "poster.png": photograph(width, height, kind="PNG")}
    output = published(site(), media, files=about("![Poster](poster.png)"))
    for ending in ("avif", "webp"):
        (poster,) = (output / "assets" / "media").glob(f"poster.*.{ending}")
        with Image.open(poster) as picture:
            assert "x".join(map(str, picture.size)) == shown


@pytest.mark.parametrize("size", ["9" * 400, "1e3", "-1", "nan"])
def test_a_drawing_that_says_an_impossible_size_is_shown_without_one(site: SiteMaker, size: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="5" viewBox="0 0 {size} 5"/>'
    files = about("![A map](map.svg)")
    output = published(site(), {"ana.jpg": photograph(), "map.svg": drawing.encode()}, files=files)
    page = (output / "about" / "index.html").read_text()
    assert re.search(r'<img alt="A map" src="[^"]+\.svg"(?! width)', page)


def test_a_picture_may_have_a_name_of_several_words(site: SiteMaker) -> None:
    media = {"ana.jpg": photograph(), "two halls.jpg": photograph(300, 200)}
    output = published(site(), media, files=about("![One](two halls.jpg)\n\n![Two](two%20halls.jpg)"))
    shown = re.findall(r'<img alt="\w+" src="([^"]+)"', (output / "about" / "index.html").read_text())
    assert len(shown) == 2
    assert all((output / "about" / unquote(one)).is_file() for one in shown)


def test_a_picture_in_a_text_leads_to_all_of_it_only_where_there_is_more(site: SiteMaker) -> None:
    media = {"ana.jpg": photograph(), "map.jpg": photograph(1500, 1000), "small.jpg": photograph(300, 200)}
    output = published(site(), media, files=about("![A map](map.jpg)\n\n![A small map](small.jpg)"))
    page = (output / "about" / "index.html").read_text()
    (whole,) = re.findall(r'<a href="([^"]+)"><picture>', page)
    assert Image.open(output / "about" / whole).size == (1500, 1000)
    shown = re.search(r'<img alt="A small map"[^>]*>', page)
    assert shown
    assert {'width="300"', 'height="200"', 'loading="lazy"'} <= set(shown[0].strip("<>").split())


def test_a_drawing_in_a_text_stays_one_with_its_size(site: SiteMaker) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>'
    output = published(site(), {"ana.jpg": photograph(), "plan.svg": drawing}, files=about("![A plan](plan.svg)"))
    page = (output / "about" / "index.html").read_text()
    assert re.search(r'<img alt="A plan" src="\S+/plan\.\w+\.svg" width="30" height="20" loading="lazy">', page)


def test_a_broken_picture_in_a_text_leaves_its_words(site: SiteMaker) -> None:
    broken = photograph()[:2000]
    output = published(site(), {"ana.jpg": photograph(), "map.jpg": broken}, files=about("![A map](map.jpg)"))
    assert "<span>A map</span>" in (output / "about" / "index.html").read_text()


def test_a_drawing_stays_a_drawing_with_its_size(site: SiteMaker) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>'
    organisations = {"content/organisations.yaml": "- {id: org, name: Organisation, logo: org.svg, level: partner}\n"}
    levels = "partner_levels: {partner: Partners}\n"
    root = site()
    settings = root / "content" / "conference.yaml"
    settings.write_text(settings.read_text() + levels)
    output = published(root, {"ana.jpg": photograph(), "org.svg": drawing}, files=organisations)
    home = (output / "index.html").read_text()
    assert re.search(r'<img src="assets/media/org\.\w+\.svg" alt="Organisation" width="30" height="20"', home)


def moving(frames: int = 40) -> bytes:
    """A large picture that moves: noise, which nothing packs well."""
    written = io.BytesIO()
    first, *others = [Image.effect_noise((200, 200), 90 + one) for one in range(frames)]
    first.save(written, "GIF", save_all=True, append_images=others)
    assert len(written.getvalue()) > 1_000_000
    return written.getvalue()


def large_ones(root: Path, media: dict[str, bytes], photo: str, text: str = "", checks: str = "") -> list[str]:
    """The files that are told to be large, in a site with this photograph of a speaker and this text on a page."""
    for name, data in media.items():
        (root / "content" / "media").mkdir(parents=True, exist_ok=True)
        (root / "content" / "media" / name).write_bytes(data)
    (root / "speakers" / "ana.md").write_text(SPEAKER.format(photo=photo))
    (root / "content" / "pages" / "about.md").write_text(f"---\ntitle: About\n---\n{text}\n")
    settings = root / "content" / "conference.yaml"
    settings.write_text(settings.read_text() + checks)
    found = check(Options(root, root / "output")).diagnostics
    return [one.span.file for one in found if one.code == "large-picture"]


HEAVY = photograph() + b"\0" * 1_500_000 + b"\xff\xd9"


def test_a_large_photograph_is_no_fault_since_small_ones_are_made_of_it(site: SiteMaker) -> None:
    assert large_ones(site(), {"ana.jpg": HEAVY}, "ana.jpg") == []


def test_a_large_picture_in_a_text_is_no_fault_either(site: SiteMaker) -> None:
    assert large_ones(site(), {"ana.jpg": HEAVY}, "ana.jpg", "![Ana Silva at her desk](media:ana.jpg)") == []


def test_a_large_drawing_is_told_and_one_that_is_only_linked_to_is_not(site: SiteMaker) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!--' + b"-x" * 600_000 + b"--></svg>"
    assert large_ones(site(), {"ana.svg": drawing}, "ana.svg") == ["content/media/ana.svg"]
    linked = {"ana.jpg": photograph(), "plan.svg": drawing}
    assert large_ones(site(), linked, "ana.jpg", "[The plan](media:plan.svg)") == []
    assert large_ones(site(), linked, "ana.jpg", "![The plan](media:plan.svg)") == ["content/media/plan.svg"]


def test_a_large_picture_that_moves_is_told_once_and_can_be_allowed(site: SiteMaker) -> None:
    media = {"ana.gif": moving()}
    assert large_ones(site(), media, "ana.gif") == ["content/media/ana.gif"]
    assert large_ones(site(), media, "ana.gif", "![Ana Silva waves](media:ana.gif)") == ["content/media/ana.gif"]
    assert large_ones(site(), media, "ana.gif", checks="checks: {large-picture: off}\n") == []

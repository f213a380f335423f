"""Pictures that are damaged or made to do harm: each is told by its name, and none fails in another way."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from mlw_build.pipeline import Options, build
from mlw_build.site.faults import RenderFault
from mlw_build.site.pictures.draw import encode_variant
from mlw_build.site.pictures.metadata import strip_metadata
from mlw_build.site.pictures.recipe import Use, picture_variants
from mlw_build.site.pictures.source import UnusablePicture, read_picture_head
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

KINDS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
SPEAKER = "---\nname: Ana Silva\nphoto: {photo}\n---\nWho speaks.\n"


def picture(ending: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object) -> bytes:
    written = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(written, KINDS[ending], **more)
    return written.getvalue()


def png(width: int, height: int, *chunks: tuple[bytes, bytes], kind: int = 6, depth: int = 8) -> bytes:
    """A PNG that says it has this size, with these chunks."""
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    all_chunks = [(b"IHDR", head), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in all_chunks
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + picture("gif")[10:]


def zeros(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


BOMB = zeros(100_000_000)
"""A hundred megabytes in a hundred kilobytes."""

HARMFUL = {
    "two octets.jpg": b"\xff\xd8",
    "only an end.jpg": b"\xff\xd8\xff\xd9",
    "no octets.png": b"",
    "a page.jpg": b"<!doctype html><title>Not found</title>",
    "a TIFF.png": b"II*\0" + struct.pack("<I", 8) + b"\0" * 40,
    "an EPS.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a bomb.png": png(30_000, 30_000, (b"IDAT", BOMB)),
    "nothing wide.png": png(0, 10, (b"IDAT", zeros(10))),
    "as large as can be.png": png(2**31 - 1, 2**31 - 1, (b"IDAT", zeros(10))),
    "a large canvas.gif": gif(65535, 65535),
    "a profile that unfolds.png": png(9, 9, (b"iCCP", b"x\0\0" + BOMB), (b"IDAT", zeros(9))),
    "a text that unfolds.png": png(9, 9, (b"zTXt", b"x\0\0" + BOMB), (b"IDAT", zeros(9))),
    "many scans.jpg": picture("jpg")[:-2] + b"\xff\xda" * 5000 + b"\xff\xd9",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_picture_is_told_where_it_is_named_and_the_rest_is_published(site: SiteMaker, name: str) -> None:
    root = site({f"content/media/{name}": HARMFUL[name], "speakers/ana.md": SPEAKER.format(photo=name)})
    built = build(Options(root, root / "output"))
    [told] = [one for one in built.checked.diagnostics if one.code == "broken-picture"]
    assert (told.span.file, name in told.message, bool(told.hint)) == ("speakers/ana.md", True, True)
    assert built.published is not None


def test_a_photograph_whose_middle_is_gone_is_named_and_the_last_good_site_stays(site: SiteMaker) -> None:
    root = site(
        {"content/media/ana.jpg": picture("jpg", (600, 600)), "speakers/ana.md": SPEAKER.format(photo="ana.jpg")}
    )
    build(Options(root, root / "output"))
    before = {file: file.read_bytes() for file in (root / "output").rglob("[!.]*") if file.is_file()}
    seems_whole = picture("jpg", (500, 500), comment=b"\xff\xd9")
    (root / "content/media/ana.jpg").write_bytes(seems_whole[: len(seems_whole) // 2])
    with pytest.raises(RenderFault, match=r"^content/media/ana\.jpg: The picture cannot be read"):
        build(Options(root, root / "output"))
    assert {file: file.read_bytes() for file in before} == before


def read_and_drawn(folder: Path, name: str, data: bytes) -> None:
    """Whatever a build does with a picture. Raises nothing but Broken."""
    file = folder / name
    file.write_bytes(data)
    strip_metadata(data)
    source = read_picture_head(file)
    if source and source.drawable:
        for use in (Use.PORTRAIT, Use.WIDE):
            _, variants = picture_variants(name, file, str(hash(data)), source, use, None)
            encode_variant(variants[-1])


ODD = {
    "no canvas.gif": gif(0, 0),
    "one pixel wide.png": picture("png", (1, 60_000)),
    "one pixel high.webp": picture("webp", (16_000, 1)),
    "in ink.jpg": picture("jpg", mode="CMYK"),
    "in sixteen bits.png": png(2, 2, (b"IDAT", zeros(2 * (1 + 2 * 6))), kind=2, depth=16),
    "a colour that is not there.png": picture("png", mode="P", transparency=255),
    "a broken profile.jpg": picture("jpg", icc_profile=b"not a profile" * 20),
    "an odd profile.png": picture("png", icc_profile=b"\0" * 128),
}


@pytest.mark.parametrize("name", ODD)
def test_a_picture_that_is_only_odd_is_shown(tmp_path: Path, name: str) -> None:
    read_and_drawn(tmp_path, name, ODD[name])


@pytest.mark.parametrize("turned", [0, 9, 65535, 1.5, "left", b"\0\1", (6, 6)])
@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_a_picture_turned_in_no_way_that_there_is_is_shown_as_it_stands(
    tmp_path: Path, ending: str, turned: object
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    try:
        octets = exif.tobytes()
    except (struct.error, TypeError, ValueError):
        octets = b"Exif\0\0MM\0*" + b"\xff" * 30
    read_and_drawn(tmp_path, f"ana.{ending}", picture(ending, exif=octets))


@pytest.mark.parametrize("ending", KINDS)
def test_a_picture_that_is_cut_or_damaged_anywhere_is_shown_or_told(tmp_path: Path, ending: str) -> None:
    chance = random.Random(16)
    whole = picture(ending, exif=photograph_exif()) if ending != "gif" else picture(ending)
    for number in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(min(len(data), 400 if number % 2 else len(data)))] = chance.randrange(256)
        if number % 3 == 0:
            del data[chance.randrange(len(data)) :]
        try:
            read_and_drawn(tmp_path, f"ana.{ending}", bytes(data))
        except UnusablePicture as told:
            message, hint = told.args
            assert message.endswith(".")
            assert hint


def photograph_exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()

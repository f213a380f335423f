"""Taking out of a picture what a camera or program wrote into it, without touching the picture itself.

A photograph may carry where and when it was taken, by whom, and a smaller picture of what was cut away. What a
browser needs stays: the colour profile and how the picture is turned. AVIF and GIF are left as they are.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from mlw_build.site.pictures.source import UnusablePicture, open_picture

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
_ORIENTATION = 0x0112
# Of the application segments of JPEG: JFIF (0), the colour profile (2) and Adobe's colour transform (14) stay.
_JPEG_KEPT = frozenset((0xE0, 0xE2, 0xEE))
_ICC = b"ICC_PROFILE\0"
_WEBP_WORDS = frozenset((b"EXIF", b"XMP "))
_WEBP_FLAGS = 0b0000_1100


def strip_metadata(data: bytes) -> bytes:
    """The octets of a picture without its metadata; the same octets where nothing is known to be in them."""
    try:
        if data.startswith(b"\xff\xd8"):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return _PNG + b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (UnusablePicture, struct.error, IndexError, ValueError):
        return data
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """ITU-T T.81, B.1.1: segments, each with a marker and a length, up to the start of the scan."""
    yield data[:2]
    yield _orientation_segment(data)
    place = 2
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        segment = data[place : place + 2 + length]
        if marker == 0xDA:
            break
        application = 0xE0 <= marker <= 0xEF or marker == 0xFE
        profile = marker != 0xE2 or segment[4:].startswith(_ICC)
        if not application or (marker in _JPEG_KEPT and profile):
            yield segment
        place += 2 + length
    yield data[place:]


def _orientation_segment(data: bytes) -> bytes:
    """An EXIF segment that says how the picture is turned and nothing else; nothing for an upright one."""
    with open_picture(io.BytesIO(data)) as picture:
        turned = picture.getexif().get(_ORIENTATION)
    if not isinstance(turned, int) or not 2 <= turned <= 8:
        return b""
    tag = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    exif = b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 1) + tag + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _png(data: bytes) -> Iterator[bytes]:
    """PNG, 5.3: chunks of length, type, content and checksum."""
    place = len(_PNG)
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        chunk = data[place : place + 12 + length]
        if chunk[4:8] not in _PNG_WORDS:
            yield chunk
        if chunk[4:8] == b"IEND":
            break
        place += 12 + length


def _webp(data: bytes) -> bytes:
    """RFC 9649, 2.3 to 2.7: RIFF chunks, padded to even lengths; VP8X has a flag for each kind of metadata."""
    chunks = []
    place = 12
    while place + 8 <= len(data):
        name = data[place : place + 4]
        (length,) = struct.unpack("<I", data[place + 4 : place + 8])
        chunk = data[place : place + 8 + length + length % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if name not in _WEBP_WORDS:
            chunks.append(chunk)
        place += 8 + length + length % 2
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body

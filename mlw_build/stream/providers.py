"""The registry of providers, and those that need no entry of their own: files, and plain links.

To add a provider, write its entry in `players` (it has a player) or `meetings` (it has a page to join on),
put it into that module's tuple, and give it examples in tests/stream and a row in docs/streams.md.
"""

import re

from mlw_build.stream.meetings import BIGBLUEBUTTON, MEETINGS
from mlw_build.stream.model import AddressShape, Provider, StreamKind, Target
from mlw_build.stream.players import PEERTUBE, PLAYERS

SECRET_KEYS = frozenset(
    {
        *("pwd", "passwd", "password", "passcode", "pass", "pw", "pin", "secret", "roomkey", "zak", "tk"),
        *("token", "access_token", "auth", "authtoken", "auth_token", "jwt", "apikey", "api_key"),
        *("sig", "signature", "x-amz-signature", "x-amz-security-token", "checksum"),
        *("streamkey", "stream_key"),
    }
)
"""Parameters that let whoever holds the address in, or that expire, in lower case."""

_THE_FILE_ITSELF = Target("{address}")


def _file(endings: str) -> re.Pattern[str]:
    return re.compile(rf".*\.(?:{endings})", re.IGNORECASE)


HLS = Provider(
    name="hls",
    title="HLS stream",
    kind=StreamKind.MEDIA,
    hosts=("*",),
    plays_everywhere=False,
    shapes=(AddressShape(_file("m3u8"), player=_THE_FILE_ITSELF, media_type="application/vnd.apple.mpegurl"),),
)

_FILES = {
    "mp4|m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "ogg|oga|opus": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
}

FILE = Provider(
    name="file",
    title="Video or audio file",
    kind=StreamKind.MEDIA,
    hosts=("*",),
    shapes=(
        *(
            AddressShape(_file(endings), player=_THE_FILE_ITSELF, media_type=media_type)
            for endings, media_type in _FILES.items()
        ),
        AddressShape(
            _file("mpd"),
            problem="This is a DASH stream, which no browser plays by itself.",
            advice="Write the same stream's HLS address, which ends in .m3u8, or a page's that plays it.",
        ),
    ),
)

LINK = Provider(name="link", title="Link", kind=StreamKind.LINK)
"""Whatever no provider knows; its title is the address's host."""

PROVIDERS: tuple[Provider, ...] = (*PLAYERS, *MEETINGS, HLS, FILE, PEERTUBE, BIGBLUEBUTTON)
"""Those on hosts of their own first; then what any host may have, known by the path."""

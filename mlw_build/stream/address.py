"""From text to the parts of a web address, or to a message that an editor can act on."""

import ipaddress
import re
import unicodedata
from urllib.parse import quote, unquote_plus

from msgspec import Struct
from msgspec.structs import replace

LONGEST = 4096
"""Characters. Teams' and signed storage addresses reach 2,000; nothing that people pass on is longer."""

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?")
"""RFC 3986, appendix B, with the scheme required."""

_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(.*))?")
_ENCODER_SCHEMES = frozenset({"rtmp", "rtmps", "rtsp", "rtsps", "srt", "whip", "rist", "udp", "rtp"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_KEPT_IN_PATH = "/%:@!$&'()*+,;="
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"
_LABEL_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_WEB = "An address here begins with https://"


class NotAnAddress(ValueError):
    """The text is not the address of anything on the web. Its message is written for an editor."""


class Address(Struct, frozen=True):
    """An http or https address in its parts: ASCII, host in lower case, no default port, path never empty."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str

    @property
    def origin(self) -> str:
        """Scheme, host and port (RFC 6454): "https://example.org"."""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{self.host}{port}"

    @property
    def text(self) -> str:
        """The address, put together again."""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.origin}{self.path}{query}{fragment}"

    def secured(self) -> "Address":
        """The same with https. An address with a port of its own stays, as another port would be wanted."""
        return self if self.port else replace(self, scheme="https")

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the query, then of a fragment written like one ("#t=90")."""
        both = f"{self.query}&{self.fragment}"
        pairs = (pair.partition("=") for pair in both.split("&"))
        return tuple((unquote_plus(name), unquote_plus(value)) for name, _, value in pairs if value)


def parse(text: str) -> Address:
    """The parts of an address.

    Raises NotAnAddress for text that is not an http or https address, that has no host, holds a space, an
    invisible character or a user name, or is longer than LONGEST. Other characters that an address cannot
    hold are percent-encoded, as browsers do; `&amp;`, pasted from a page's source, is put right.
    """
    text = text.strip()
    _refuse_characters(text)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise NotAnAddress(f"{_WEB}; this text does not.")
    scheme, authority, path, query, fragment = (part or "" for part in parts.groups())
    scheme = scheme.lower()
    if scheme in _ENCODER_SCHEMES:
        raise NotAnAddress(
            f"{_WEB}. One that begins with {scheme}: is where your encoder sends the picture to, not where "
            "people watch it; it may hold your stream key."
        )
    if scheme not in _DEFAULT_PORTS:
        raise NotAnAddress(f"{_WEB}; this one begins with {scheme}:")
    host, port = _host_and_port(authority)
    return Address(
        scheme=scheme,
        host=host,
        port=None if port == _DEFAULT_PORTS[scheme] else port,
        path=quote(path, safe=_KEPT_IN_PATH) or "/",
        query=quote(re.sub(r"&(?:amp;)+", "&", query), safe=_KEPT_IN_QUERY),
        fragment=quote(fragment, safe=_KEPT_IN_QUERY),
    )


def clean_host(host: str) -> str:
    """A host's name in lower case and ASCII. Raises NotAnAddress where it cannot be one."""
    if host.startswith("[") and host.endswith("]"):
        return _ipv6(host)
    host = host.lower().removesuffix(".")
    if not host or len(host) > 253:
        raise NotAnAddress("This address names no host: https://example.org/ has one.")
    name = host if host.isascii() else _ascii_host(host)
    labels = name.split(".")
    if not all(_is_label(label) for label in labels):
        raise NotAnAddress(f"“{host}” cannot be the name of a host.")
    if labels[-1].isdigit():
        _refuse_odd_ipv4(name)
    return name


def _refuse_characters(text: str) -> None:
    if len(text) > LONGEST:
        raise NotAnAddress(f"This address has {len(text):,} characters; at most {LONGEST:,} are taken.")
    for character in text:
        if character in " \t\n\r":
            raise NotAnAddress("An address has no spaces in it. Is this two addresses, or an address and a word?")
        if unicodedata.category(character) in _INVISIBLE or character.isspace():
            raise NotAnAddress(
                f"This address holds an invisible character (U+{ord(character):04X}): type it anew, "
                "or paste it as plain text."
            )
        if character == "\\":
            raise NotAnAddress("An address has no backslash in it: write / instead.")


def _host_and_port(authority: str) -> tuple[str, int | None]:
    if "@" in authority:
        raise NotAnAddress("This address has a user name or a password before its host: everybody would see it.")
    matched = _AUTHORITY.fullmatch(authority)
    host, digits = matched.groups() if matched else (authority, None)
    if not digits:
        return clean_host(host), None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and 0 < int(digits) < 65536):
        raise NotAnAddress("What stands after the host's colon is not the number of a port.")
    return clean_host(host), int(digits)


def _is_label(label: str) -> bool:
    return 0 < len(label) <= 63 and set(label) <= _LABEL_CHARACTERS and label[0] != "-" and label[-1] != "-"


def _ascii_host(host: str) -> str:
    # Browsers read a few letters (such as ß) otherwise than the standard library's IDNA 2003 does, and would
    # go to another host than the one that was checked: only names on which both agree are taken.
    try:
        name = host.encode("idna").decode("ascii")
        agrees = name.encode("ascii").decode("idna") == unicodedata.normalize("NFC", host)
    except UnicodeError:
        agrees = False
    if not agrees:
        raise NotAnAddress(f"“{host}” is not a host's name as browsers read it: write it in its xn-- form.")
    return name


def _ipv6(host: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
    except ValueError:
        raise NotAnAddress(f"“{host}” is not the number of a host.") from None


def _refuse_odd_ipv4(name: str) -> None:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        raise NotAnAddress(f"“{name}” is not the number of a host.") from None

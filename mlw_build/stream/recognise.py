"""From an address to what a page can do with it. Pure functions; the knowledge is in `providers`."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.stream.address import Address, NotAnAddress, clean_host, parse
from mlw_build.stream.model import AddressShape, Provider, RecognisedStream, StreamKind, Target
from mlw_build.stream.providers import LINK, PROVIDERS, SECRET_KEYS

_TIME = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,7})s?)?")
_INSECURE = (
    "This address begins with http:, and browsers play no such thing in a page that begins with https:.",
    "Write https:// in its place, if the server has it; else put the file where it has.",
)


class _Found(Struct, frozen=True):
    provider: Provider
    shape: AddressShape
    chunks: Mapping[str, str]


@lru_cache(maxsize=65_536)
def recognise(address: str, site_host: str | None = None) -> RecognisedStream:
    """What is known about an address that an editor wrote.

    site_host: the host that the site is published on ("example.org"), which some players have to be told;
    without it they are only linked to.
    Raises NotAnAddress, with a message for the editor, where the text is not the address of anything on the
    web. Every other text gives a result; the time it takes grows with the text's length and no faster.
    """
    parts = parse(address)
    found = _find(parts)
    if found is None:
        return RecognisedStream(
            provider=replace(LINK, title=parts.host.removeprefix("www.")),
            address=parts.text,
            secrets=_secrets(parts, LINK),
        )
    parent = _parent_host(site_host)
    pieces = {**found.chunks, "parent": parent} if parent else found.chunks
    return _describe(replace(found, chunks=pieces), parts)


def frame_hosts(recognised: Iterable[RecognisedStream], kind: StreamKind | None = None) -> tuple[str, ...]:
    """The origins that a page's players load from, sorted, for a Content-Security-Policy.

    kind: `Kind.EMBED` gives those for `frame-src`, `Kind.MEDIA` those for `media-src` (and `connect-src`,
    for a browser that fetches an HLS playlist), None both. An HLS playlist may name parts on further hosts.
    """
    wanted = (
        recognised_stream for recognised_stream in recognised if kind is None or recognised_stream.provider.kind is kind
    )
    addresses = (
        urlsplit(recognised_stream.embed_address) for recognised_stream in wanted if recognised_stream.embed_address
    )
    return tuple(sorted({f"{parts.scheme}://{parts.netloc}" for parts in addresses}))


def unnamed_host(found: RecognisedStream, named: Collection[str], site_host: str | None = None) -> str | None:
    """The host that an address would be shown from in a page, where nobody has vouched for it; else None.

    Providers on hosts of their own are vouched for by their entries here. Software that any host may run, and files,
    are shown from a host only where the organiser has `named` it (`host_named`); files also from the site's own.
    """
    if found.embed_address is None or "*" not in found.provider.hosts:
        return None
    host = urlsplit(found.embed_address).netloc
    own = found.provider.kind is StreamKind.MEDIA and host == site_host
    return None if own or host in named else host


def as_link(found: RecognisedStream) -> RecognisedStream:
    """The same address where it is only linked to."""
    host = urlsplit(found.address).netloc.removeprefix("www.")
    return RecognisedStream(provider=replace(LINK, title=host), address=found.address, secrets=found.secrets)


def host_named(text: str) -> str:
    """A host as an organiser names it, as addresses have it: ASCII, lower case, with its port where it has one.

    Raises NotAnAddress where the text is more or less than the name of one host.
    """
    parts = parse(f"https://{text}")
    if parts.path != "/" or parts.query or parts.fragment or "/" in text:
        raise NotAnAddress("This is more than the name of a host.")
    return parts.origin.removeprefix("https://")


def _find(parts: Address) -> _Found | None:
    for provider in PROVIDERS:
        for shape in provider.shapes:
            pieces = _address_parts(parts, provider, shape)
            if pieces is not None:
                return _Found(provider, shape, pieces)
    for provider in PROVIDERS:
        if provider.otherwise and _is_on(parts, provider.hosts):
            problem, advice = provider.otherwise
            return _Found(provider, AddressShape(path=re.compile(""), problem=problem, advice=advice), {})
    return None


def _address_parts(parts: Address, provider: Provider, shape: AddressShape) -> dict[str, str] | None:
    """The parts of an address that the shape's templates use, or None where it has another shape."""
    matched = shape.path.fullmatch(parts.path) if _is_on(parts, shape.hosts or provider.hosts) else None
    if matched is None:
        return None
    pieces = _fields(parts, provider) | {name: piece for name, piece in matched.groupdict().items() if piece}
    return pieces if all(name in pieces for name in shape.needs) else None


def _fields(parts: Address, provider: Provider) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in parts.parameters():
        given.setdefault(name.lower(), value)
    pieces = {"origin": parts.secured().origin, "address": parts.text}
    for field in provider.fields:
        value = next((given[key] for key in field.keys if key in given), "")
        if field.pattern.fullmatch(value):
            pieces[field.name] = value
    return pieces | _start([given[key] for key in provider.start_keys if key in given])


def _start(values: list[str]) -> dict[str, str]:
    """Where to begin, as seconds (`start`: "90") and as Twitch writes it (`clock`: "0h1m30s")."""
    matched = _TIME.fullmatch(values[0]) if values else None
    if matched is None:
        return {}
    hours, minutes, seconds = (int(number or 0) for number in matched.groups())
    start = hours * 3600 + minutes * 60 + seconds
    clock = f"{start // 3600}h{start // 60 % 60}m{start % 60}s"
    return {"start": str(start), "clock": clock} if start else {}


def _is_on(parts: Address, hosts: tuple[str, ...]) -> bool:
    if "*" in hosts:
        return True
    if parts.port:
        return False
    bare = parts.host.removeprefix("www.").removeprefix("m.")
    return any(
        host in {parts.host, bare} or (host.startswith("*.") and f".{parts.host}".endswith(host[1:])) for host in hosts
    )


def _describe(found: _Found, parts: Address) -> RecognisedStream:
    provider, shape, pieces = found.provider, found.shape, found.chunks
    written = parts.text if provider.kind is StreamKind.MEDIA else parts.secured().text
    described = RecognisedStream(
        provider=provider,
        address=_build(shape.watch, pieces) if shape.watch else written,
        media_type=shape.media_type,
        secrets=_secrets(parts, provider),
        problem=shape.problem,
        advice=_fill(shape.advice, pieces) if shape.advice else None,
    )
    if shape.player is None:
        return described
    player = _build(shape.player, pieces)
    if player.startswith("http:"):
        return replace(described, problem=_INSECURE[0], advice=_INSECURE[1])
    if provider.needs_parent_host and "parent" not in pieces:
        return replace(
            described,
            problem=f"A {provider.title} player has to be told the site's address, which is not known.",
            advice="Give the site's own address in conference.yaml; until then visitors get a link.",
        )
    return replace(described, embed_address=player)


def _build(target: Target, pieces: Mapping[str, str]) -> str:
    segments = [_fill(segment, pieces) for segment in target.base.split("/")]
    parameters = [(name, _fill(value, pieces)) for name, value in target.parameters]
    base = "/".join(segment for segment in segments if segment is not None)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters if value)
    fragment = _fill(target.fragment, pieces)
    return base + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _fill(template: str, pieces: Mapping[str, str]) -> str | None:
    try:
        return template.format_map(pieces)
    except KeyError:
        return None


def _secrets(parts: Address, provider: Provider) -> tuple[str, ...]:
    secret = SECRET_KEYS.union(provider.secret_keys)
    names = (name for name, _ in parts.parameters() if name.lower() in secret)
    return tuple(dict.fromkeys(names))


def _parent_host(site_host: str | None) -> str | None:
    try:
        return clean_host((site_host or "").strip().partition(":")[0])
    except NotAnAddress:
        return None

"""What a provider is, as data, and what is known about one address."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct


class StreamKind(StrEnum):
    """What a page can do with an address."""

    EMBED = "embed"
    """The provider has a player that a page can hold in an iframe."""
    MEDIA = "media"
    """The address is the sound or the picture itself, for a `<video>` or `<audio>` element."""
    JOIN = "join"
    """The address lets a visitor into a meeting, in the provider's own page or program."""
    LINK = "link"
    """Anything else: the page links to it."""


class Field(Struct, frozen=True):
    """A piece of an address that stands in its query or fragment.

    name: what templates call it. keys: the parameters that may hold it, in lower case; the first that is
    there counts. pattern: what its value has to match from end to end, or the parameter counts as absent.
    """

    name: str
    keys: tuple[str, ...]
    pattern: re.Pattern[str]


class Target(Struct, frozen=True):
    """How an address is put together from pieces that matched.

    base and fragment are templates, and so are the parameters' values. A path segment, a parameter or a
    fragment that mentions a piece which the address does not have is left out.
    """

    base: str
    parameters: tuple[tuple[str, str], ...] = ()
    fragment: str = ""


class AddressShape(Struct, frozen=True):
    """One form that a provider's addresses take.

    path: matched against the whole path; its named groups are pieces for the templates.
    needs: the provider's fields without which the address does not have this shape.
    watch: the address that people are given; None keeps what the editor wrote.
    player: the address that a player loads from; None where there is none.
    hosts: where this shape is found; empty means on every host of the provider.
    media_type: of the file, for `Kind.MEDIA`.
    problem, advice: for an address that the provider cannot show in a page, or that should not be public:
    why, and a template for what to write instead.
    """

    path: re.Pattern[str]
    needs: tuple[str, ...] = ()
    watch: Target | None = None
    player: Target | None = None
    hosts: tuple[str, ...] = ()
    media_type: str | None = None
    problem: str | None = None
    advice: str | None = None


class Provider(Struct, frozen=True):
    """A provider of streams, recordings or meetings.

    name: an identifier ("youtube"). title: what visitors and editors call it ("YouTube").
    hosts: where its addresses are: "example.org" (also with www. or m. before it), "*.example.org" (it and
    everything below it), or "*" (software that anybody may run, known by the path alone).
    shapes: tried in order, the first that fits counts.
    player_hosts: the hosts that its players load from; empty means the host of the address itself.
    allow, sandbox, referrer_policy: the iframe's `allow`, `sandbox` and `referrerpolicy` attributes. `allow`
    gives `fullscreen`; older browsers need `allowfullscreen` beside it.
    needs_parent_host: the player has to be told the host of the site that it is shown on.
    plays_everywhere: False where many browsers do not play the format, so that a link beside the player is
    the only way in for some visitors.
    fields: the parameters that its addresses carry. start_keys: the parameters that say where in a
    recording to begin. secret_keys: parameters that let their holder in, in lower case, beyond those that
    are secret everywhere.
    otherwise: problem and advice for an address on one of its hosts that has none of the shapes; None lets
    such an address be an ordinary link.
    """

    name: str
    title: str
    kind: StreamKind
    hosts: tuple[str, ...] = ()
    shapes: tuple[AddressShape, ...] = ()
    player_hosts: tuple[str, ...] = ()
    allow: str = ""
    sandbox: str = ""
    referrer_policy: str = "no-referrer"
    needs_parent_host: bool = False
    plays_everywhere: bool = True
    fields: tuple[Field, ...] = ()
    start_keys: tuple[str, ...] = ()
    secret_keys: tuple[str, ...] = ()
    otherwise: tuple[str, str] | None = None


class RecognisedStream(Struct, frozen=True):
    """What is known about one address.

    address: what to link to: normalised, and https where the provider has it.
    embed_address: what the iframe (`Kind.EMBED`) or the media element (`Kind.MEDIA`) loads, else None.
    Those two kinds have either an embed_address or a problem.
    media_type: the file's media type, for `Kind.MEDIA`.
    secrets: names of the parameters in the editor's address that let their holder in or expire.
    problem: in an editor's words, why this address cannot be shown in the page, or should not be published.
    advice: what to write instead.
    """

    provider: Provider
    address: str
    embed_address: str | None = None
    media_type: str | None = None
    secrets: tuple[str, ...] = ()
    problem: str | None = None
    advice: str | None = None

    @property
    def contacts(self) -> str | None:
        """The host that a visitor's browser contacts on pressing play, for the notice beside the button."""
        return urlsplit(self.embed_address).hostname if self.embed_address else None


def path(pattern: str) -> re.Pattern[str]:
    """A pattern for a whole path, with or without a slash at its end."""
    return re.compile(rf"(?:{pattern})/?")


def field(name: str, keys: str, pattern: str) -> Field:
    """A field from its keys, separated by spaces, and the text of its pattern."""
    return Field(name, tuple(keys.split()), re.compile(pattern))

"""Livestreams and recordings: which provider an address belongs to, and how a page may show it.

`recognise` takes the address that an editor wrote and gives a `RecognisedStream`: the address to link to, and
where the provider has a player, the address that the player loads from once a visitor asks for it.
Nothing here contacts anybody. The providers are data, one entry each, in `providers`.
"""

from mlw_build.stream.address import NotAnAddress
from mlw_build.stream.model import Provider, RecognisedStream, StreamKind
from mlw_build.stream.providers import PROVIDERS
from mlw_build.stream.recognise import as_link, frame_hosts, host_named, recognise, unnamed_host

__all__ = [
    "PROVIDERS",
    "NotAnAddress",
    "Provider",
    "RecognisedStream",
    "StreamKind",
    "as_link",
    "frame_hosts",
    "host_named",
    "recognise",
    "unnamed_host",
]

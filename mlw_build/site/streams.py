"""Streams as pages show them: the player that waits for a press, the link beside it, the other ways to follow."""

from __future__ import annotations

from collections.abc import Iterator

from mlw_build.model.conference import Conference, Session, Stream
from mlw_build.model.text import Phrase
from mlw_build.site.here import Here, remembered
from mlw_build.site.views import Alternative, StreamView
from mlw_build.stream import Kind, NotAnAddress, Recognised, as_link, recognise, unnamed_host

_KINDS = {Kind.EMBED: "frame", Kind.MEDIA: "video", Kind.JOIN: "join", Kind.LINK: "link"}


def session_stream(here: Here, session: Session) -> StreamView | None:
    """The recording of a session once there is one, else its stream; nothing for a cancelled session."""
    if session.recording:
        return stream_view(here, session.recording, None)
    if session.cancelled or session.stream is None:
        return None
    return stream_view(here, session.stream.url, session.stream)


@remembered
def stream_view(here: Here, address: str | None, stream: Stream | None) -> StreamView | None:
    """A stream with its alternatives; `stream` is None for a recording."""
    alternatives = tuple(_alternatives(here, stream)) if stream else ()
    note = here.phrase(stream.note) if stream and stream.note else None
    found = recognised(here.conference, address, here.site.host) if address else None
    if found is None:
        if not alternatives and not note:
            return None
        return StreamView("none", "", "", None, None, "", "", "", None, True, False, alternatives, note)
    kind = _kind(found)
    return StreamView(
        kind=kind,
        address=found.address,
        provider=found.provider.title,
        embed=found.embed_address,
        contacts=found.contacts,
        allow=found.provider.allow,
        sandbox=found.provider.sandbox,
        referrer_policy=found.provider.referrer_policy,
        media_type=found.media_type,
        plays_everywhere=found.provider.plays_everywhere,
        recording=stream is None,
        alternatives=alternatives,
        note=note,
    )


def _kind(found: Recognised) -> str:
    """How a page shows an address; a player's address that cannot be shown in a page is a link."""
    if found.provider.kind in (Kind.EMBED, Kind.MEDIA) and not found.embed_address:
        return "link"
    if found.provider.kind is Kind.MEDIA and (found.media_type or "").startswith("audio/"):
        return "audio"
    return _KINDS[found.provider.kind]


def _alternatives(here: Here, stream: Stream) -> Iterator[Alternative]:
    words = here.words
    for language, address in stream.languages.items():
        yield Alternative("language", Phrase(words.language_name(language), here.language), address)
    for kind in ("sign_language", "text", "audio"):
        address = getattr(stream, kind)
        if address:
            yield Alternative(kind, words.phrase(f"way_{kind}"), address)
    for number in stream.telephone:
        yield Alternative("telephone", Phrase(number, here.language), None)


def recognised(conference: Conference, address: str, host: str | None) -> Recognised | None:
    """What is known of an address; None for what is no address (the checks have said so).

    What could be shown from a host that neither we nor the organiser named is a link.
    """
    try:
        found = recognise(address, host)
    except NotAnAddress:
        return None
    return as_link(found) if unnamed_host(found, conference.settings.stream_hosts, host) else found


def all_recognised(conference: Conference, host: str | None) -> Iterator[Recognised]:
    """Every stream and recording of a conference, for the policy of what pages may load."""
    addresses = [room.stream.url for room in conference.rooms.values() if room.stream]
    for session in conference.sessions.values():
        addresses += [session.recording, session.own_stream.url if session.own_stream else None]
        addresses += [part.recording for part in session.parts]
    for address in dict.fromkeys(addresses):
        found = recognised(conference, address, host) if address else None
        if found:
            yield found

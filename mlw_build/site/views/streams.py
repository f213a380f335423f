"""Streams as pages show them: the player that waits for a press, the link beside it, the other ways to follow."""

from __future__ import annotations

from collections.abc import Iterator

from mlw_build.model.conference import Conference, Session, Stream
from mlw_build.model.text import Phrase
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.views.values import Alternative, StreamView
from mlw_build.stream import NotAnAddress, RecognisedStream, StreamKind, as_link, recognise, unnamed_host

_KINDS = {StreamKind.EMBED: "frame", StreamKind.MEDIA: "video", StreamKind.JOIN: "join", StreamKind.LINK: "link"}


def session_stream(context: PageContext, session: Session) -> StreamView | None:
    """The recording of a session once there is one, else its stream; nothing for a cancelled session."""
    if session.recording:
        return stream_view(context, session.recording, None)
    if session.cancelled or session.stream is None:
        return None
    return stream_view(context, session.stream.url, session.stream)


@cached_per_context
def stream_view(context: PageContext, address: str | None, stream: Stream | None) -> StreamView | None:
    """A stream with its alternatives; `stream` is None for a recording."""
    alternatives = tuple(_alternatives(context, stream)) if stream else ()
    note = context.phrase(stream.note) if stream and stream.note else None
    found = recognise_address(context.conference, address, context.site.host) if address else None
    if found is None:
        if not alternatives and not note:
            return None
        return StreamView("none", "", "", None, None, "", "", "", None, True, False, alternatives, note)
    kind = _player_kind(found)
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


def _player_kind(found: RecognisedStream) -> str:
    """How a page shows an address; a player's address that cannot be shown in a page is a link."""
    if found.provider.kind in (StreamKind.EMBED, StreamKind.MEDIA) and not found.embed_address:
        return "link"
    if found.provider.kind is StreamKind.MEDIA and (found.media_type or "").startswith("audio/"):
        return "audio"
    return _KINDS[found.provider.kind]


def _alternatives(context: PageContext, stream: Stream) -> Iterator[Alternative]:
    words = context.words
    for language, address in stream.languages.items():
        yield Alternative("language", Phrase(words.language_name(language), context.language), address)
    for kind in ("sign_language", "text", "audio"):
        address = getattr(stream, kind)
        if address:
            yield Alternative(kind, words.phrase(f"way_{kind}"), address)
    for number in stream.telephone:
        yield Alternative("telephone", Phrase(number, context.language), None)


def recognise_address(conference: Conference, address: str, host: str | None) -> RecognisedStream | None:
    """What is known of an address; None for what is no address (the checks have said so).

    What could be shown from a host that neither we nor the organiser named is a link.
    """
    try:
        found = recognise(address, host)
    except NotAnAddress:
        return None
    return as_link(found) if unnamed_host(found, conference.settings.stream_hosts, host) else found


def recognise_all_streams(conference: Conference, host: str | None) -> Iterator[RecognisedStream]:
    """Every stream and recording of a conference, for the policy of what pages may load."""
    addresses = [room.stream.url for room in conference.rooms.values() if room.stream]
    for session in conference.sessions.values():
        addresses += [session.recording, session.own_stream.url if session.own_stream else None]
        addresses += [part.recording for part in session.parts]
    for address in dict.fromkeys(addresses):
        found = recognise_address(conference, address, host) if address else None
        if found:
            yield found

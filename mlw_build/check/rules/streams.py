"""Streams that visitors can follow, and addresses that must not be public."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mlw_build.check.check import Check
from mlw_build.check.clash.bookings import stream_addresses_of
from mlw_build.check.rules.links import place_in_text, prose_texts
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity, Span
from mlw_build.model.conference import Conference, Link
from mlw_build.read.document import Origin
from mlw_build.stream import NotAnAddress, recognise, unnamed_host

STREAM_ADDRESS = Rule("stream-address", "A stream whose address cannot be shown in the page", Severity.WARNING)
STREAM_HOST = Rule("stream-host", "A stream on a host that conference.yaml does not name", Severity.WARNING)
SECRET_ADDRESS = Rule("secret-address", "A password in a public address", Severity.WARNING)

_MOST_RELATED = 3

_ADDRESS = re.compile(r"https?://[^\s<>()\"'`]+")


def stream_addresses(conference: Conference) -> Iterator[Diagnostic]:
    """Addresses of a provider that could be shown in the page, but not in this form."""
    host = urlsplit(conference.settings.address or "").hostname
    for origin, address, session in _addresses(conference):
        involved = InvolvedSessions.of(session) if session else None
        try:
            found = recognise(address, host)
        except NotAnAddress as error:
            hint = "Write the whole address, starting with https://."
            yield STREAM_ADDRESS.at(origin.span(), str(error), hint, involved=involved)
            continue
        if found.problem:
            yield STREAM_ADDRESS.at(
                origin.span(), f"{found.provider.title}: {found.problem}", found.advice, involved=involved
            )


def stream_hosts(conference: Conference) -> Iterator[Diagnostic]:
    """Hosts of players and files that would be shown in a page, and are linked to until the organiser names them."""
    named = conference.settings.stream_hosts
    own = urlsplit(conference.settings.address or "").hostname
    by_host: dict[str, list[Span]] = {}
    for origin, address, _ in _addresses(conference, played=True):
        with contextlib.suppress(NotAnAddress):
            host = unnamed_host(recognise(address, own), named, own)
            if host:
                by_host.setdefault(host, []).append(origin.span())
    for host, (first, *others) in by_host.items():
        more = ", ".join((*named, host))
        yield STREAM_HOST.at(
            first,
            f"Pages show no player from `{host}`, which conference.yaml does not name; visitors get a link.",
            f"If what it plays is yours to show, write `stream_hosts: [{more}]` in content/conference.yaml.",
            [Related(place, f"This is on `{host}` too.") for place in others[:_MOST_RELATED]],
        )


def secret_addresses(conference: Conference) -> Iterator[Diagnostic]:
    """Addresses with a password in them, which everybody would see: of streams, links, registration, and in texts."""
    for origin, address, session in (*_addresses(conference), *_links(conference)):
        secrets = _secrets(address)
        if secrets:
            yield _secret(origin.span(), secrets, InvolvedSessions.of(session) if session else None)
    for place, key, markdown in prose_texts(conference):
        for match in _ADDRESS.finditer(markdown) if "=" in markdown and "://" in markdown else ():
            secrets = _secrets(match.group())
            if secrets:
                yield _secret(place_in_text(place, key, match.group()), secrets, None)


def _secret(place: Span, secrets: tuple[str, ...], involved: InvolvedSessions | None) -> Diagnostic:
    return SECRET_ADDRESS.at(
        place,
        f"This address has a secret in it (`{secrets[0]}=`), and the page is public.",
        "Use a registration link instead, or the address without it; give the password to participants.",
        involved=involved,
    )


def _secrets(address: str) -> tuple[str, ...]:
    if "=" not in address:
        return ()
    try:
        return recognise(address).secrets
    except NotAnAddress:
        return ()


def _addresses(conference: Conference, *, played: bool = False) -> Iterator[tuple[Origin, str, str | None]]:
    """The addresses of streams and recordings, with the id of their session; all, or those `played` in pages only."""
    for room in conference.rooms.values():
        if room.stream:
            for keys, address in stream_addresses_of(room.stream):
                if played and keys != ("url",):
                    continue
                yield room.origin.under("stream", *keys), address, None
    for session in conference.sessions.values():
        if session.own_stream:
            for keys, address in stream_addresses_of(session.own_stream):
                if played and keys != ("url",):
                    continue
                yield session.origin.under("stream", *keys), address, session.id
        if session.recording:
            yield session.origin.under("recording"), session.recording, session.id
        for part in session.parts:
            if part.recording:
                yield part.origin.under("recording"), part.recording, session.id


def _links(conference: Conference) -> Iterator[tuple[Origin, str, str | None]]:
    """The addresses that are linked to, with the id of their session."""
    for session in conference.sessions.values():
        for key in ("questions", "registration", "slides"):
            address = getattr(session, key)
            if address:
                yield session.origin.under(key), address, session.id
        holders: list[tuple[Origin, tuple[Link, ...]]] = [(session.origin, session.links)]
        holders += [(part.origin, part.links) for part in session.parts]
        for origin, links in holders:
            for index, link in enumerate(links):
                yield origin.under("links", index), link.url, session.id
    registration = conference.settings.registration
    if registration and registration.url:
        yield conference.origin.under("registration", "url"), registration.url, None
    for booth in conference.booths.values():
        for index, link in enumerate(booth.links):
            yield booth.origin.under("links", index), link.url, None
        for key in ("url", "meeting"):
            address = getattr(booth.contact, key, None)
            if address:
                yield booth.origin.under("contact", key), address, None


CHECKS = (
    Check(STREAM_ADDRESS, stream_addresses),
    Check(STREAM_HOST, stream_hosts),
    Check(SECRET_ADDRESS, secret_addresses),
)

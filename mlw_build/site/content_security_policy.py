"""What browsers may load and run on the site's pages: one policy, in each page and in the headers of hosts.

Sources: Content Security Policy Level 3, Trusted Types, Permissions Policy (W3C), HTML's cross-origin opener policies.
Many hosts, GitHub Pages and GitLab Pages among them, send no headers of a site's own; so each page carries the policy
in a <meta> as well, which can say everything but `frame-ancestors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from mlw_build.site.site import Site
from mlw_build.site.views.streams import recognise_all_streams
from mlw_build.stream import StreamKind, frame_hosts

_UNUSED = "camera display-capture geolocation hid magnetometer microphone midi payment serial usb".split()
"""Features that neither a page nor a player needs. Players get fullscreen, autoplay, picture-in-picture and encrypted
media from their iframe's `allow`, so the policy must not name these."""

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)

WORKER_POLICY = "mlw-worker"
"""The Trusted Types policy with which js/offline.js registers the service worker; scripts need no other."""


def page_policy(site: Site) -> Markup:
    """The element that carries the policy in each page: after its charset and <base>, before all that it governs."""
    # No address that was recognised has a quotation mark in it.
    policy = str(escape(";".join(_directives(site, base="'none'")))).replace("&#39;", "'")
    return Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')


def with_policy(html: str, policy: str) -> str:
    """A page with the policy: first in its head, where the theme's own frame of pages has left it out."""
    return html if policy in html else _HEAD.sub(lambda match: match.group() + policy, html, count=1)


def header_policy(site: Site) -> str:
    """The same as a header, which also says who may show a page in a frame; the 404 page has a <base> of its own."""
    return "; ".join((*_directives(site, base="'self'"), "frame-ancestors 'self'"))


def security_headers(site: Site) -> Iterator[tuple[str, str]]:
    """The headers, by name, that every file of the site should be sent with."""
    yield "Content-Security-Policy", header_policy(site)
    yield "Permissions-Policy", ", ".join(f"{name}=()" for name in _UNUSED)
    # Players open windows, such as to log in, which must find their way back to the player.
    yield "Cross-Origin-Opener-Policy", "same-origin-allow-popups"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "X-Content-Type-Options", "nosniff"


def _directives(site: Site, base: str) -> Iterator[str]:
    none = "'none'"
    found = list(recognise_all_streams(site.conference, site.host))
    frames, media = frame_hosts(found, StreamKind.EMBED), frame_hosts(found, StreamKind.MEDIA)
    yield "default-src 'self'"
    # Not of elements: a place in the agenda's grid is a style of its own (docs/themes.md, Styles).
    yield "style-src-attr 'unsafe-inline'"
    yield f"base-uri {base}"
    yield "form-action 'self'"
    yield "object-src 'none'"
    yield f"frame-src {' '.join(frames) or none}"
    if media:
        yield f"media-src 'self' {' '.join(media)}"
    yield "require-trusted-types-for 'script'"
    yield f"trusted-types {WORKER_POLICY}"

"""Providers whose addresses let visitors into a meeting: a page links to them."""

from mlw_build.stream.model import AddressShape, Provider, StreamKind, path


def _meeting(name: str, title: str, hosts: str, form: str, *more: AddressShape, secret: str = "") -> Provider:
    return Provider(
        name=name,
        title=title,
        kind=StreamKind.JOIN,
        hosts=tuple(hosts.split()),
        shapes=(*more, AddressShape(path(form))),
        secret_keys=tuple(secret.split()),
    )


MEETINGS: tuple[Provider, ...] = (
    _meeting(
        "zoom",
        "Zoom",
        "*.zoom.us *.zoom.com *.zoomgov.com",
        r"/(?:j|w|my|wc|e|ev|ejl|meeting/register|webinar/register|webinar/rejoin)/.+",
        AddressShape(
            path(r"/s/(?P<id>[0-9]{9,12})"),
            problem="This address starts the meeting as its host.",
            advice="Write the address for taking part: the same with /j/ in place of /s/.",
        ),
    ),
    _meeting(
        "teams",
        "Microsoft Teams",
        "teams.microsoft.com teams.live.com teams.cloud.microsoft events.teams.microsoft.com",
        r"/(?:l/meetup-join|l/meeting|meet|event|registration|dl/launcher)/.+",
        secret="p",
    ),
    _meeting(
        "webex",
        "Webex",
        "*.webex.com",
        r"/(?:meet|join|m|weblink|webappng|wbxmjs)/.+|/[^/]+/(?:j|e|k2|g|onstage/g)\.php|/[^/]+/onstage/.+",
    ),
    _meeting(
        "google-meet",
        "Google Meet",
        "meet.google.com stream.meet.google.com",
        r"/(?:[a-z]{3}-[a-z]{4}-[a-z]{3}|lookup/.+|stream/.+)",
    ),
    _meeting("jitsi", "Jitsi Meet", "meet.jit.si 8x8.vc *.8x8.vc", r"/(?!static/)[^/]+(?:/[^/]+)*"),
    _meeting("whereby", "Whereby", "*.whereby.com", r"/(?!(?:information|blog|org|user)(?:/|$))[^/]+"),
    _meeting(
        "goto",
        "GoTo",
        "meet.goto.com app.goto.com *.gotomeeting.com *.gotomeet.me *.gotowebinar.com",
        r"/(?:[0-9]{9}|(?:join|meeting|register|webinar|rt)/.+)",
    ),
    _meeting("hopin", "RingCentral Events", "hopin.com events.ringcentral.com", r"/events/.+"),
)
"""Those on hosts of their own."""

BIGBLUEBUTTON = _meeting(
    "bigbluebutton",
    "BigBlueButton",
    "*",
    r"/(?:b|rooms)/[a-z0-9]{3}(?:-[a-z0-9]{3}){2,3}(?:/join)?|/bigbluebutton/api/join",
)
"""Any host may run it: it is told by the path alone."""

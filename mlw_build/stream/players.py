"""Providers with a player that a page can hold in an iframe, one entry each.

Every piece that reaches a player's address has matched a pattern of letters, digits and a few signs; keep
it so. `allow`, `sandbox` and `referrer_policy` follow what each provider documents for its iframe; where it
documents nothing, they are the fewest that its own embed code and players in use get by with.

A sandbox with both allow-scripts and allow-same-origin still keeps a player from taking the page elsewhere,
from downloads and from dialogues; without allow-same-origin these players do not start (PeerTube #3440).
"""

from mlw_build.stream.model import AddressShape, Provider, StreamKind, Target, field, path

_PLAYER = "allow-scripts allow-same-origin"
_PLAYER_WITH_LINKS = f"{_PLAYER} allow-popups allow-popups-to-escape-sandbox"
_ORIGIN_ONLY = "strict-origin-when-cross-origin"

# live_stream and videoseries are as long as an id and stand in its place in other addresses.
_YOUTUBE_ID = r"(?!live_stream|videoseries)[A-Za-z0-9_-]{11}"
_YOUTUBE_WATCH = Target("https://www.youtube.com/watch", (("v", "{id}"), ("list", "{list}"), ("t", "{start}s")))
_YOUTUBE_PLAYER = Target(
    "https://www.youtube-nocookie.com/embed/{id}",
    (("autoplay", "1"), ("playsinline", "1"), ("rel", "0"), ("list", "{list}"), ("start", "{start}")),
)
_YOUTUBE_LIST = Target("https://www.youtube.com/playlist", (("list", "{list}"),))
_YOUTUBE_LIST_PLAYER = Target(
    "https://www.youtube-nocookie.com/embed/videoseries", (("list", "{list}"), ("autoplay", "1"))
)
_YOUTUBE_CHANNEL = (
    "This is the address of a YouTube channel, and YouTube no longer plays “what the channel shows now” "
    "in other sites' pages.",
    "Write the address of the stream itself, which YouTube Studio gives as soon as it is planned: "
    "https://www.youtube.com/watch?v= and 11 characters.",
)

YOUTUBE = Provider(
    name="youtube",
    title="YouTube",
    kind=StreamKind.EMBED,
    hosts=(
        "youtube.com",
        "youtu.be",
        "music.youtube.com",
        "gaming.youtube.com",
        "studio.youtube.com",
        "youtube-nocookie.com",
    ),
    player_hosts=("www.youtube-nocookie.com",),
    allow="autoplay; encrypted-media; fullscreen; picture-in-picture",
    # Without allow-presentation its script for casting fails.
    sandbox=f"{_PLAYER_WITH_LINKS} allow-presentation",
    # Without a referrer its players end in "Error 153" (YouTube's rule on API client identity).
    referrer_policy=_ORIGIN_ONLY,
    fields=(
        field("id", "v", _YOUTUBE_ID),
        field("list", "list", r"(?:PL|UU|OL)[A-Za-z0-9_-]{8,64}"),
    ),
    start_keys=("t", "start", "time_continue"),
    shapes=(
        AddressShape(path(r"/watch"), ("id",), _YOUTUBE_WATCH, _YOUTUBE_PLAYER),
        AddressShape(path(rf"/(?:live|shorts|embed|v|e)/(?P<id>{_YOUTUBE_ID})"), (), _YOUTUBE_WATCH, _YOUTUBE_PLAYER),
        AddressShape(path(rf"/(?P<id>{_YOUTUBE_ID})"), (), _YOUTUBE_WATCH, _YOUTUBE_PLAYER, hosts=("youtu.be",)),
        AddressShape(path(r"/playlist|/embed/videoseries"), ("list",), _YOUTUBE_LIST, _YOUTUBE_LIST_PLAYER),
        AddressShape(
            path(r"/embed/live_stream|/(?:channel|c|user)/.*|/@.*"),
            problem=_YOUTUBE_CHANNEL[0],
            advice=_YOUTUBE_CHANNEL[1],
        ),
        AddressShape(
            path(rf"/video/(?P<id>{_YOUTUBE_ID})(?:/.*)?"),
            hosts=("studio.youtube.com",),
            problem="This is the page on which the stream is managed: visitors cannot open it.",
            advice="Write https://www.youtube.com/watch?v={id}",
        ),
    ),
    otherwise=(
        "This YouTube address does not name one video.",
        "Write the video's own address: https://www.youtube.com/watch?v= and its 11 characters.",
    ),
)

_VIMEO_ID = r"(?P<id>[0-9]{1,12})"
_VIMEO_HASH = r"(?P<hash>[0-9a-f]{6,40})"
_VIMEO_WATCH = Target("https://vimeo.com/{id}/{hash}", fragment="t={start}s")
_VIMEO_PLAYER = Target(
    "https://player.vimeo.com/video/{id}",
    (("h", "{hash}"), ("autoplay", "1"), ("dnt", "1")),
    fragment="t={start}s",
)
_VIMEO_EVENT = Target("https://vimeo.com/event/{id}/{hash}")
_VIMEO_EVENT_PLAYER = Target("https://vimeo.com/event/{id}/embed/{hash}", (("autoplay", "1"), ("dnt", "1")))

VIMEO = Provider(
    name="vimeo",
    title="Vimeo",
    kind=StreamKind.EMBED,
    hosts=("vimeo.com", "player.vimeo.com"),
    player_hosts=("player.vimeo.com", "vimeo.com"),
    allow="autoplay; encrypted-media; fullscreen; picture-in-picture",
    sandbox=_PLAYER_WITH_LINKS,
    # A video that may be shown on chosen sites only is known to be there by the referrer.
    referrer_policy=_ORIGIN_ONLY,
    fields=(field("hash", "h", r"[0-9a-f]{6,40}"),),
    start_keys=("t",),
    shapes=(
        AddressShape(path(rf"/{_VIMEO_ID}(?:/{_VIMEO_HASH})?"), (), _VIMEO_WATCH, _VIMEO_PLAYER, ("vimeo.com",)),
        AddressShape(path(rf"/video/{_VIMEO_ID}"), (), _VIMEO_WATCH, _VIMEO_PLAYER, ("player.vimeo.com",)),
        AddressShape(
            path(rf"/(?:channels/[^/]+|groups/[^/]+/videos|(?:album|showcase)/[0-9]+/video)/{_VIMEO_ID}"),
            watch=_VIMEO_WATCH,
            player=_VIMEO_PLAYER,
        ),
        AddressShape(
            path(rf"/event/{_VIMEO_ID}(?:/embed)?(?:/{_VIMEO_HASH})?(?:/interaction)?"),
            watch=_VIMEO_EVENT,
            player=_VIMEO_EVENT_PLAYER,
        ),
        AddressShape(
            path(rf"/manage/videos/{_VIMEO_ID}(?:/.*)?"),
            problem="This is the page on which the video is managed: visitors cannot open it.",
            advice="Write https://vimeo.com/{id} (an unlisted video has a second part after its number).",
        ),
        AddressShape(
            path(rf"/manage/events/{_VIMEO_ID}(?:/.*)?"),
            problem="This is the page on which the stream is managed: visitors cannot open it.",
            advice="Write https://vimeo.com/event/{id}",
        ),
    ),
    otherwise=(
        "This Vimeo address does not name one video or one live event.",
        "Write https://vimeo.com/ and the video's number, or https://vimeo.com/event/ and the event's.",
    ),
)

_TWITCH_PARENT = (("parent", "{parent}"), ("autoplay", "true"))
_TWITCH_CHANNEL = Target("https://www.twitch.tv/{channel}")
_TWITCH_CHANNEL_PLAYER = Target("https://player.twitch.tv/", (("channel", "{channel}"), *_TWITCH_PARENT))
_TWITCH_VIDEO = Target("https://www.twitch.tv/videos/{video}", (("t", "{clock}"),))
_TWITCH_VIDEO_PLAYER = Target("https://player.twitch.tv/", (("video", "{video}"), ("time", "{clock}"), *_TWITCH_PARENT))
_TWITCH_CLIP = Target("https://clips.twitch.tv/{clip}")
_TWITCH_CLIP_PLAYER = Target("https://clips.twitch.tv/embed", (("clip", "{clip}"), *_TWITCH_PARENT))
_TWITCH_NOT_CHANNELS = (
    "directory|downloads|drops|embed|friends|inventory|jobs|login|messages|p|popout|prime|search|settings|signup|"
    "store|subscriptions|team|turbo|user|videos|wallet"
)
_TWITCH_NAME = rf"(?!(?:{_TWITCH_NOT_CHANNELS})(?:/|$))(?P<channel>[A-Za-z0-9_]{{3,25}})"

TWITCH = Provider(
    name="twitch",
    title="Twitch",
    kind=StreamKind.EMBED,
    hosts=("twitch.tv", "go.twitch.tv", "player.twitch.tv", "clips.twitch.tv", "dashboard.twitch.tv"),
    player_hosts=("player.twitch.tv", "clips.twitch.tv"),
    allow="autoplay; fullscreen; picture-in-picture",
    # The keywords that Twitch says a sandboxed embed of its must have.
    sandbox=f"{_PLAYER_WITH_LINKS} allow-modals allow-storage-access-by-user-activation",
    referrer_policy=_ORIGIN_ONLY,
    needs_parent_host=True,
    fields=(
        field("channel", "channel", r"[A-Za-z0-9_]{3,25}"),
        field("video", "video", r"v?[0-9]{1,15}"),
        field("clip", "clip", r"[A-Za-z0-9_-]{4,100}"),
    ),
    start_keys=("t", "time"),
    shapes=(
        AddressShape(
            path(r"/(?:videos|[A-Za-z0-9_]{3,25}/v(?:ideo)?)/(?P<video>[0-9]{1,15})"),
            watch=_TWITCH_VIDEO,
            player=_TWITCH_VIDEO_PLAYER,
        ),
        AddressShape(
            path(r"/[A-Za-z0-9_]{3,25}/clip/(?P<clip>[A-Za-z0-9_-]{4,100})"),
            watch=_TWITCH_CLIP,
            player=_TWITCH_CLIP_PLAYER,
        ),
        AddressShape(path(r"/embed"), ("clip",), _TWITCH_CLIP, _TWITCH_CLIP_PLAYER, ("clips.twitch.tv",)),
        AddressShape(
            path(r"/(?!embed(?:/|$))(?P<clip>[A-Za-z0-9_-]{4,100})"),
            (),
            _TWITCH_CLIP,
            _TWITCH_CLIP_PLAYER,
            ("clips.twitch.tv",),
        ),
        AddressShape(path("/?"), ("video",), _TWITCH_VIDEO, _TWITCH_VIDEO_PLAYER, ("player.twitch.tv",)),
        AddressShape(path("/?"), ("channel",), _TWITCH_CHANNEL, _TWITCH_CHANNEL_PLAYER, ("player.twitch.tv",)),
        AddressShape(
            path(rf"/{_TWITCH_NAME}(?:/(?:videos|about|schedule|home))?"),
            watch=_TWITCH_CHANNEL,
            player=_TWITCH_CHANNEL_PLAYER,
            hosts=("twitch.tv", "go.twitch.tv"),
        ),
        AddressShape(
            path(r"/u/(?P<channel>[A-Za-z0-9_]{3,25})(?:/.*)?"),
            hosts=("dashboard.twitch.tv",),
            problem="This is the page on which the stream is managed: visitors cannot open it.",
            advice="Write https://www.twitch.tv/{channel}",
        ),
    ),
    otherwise=(
        "This Twitch address names neither a channel nor a video.",
        "Write https://www.twitch.tv/ and the channel's name, or https://www.twitch.tv/videos/ and a number.",
    ),
)

_DAILYMOTION_ID = r"[A-Za-z0-9]{5,20}"
_DAILYMOTION_WATCH = Target("https://www.dailymotion.com/video/{id}", (("start", "{start}"),))
_DAILYMOTION_PLAYER = Target("https://geo.dailymotion.com/player.html", (("video", "{id}"), ("startTime", "{start}")))

DAILYMOTION = Provider(
    name="dailymotion",
    title="Dailymotion",
    kind=StreamKind.EMBED,
    hosts=(
        "dailymotion.com",
        "dai.ly",
        "games.dailymotion.com",
        "touch.dailymotion.com",
        "geo.dailymotion.com",
    ),
    player_hosts=("geo.dailymotion.com",),
    allow="autoplay; fullscreen; picture-in-picture",
    sandbox=_PLAYER_WITH_LINKS,
    # Its documentation: a request without a referrer is not played.
    referrer_policy=_ORIGIN_ONLY,
    fields=(
        field("id", "video", _DAILYMOTION_ID),
        field("list", "playlist", _DAILYMOTION_ID),
    ),
    start_keys=("start", "starttime"),
    shapes=(
        AddressShape(
            path(rf"/(?:embed/)?(?:video|live)/(?P<id>{_DAILYMOTION_ID})(?:_[^/]*)?"),
            watch=_DAILYMOTION_WATCH,
            player=_DAILYMOTION_PLAYER,
        ),
        AddressShape(
            path(rf"/(?P<id>{_DAILYMOTION_ID})"),
            (),
            _DAILYMOTION_WATCH,
            _DAILYMOTION_PLAYER,
            hosts=("dai.ly",),
        ),
        AddressShape(
            path(r"/player(?:/[A-Za-z0-9]+)?\.html"),
            ("id",),
            _DAILYMOTION_WATCH,
            _DAILYMOTION_PLAYER,
            hosts=("geo.dailymotion.com",),
        ),
        AddressShape(
            path(rf"/playlist/(?P<list>{_DAILYMOTION_ID})(?:_[^/]*)?"),
            watch=Target("https://www.dailymotion.com/playlist/{list}"),
            player=Target("https://geo.dailymotion.com/player.html", (("playlist", "{list}"),)),
        ),
    ),
    otherwise=(
        "This Dailymotion address does not name one video.",
        "Write the video's own address: https://www.dailymotion.com/video/ and what follows it there.",
    ),
)

SLIDESLIVE = Provider(
    name="slideslive",
    title="SlidesLive",
    kind=StreamKind.EMBED,
    hosts=("slideslive.com",),
    player_hosts=("slideslive.com",),
    allow="autoplay; fullscreen; picture-in-picture",
    sandbox=_PLAYER_WITH_LINKS,
    # A presentation that may be shown on chosen sites only is known to be there by the referrer.
    referrer_policy=_ORIGIN_ONLY,
    shapes=(
        AddressShape(
            path(r"/(?:embed/presentation/)?(?P<id>[0-9]{5,12})(?:/[^/]*)?"),
            watch=Target("https://slideslive.com/{id}"),
            player=Target(
                "https://slideslive.com/embed/presentation/{id}",
                (("auto_load", "true"), ("auto_play", "true")),
            ),
        ),
    ),
    otherwise=(
        "This SlidesLive address does not name one presentation.",
        "Write https://slideslive.com/ and the presentation's number.",
    ),
)

MEDIA_CCC = Provider(
    name="media-ccc",
    title="media.ccc.de",
    kind=StreamKind.EMBED,
    hosts=("media.ccc.de",),
    player_hosts=("media.ccc.de",),
    allow="autoplay; fullscreen; picture-in-picture",
    sandbox=_PLAYER,
    start_keys=("t",),
    shapes=(
        AddressShape(
            path(r"/v/(?P<slug>[A-Za-z0-9][A-Za-z0-9._~-]{0,250})(?:/oembed)?"),
            watch=Target("https://media.ccc.de/v/{slug}", fragment="t={start}"),
            player=Target("https://media.ccc.de/v/{slug}/oembed"),
        ),
    ),
    otherwise=(
        "This media.ccc.de address does not name one recording.",
        "Write the recording's own address: https://media.ccc.de/v/ and its name.",
    ),
)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PEERTUBE_ID = rf"(?P<id>{_UUID}|[1-9A-HJ-NP-Za-km-z]{{22}})"

PEERTUBE = Provider(
    name="peertube",
    title="PeerTube",
    kind=StreamKind.EMBED,
    hosts=("*",),
    allow="autoplay; fullscreen; picture-in-picture",
    # What PeerTube's own embed code has; its maintainer says that all of it is needed.
    sandbox=f"{_PLAYER} allow-popups allow-forms",
    # A video that may be shown on chosen sites only is known to be there by the referrer.
    referrer_policy=_ORIGIN_ONLY,
    start_keys=("start",),
    shapes=(
        AddressShape(
            path(rf"/(?:w|videos/watch|videos/embed)/{_PEERTUBE_ID}"),
            watch=Target("{origin}/w/{id}", (("start", "{start}s"),)),
            # Peer to peer would show each viewer's number on the network to all the others.
            player=Target("{origin}/videos/embed/{id}", (("autoplay", "1"), ("p2p", "0"), ("start", "{start}s"))),
        ),
        AddressShape(
            path(rf"/(?:w/p|videos/watch/playlist|video-playlists/embed)/{_PEERTUBE_ID}"),
            watch=Target("{origin}/w/p/{id}"),
            player=Target("{origin}/video-playlists/embed/{id}", (("autoplay", "1"), ("p2p", "0"))),
        ),
    ),
)

PLAYERS: tuple[Provider, ...] = (YOUTUBE, VIMEO, TWITCH, DAILYMOTION, SLIDESLIVE, MEDIA_CCC)
"""Those on hosts of their own. PEERTUBE, which any host may run, is told by the path alone."""

"""An editor pastes the address that they have, and visitors get its player, which is told little."""

import pytest

from mlw_build.stream import StreamKind, frame_hosts, recognise

YOUTUBE = "https://www.youtube-nocookie.com/embed/M7lc1UVf-VE?autoplay=1&playsinline=1&rel=0"
YOUTUBE_WATCH = "https://www.youtube.com/watch?v=M7lc1UVf-VE"
VIMEO = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"
VIMEO_UNLISTED = "https://player.vimeo.com/video/76979871?h=8272103f6e&autoplay=1&dnt=1"
TWITCH = "&parent=conf.example.org&autoplay=true"
SLIDESLIVE = "https://slideslive.com/embed/presentation/38971762?auto_load=true&auto_play=true"
CCC = "https://media.ccc.de/v/37c3-11686-example"
SHORT = "5jBegFpNbffA1nhmp32kqR"
UUID = "52a10666-3a18-4e73-93da-e8d3c12c305a"
DAILYMOTION = "https://geo.dailymotion.com/player.html?video=x84sh87"

# provider, what the editor writes, what is linked to, what the iframe loads
PLAYERS = [
    ("youtube", "https://www.youtube.com/watch?v=M7lc1UVf-VE", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "http://YouTube.com/watch?v=M7lc1UVf-VE", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://m.youtube.com/watch?app=m&v=M7lc1UVf-VE&feature=share", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://youtu.be/M7lc1UVf-VE?si=6vJvaX", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://www.youtube.com/live/M7lc1UVf-VE", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://www.youtube.com/shorts/M7lc1UVf-VE/", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://www.youtube.com/embed/M7lc1UVf-VE", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://www.youtube-nocookie.com/embed/M7lc1UVf-VE", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://youtu.be/M7lc1UVf-VE?t=90", f"{YOUTUBE_WATCH}&t=90s", f"{YOUTUBE}&start=90"),
    ("youtube", f"{YOUTUBE_WATCH}&t=1h2m3s", f"{YOUTUBE_WATCH}&t=3723s", f"{YOUTUBE}&start=3723"),
    ("youtube", f"{YOUTUBE_WATCH}#t=1m30s", f"{YOUTUBE_WATCH}&t=90s", f"{YOUTUBE}&start=90"),
    ("youtube", f"{YOUTUBE_WATCH}&amp;t=125s", f"{YOUTUBE_WATCH}&t=125s", f"{YOUTUBE}&start=125"),
    ("youtube", f"{YOUTUBE_WATCH}&amp;amp;t=125s", f"{YOUTUBE_WATCH}&t=125s", f"{YOUTUBE}&start=125"),
    ("youtube", f"{YOUTUBE_WATCH}&t=soon", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", f"{YOUTUBE_WATCH}&list=PLabcdefghij&index=2", f"{YOUTUBE_WATCH}&list=PLabcdefghij",
     f"{YOUTUBE}&list=PLabcdefghij"),
    ("youtube", f"{YOUTUBE_WATCH}&list=WL", YOUTUBE_WATCH, YOUTUBE),
    ("youtube", "https://www.youtube.com/playlist?list=PLabcdefghij",
     "https://www.youtube.com/playlist?list=PLabcdefghij",
     "https://www.youtube-nocookie.com/embed/videoseries?list=PLabcdefghij&autoplay=1"),
    ("vimeo", "https://vimeo.com/76979871", "https://vimeo.com/76979871", VIMEO),
    ("vimeo", "https://vimeo.com/76979871/8272103f6e?share=copy", "https://vimeo.com/76979871/8272103f6e",
     VIMEO_UNLISTED),
    ("vimeo", "https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871/8272103f6e",
     VIMEO_UNLISTED),
    ("vimeo", "https://vimeo.com/channels/staff/76979871", "https://vimeo.com/76979871", VIMEO),
    ("vimeo", "https://vimeo.com/76979871#t=1m30s", "https://vimeo.com/76979871#t=90s", f"{VIMEO}#t=90s"),
    ("vimeo", "https://vimeo.com/event/5112969", "https://vimeo.com/event/5112969",
     "https://vimeo.com/event/5112969/embed?autoplay=1&dnt=1"),
    ("vimeo", "https://vimeo.com/event/5112969/embed/interaction?muted=1", "https://vimeo.com/event/5112969",
     "https://vimeo.com/event/5112969/embed?autoplay=1&dnt=1"),
    ("vimeo", "https://vimeo.com/event/5112969/3405ff81a0", "https://vimeo.com/event/5112969/3405ff81a0",
     "https://vimeo.com/event/5112969/embed/3405ff81a0?autoplay=1&dnt=1"),
    ("twitch", "https://www.twitch.tv/new_relic", "https://www.twitch.tv/new_relic",
     f"https://player.twitch.tv/?channel=new_relic{TWITCH}"),
    ("twitch", "https://m.twitch.tv/new_relic/videos", "https://www.twitch.tv/new_relic",
     f"https://player.twitch.tv/?channel=new_relic{TWITCH}"),
    ("twitch", "https://www.twitch.tv/videos/886723557?t=0h1m30s",
     "https://www.twitch.tv/videos/886723557?t=0h1m30s",
     f"https://player.twitch.tv/?video=886723557&time=0h1m30s{TWITCH}"),
    ("twitch", "https://player.twitch.tv/?video=886723557&parent=other.example",
     "https://www.twitch.tv/videos/886723557", f"https://player.twitch.tv/?video=886723557{TWITCH}"),
    ("twitch", "https://www.twitch.tv/new_relic/clip/OpenBook-a1_b2", "https://clips.twitch.tv/OpenBook-a1_b2",
     f"https://clips.twitch.tv/embed?clip=OpenBook-a1_b2{TWITCH}"),
    ("dailymotion", "https://www.dailymotion.com/video/x84sh87_the-opening",
     "https://www.dailymotion.com/video/x84sh87", DAILYMOTION),
    ("dailymotion", "https://dai.ly/x84sh87", "https://www.dailymotion.com/video/x84sh87", DAILYMOTION),
    ("dailymotion", "https://geo.dailymotion.com/player/xabc.html?video=x84sh87",
     "https://www.dailymotion.com/video/x84sh87", DAILYMOTION),
    ("dailymotion", "http://www.dailymotion.com/video/x84sh87?start=90",
     "https://www.dailymotion.com/video/x84sh87?start=90", f"{DAILYMOTION}&startTime=90"),
    ("slideslive", "https://slideslive.com/38971762/opening", "https://slideslive.com/38971762", SLIDESLIVE),
    ("slideslive", "https://slideslive.com/embed/presentation/38971762?embed_origin=https%3A%2F%2Fa.example",
     "https://slideslive.com/38971762", SLIDESLIVE),
    ("media-ccc", f"{CCC}#t=90", f"{CCC}#t=90", f"{CCC}/oembed"),
    ("media-ccc", f"{CCC}/oembed", CCC, f"{CCC}/oembed"),
    ("peertube", f"https://video.example.org/w/{SHORT}", f"https://video.example.org/w/{SHORT}",
     f"https://video.example.org/videos/embed/{SHORT}?autoplay=1&p2p=0"),
    ("peertube", f"http://video.example.org/videos/watch/{UUID}?start=1m30s",
     f"https://video.example.org/w/{UUID}?start=90s",
     f"https://video.example.org/videos/embed/{UUID}?autoplay=1&p2p=0&start=90s"),
    ("peertube", f"https://video.example.org:8443/videos/embed/{UUID}", f"https://video.example.org:8443/w/{UUID}",
     f"https://video.example.org:8443/videos/embed/{UUID}?autoplay=1&p2p=0"),
    ("peertube", f"https://video.example.org/w/p/{SHORT}", f"https://video.example.org/w/p/{SHORT}",
     f"https://video.example.org/video-playlists/embed/{SHORT}?autoplay=1&p2p=0"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "written", "watch", "player"), PLAYERS)
def test_an_address_gets_its_providers_player(name: str, written: str, watch: str, player: str) -> None:
    found = recognise(written, "conf.example.org")
    assert (found.provider.name, found.address, found.embed_address) == (name, watch, player)


@pytest.mark.parametrize("player", sorted({player for _, _, _, player in PLAYERS}))
def test_a_players_own_address_may_be_written_too(player: str) -> None:
    assert recognise(player, "conf.example.org").embed_address is not None


MEDIA = [
    ("https://live.example.org/main/playlist.m3u8", "hls", "application/vnd.apple.mpegurl"),
    ("https://video.example.org/2024/opening.mp4", "file", "video/mp4"),
    ("https://video.example.org/2024/opening.av1.WEBM?download", "file", "video/webm"),
    ("https://audio.example.org/room-2.mp3", "file", "audio/mpeg"),
    ("https://audio.example.org/room-2.ogg", "file", "audio/ogg"),
    ("https://audio.example.org/room-2.m4a#t=90", "file", "audio/mp4"),
    ("https://player.vimeo.com/external/123.m3u8?s=abc", "hls", "application/vnd.apple.mpegurl"),
]


@pytest.mark.parametrize(("written", "name", "media_type"), MEDIA)
def test_a_files_address_is_played_as_it_is(written: str, name: str, media_type: str) -> None:
    found = recognise(written)
    assert (found.provider.name, found.media_type, found.embed_address) == (name, media_type, written)


def test_an_hls_stream_needs_a_link_beside_its_player() -> None:
    assert not recognise("https://live.example.org/main.m3u8").provider.plays_everywhere


def test_visitors_can_be_told_whom_pressing_play_contacts() -> None:
    assert recognise("https://youtu.be/M7lc1UVf-VE").contacts == "www.youtube-nocookie.com"


@pytest.mark.parametrize("site_host", ["conf.example.org", "Conf.Example.Org", "conf.example.org:8000"])
def test_twitch_is_told_the_sites_host(site_host: str) -> None:
    player = recognise("https://www.twitch.tv/new_relic", site_host).embed_address
    assert player is not None
    assert "&parent=conf.example.org&" in player


@pytest.mark.parametrize("site_host", [None, "", "not a host", "conf.example&autoplay=x"])
def test_twitch_without_a_site_host_is_only_a_link(site_host: str | None) -> None:
    found = recognise("https://www.twitch.tv/new_relic", site_host)
    assert found.embed_address is None
    assert found.problem == "A Twitch player has to be told the site's address, which is not known."


def test_a_security_policy_names_each_players_origin_once() -> None:
    written = [YOUTUBE_WATCH, "https://youtu.be/M7lc1UVf-VE?t=3", "https://vimeo.com/76979871",
               "https://live.example.org:8443/a.m3u8", "https://us02web.zoom.us/j/123456789"]  # fmt: skip
    found = [recognise(address) for address in written]
    frames = ("https://player.vimeo.com", "https://www.youtube-nocookie.com")
    assert frame_hosts(found) == ("https://live.example.org:8443", *frames)
    assert frame_hosts(found, StreamKind.EMBED) == frames
    assert frame_hosts(found, StreamKind.MEDIA) == ("https://live.example.org:8443",)

"""What holds for every address there is, and for every provider."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlw_build.stream import PROVIDERS, NotAnAddress, Provider, RecognisedStream, StreamKind, recognise

# One address of every shape there is, to be spoilt in every way.
WHOLE = """
    https://www.youtube.com/watch?v=M7lc1UVf-VE&list=PLabcdefghij&t=90s http://youtu.be/M7lc1UVf-VE?t=1h2m3s
    https://m.youtube.com/live/M7lc1UVf-VE#t=90 https://www.youtube.com/embed/live_stream?channel=UCabc
    https://www.youtube.com/playlist?list=PLabcdefghij https://studio.youtube.com/video/M7lc1UVf-VE/edit
    https://www.youtube.com/@unesco/live https://vimeo.com/76979871/8272103f6e#t=90s https://vimeo.com/unesco
    https://player.vimeo.com/video/76979871?h=8272103f6e https://vimeo.com/event/5112969/embed/3405ff81a0
    https://vimeo.com/channels/staff/76979871 https://vimeo.com/manage/videos/76979871
    https://www.twitch.tv/new_relic https://www.twitch.tv/videos/886723557?t=90s https://clips.twitch.tv/OpenBook-a1
    https://player.twitch.tv/?channel=new_relic&parent=e.org https://clips.twitch.tv/embed?clip=OpenBook-a1
    https://www.dailymotion.com/video/x84sh87_opening?start=90 https://dai.ly/x84sh87
    https://geo.dailymotion.com/player.html?video=x84sh87 https://www.dailymotion.com/playlist/x5v2j4
    https://slideslive.com/38971762/opening https://media.ccc.de/v/37c3-11686-example/oembed#t=90
    http://video.example.org/w/5jBegFpNbffA1nhmp32kqR?start=90 http://e.org:9000/w/5jBegFpNbffA1nhmp32kqR
    https://video.example.org:8443/videos/watch/52a10666-3a18-4e73-93da-e8d3c12c305a
    https://video.example.org/w/p/5jBegFpNbffA1nhmp32kqR https://live.example.org/main.m3u8?token=x
    http://example.org/a.mp4 https://example.org/a.mpd https://us02web.zoom.us/j/123456789?pwd=x
    https://us02web.zoom.us/s/123456789 https://meet.jit.si/Opening#jwt=x https://bbb.example.org/b/abc-def-ghi
    https://teams.microsoft.com/meet/2571?p=x https://bücher.example/é?é#é https://[2001:db8::1]:8000/live
"""
# What a spoilt or hostile address might hold.
SCRAPS = """
    / // /../ . @ : :80 ? # & = % %2f %00 %40 &amp; ; \\ ' " < > { } {id} {0.__class__} $ * ( ) [ ] ~ é ß ٣
    www. m. https:// javascript: .m3u8 .mp4 /embed/ ?v=M7lc1UVf-VE &t=5 &parent=evil.example &list=WL
    #t=9 live_stream
"""


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A whole address, with up to three places in it replaced by scraps or plain text."""
    text = draw(st.sampled_from(WHOLE.split()))
    plain = st.text("abXY01_-./", max_size=3)
    for scrap in draw(st.lists(st.sampled_from(SCRAPS.split()) | plain, max_size=3)):
        start = len(text) - draw(st.integers(0, len(text)))
        text = text[:start] + scrap + text[start + draw(st.integers(0, 2)) :]
    return text


addresses = spoilt()
texts = st.text(max_size=60) | addresses | st.text(max_size=40).map("https://".__add__)


def recognised(text: str) -> RecognisedStream | None:
    """What is known about the text, or None where it is refused."""
    try:
        return recognise(text, "conf.example.org")
    except NotAnAddress:
        return None


@given(texts)
@example("https://[")
@example("https://example.org:" + "9" * 4000)
@example("https://" + "é." * 1000)
@example("https://example.org/?" + "&amp;" * 800)
@example("https://example.org/" + "a." * 2000)
@example("https://meet.jit.si" + "/a" * 2000 + "//")
@example("https://youtu.be/M7lc1UVf-VE?t=" + "9" * 4000)
@example("https://youtu.be/M7lc1UVf-VE?t=٣")
def test_every_text_is_recognised_or_refused(text: str) -> None:
    recognised(text)


@given(addresses)
def test_an_address_stays_as_it_is_when_recognised_again(text: str) -> None:
    found = recognised(text)
    if found is not None:
        assert recognise(found.address).address == found.address


@given(addresses)
def test_a_player_loads_from_its_providers_hosts_only(text: str) -> None:
    found = recognised(text)
    if found is not None and found.embed_address is not None:
        player = urlsplit(found.embed_address)
        own = (urlsplit(found.address).hostname,)
        assert player.scheme == "https"
        assert player.hostname in (found.provider.player_hosts or own)


@given(addresses)
def test_a_players_address_holds_nothing_that_ends_an_attribute(text: str) -> None:
    found = recognised(text)
    if found is not None:
        both = found.address + (found.embed_address or "")
        assert re.fullmatch(r"[!#$%&'()*+,./:;=?@\[\]~\w-]+", both, re.ASCII)


@given(addresses)
def test_what_could_be_shown_has_a_player_or_says_why_not(text: str) -> None:
    found = recognised(text)
    if found is not None and found.provider.kind in {StreamKind.EMBED, StreamKind.MEDIA}:
        assert (found.embed_address is None) is (found.problem is not None)


@given(addresses)
def test_a_problem_comes_with_what_to_do(text: str) -> None:
    found = recognised(text)
    if found is not None:
        assert (found.advice is None) is (found.problem is None)


EMBEDDING = [provider for provider in PROVIDERS if provider.kind is StreamKind.EMBED]


@pytest.mark.parametrize("provider", EMBEDDING, ids=lambda provider: provider.name)
def test_a_player_cannot_take_the_page_elsewhere(provider: Provider) -> None:
    assert provider.sandbox
    assert "top-navigation" not in provider.sandbox
    assert "downloads" not in provider.sandbox


@pytest.mark.parametrize("provider", EMBEDDING, ids=lambda provider: provider.name)
def test_a_player_gets_no_camera_microphone_or_position(provider: Provider) -> None:
    granted = set(provider.allow.split("; "))
    assert granted <= {"autoplay", "encrypted-media", "fullscreen", "picture-in-picture"}


@pytest.mark.parametrize("name", ["youtube", "dailymotion"])
def test_players_that_refuse_to_play_without_a_referrer_get_one(name: str) -> None:
    provider = next(provider for provider in PROVIDERS if provider.name == name)
    assert provider.referrer_policy == "strict-origin-when-cross-origin"


def test_no_player_learns_which_page_a_visitor_is_on() -> None:
    policies = {provider.referrer_policy for provider in PROVIDERS}
    assert policies <= {"no-referrer", "strict-origin-when-cross-origin"}


def test_each_provider_has_a_name_of_its_own() -> None:
    names = [provider.name for provider in PROVIDERS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_editors_can_read_about_every_provider(provider: Provider) -> None:
    guide = Path(__file__).parents[2] / "docs" / "streams.md"
    assert provider.title in guide.read_text(encoding="utf-8")

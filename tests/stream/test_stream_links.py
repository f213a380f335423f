"""What has no player becomes a link; what is wrong with an address is said in an editor's words."""

import pytest

from mlw_build.stream import NotAnAddress, StreamKind, recognise

JOIN = [
    ("https://zoom.us/j/123456789", "zoom"),
    ("https://us02web.zoom.us/w/87375674909", "zoom"),
    ("https://un.zoom.us/webinar/register/WN_abc", "zoom"),
    ("https://agency.zoomgov.com/j/123456789", "zoom"),
    ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d", "teams"),
    ("https://teams.live.com/meet/9312345678", "teams"),
    ("https://unesco.webex.com/unesco/j.php?MTID=m1234", "webex"),
    ("https://unesco.webex.com/meet/someone", "webex"),
    ("https://meet.google.com/abc-defg-hij", "google-meet"),
    ("https://meet.jit.si/OpeningCeremony", "jitsi"),
    ("https://8x8.vc/vpaas-magic-cookie/room", "jitsi"),
    ("https://bbb.example.org/b/abc-def-ghi-jkl", "bigbluebutton"),
    ("https://bbb.example.org/rooms/abc-def-ghi-jkl/join", "bigbluebutton"),
    ("https://unesco.whereby.com/room-2", "whereby"),
    ("https://meet.goto.com/680504437", "goto"),
    ("https://hopin.com/events/opening", "hopin"),
]


@pytest.mark.parametrize(("written", "name"), JOIN)
def test_a_meetings_address_is_a_link_to_join(written: str, name: str) -> None:
    found = recognise(written)
    assert (found.provider.name, found.provider.kind, found.address) == (name, StreamKind.JOIN, written)
    assert found.embed_address is None


LINKS = [
    ("https://www.example.org/live?room=2#now", "example.org"),
    ("https://zoom.us/pricing", "zoom.us"),
    ("https://example.org/w/short", "example.org"),
    ("https://example.org/w/5jBegFpNbffA1nhmp32kqRx", "example.org"),
    ("https://example.org/opening.mp4/page", "example.org"),
    ("https://youtube.com.example.org/watch?v=M7lc1UVf-VE", "youtube.com.example.org"),
    ("https://notyoutube.com/watch?v=M7lc1UVf-VE", "notyoutube.com"),
    ("https://evilzoom.us/j/123456789", "evilzoom.us"),
    ("https://www.youtube.com:8443/watch?v=M7lc1UVf-VE", "youtube.com"),
    ("http://intranet.example.org/", "intranet.example.org"),
    ("https://[2001:db8::1]/live", "[2001:db8::1]"),
]


@pytest.mark.parametrize(("written", "title"), LINKS)
def test_anything_else_is_a_link_titled_by_its_host(written: str, title: str) -> None:
    found = recognise(written)
    assert (found.provider.kind, found.provider.title, found.address) == (StreamKind.LINK, title, written)


NORMALISED = [
    ("  https://Example.ORG:443 ", "https://example.org/"),
    ("https://example.org/conférence", "https://example.org/conf%C3%A9rence"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&c=2"),
    ("http://us02web.zoom.us/j/123456789", "https://us02web.zoom.us/j/123456789"),
    ("http://bbb.example.org:3000/b/abc-def-ghi", "http://bbb.example.org:3000/b/abc-def-ghi"),
]


@pytest.mark.parametrize(("written", "address"), NORMALISED)
def test_an_address_is_written_as_browsers_read_it(written: str, address: str) -> None:
    assert recognise(written).address == address


NO_PLAYER = [
    ("https://www.youtube.com/embed/live_stream?channel=UCabc", "channel", "YouTube Studio"),
    ("https://www.youtube.com/channel/UCabc/live", "channel", "YouTube Studio"),
    ("https://www.youtube.com/@unesco/live", "channel", "YouTube Studio"),
    ("https://studio.youtube.com/video/M7lc1UVf-VE/livestreaming", "managed", "watch?v=M7lc1UVf-VE"),
    ("https://www.youtube.com/watch?v=tooshort", "does not name one video", "11 characters"),
    ("https://youtu.be/M7lc1UVf-VEtoolong", "does not name one video", "11 characters"),
    ("https://youtu.be/", "does not name one video", "11 characters"),
    ("https://www.youtube.com/embed/videoseries", "does not name one video", "11 characters"),
    ("https://www.youtube.com/playlist?list=WL", "does not name one video", "11 characters"),
    ("https://vimeo.com/manage/videos/76979871", "managed", "https://vimeo.com/76979871"),
    ("https://vimeo.com/manage/events/5112969/details", "managed", "https://vimeo.com/event/5112969"),
    ("https://vimeo.com/unesco", "does not name one video", "https://vimeo.com/"),
    ("https://www.twitch.tv/directory", "neither a channel nor a video", "https://www.twitch.tv/"),
    ("https://dashboard.twitch.tv/u/new_relic/stream-manager", "managed", "https://www.twitch.tv/new_relic"),
    ("https://www.dailymotion.com/unesco", "does not name one video", "/video/"),
    ("https://slideslive.com/icml-2021", "does not name one presentation", "number"),
    ("https://media.ccc.de/c/37c3", "does not name one recording", "/v/"),
    ("https://live.example.org/manifest.mpd", "DASH", ".m3u8"),
    ("http://live.example.org/main.m3u8", "begins with http:", "https://"),
    ("http://video.example.org:9000/w/5jBegFpNbffA1nhmp32kqR", "begins with http:", "https://"),
    ("https://us02web.zoom.us/s/87375674909", "as its host", "/j/"),
]


@pytest.mark.parametrize(("written", "problem", "advice"), NO_PLAYER)
def test_an_address_that_cannot_be_shown_says_why_and_what_to_write(written: str, problem: str, advice: str) -> None:
    found = recognise(written, "conf.example.org")
    assert found.embed_address is None
    assert problem in (found.problem or "")
    assert advice in (found.advice or "")


SECRETS = [
    ("https://us02web.zoom.us/j/87375674909?pwd=YmdK", ("pwd",)),
    ("https://us02web.zoom.us/w/87375674909?tk=abc&uuid=WN_x&pwd=x", ("tk", "pwd")),
    ("https://unesco.webex.com/unesco/j.php?MTID=m1&PW=abc", ("PW",)),
    ("https://teams.microsoft.com/meet/2571?p=aBc", ("p",)),
    ("https://meet.jit.si/Room#jwt=abc", ("jwt",)),
    ("https://bucket.example.org/a.mp4?X-Amz-Signature=abc", ("X-Amz-Signature",)),
    ("https://example.org/live?passcode=abc", ("passcode",)),
    ("https://example.org/live?p=2", ()),
    ("https://us02web.zoom.us/j/87375674909?pwd=", ()),
    ("https://vimeo.com/76979871/8272103f6e", ()),
]


@pytest.mark.parametrize(("written", "secrets"), SECRETS)
def test_what_lets_anybody_in_is_named(written: str, secrets: tuple[str, ...]) -> None:
    assert recognise(written).secrets == secrets


REFUSED = [
    ("", "begins with https://"),
    ("youtu.be/M7lc1UVf-VE", "begins with https://"),
    ("//www.youtube.com/watch?v=M7lc1UVf-VE", "begins with https://"),
    ("javascript:alert(1)", "begins with javascript:"),
    ("data:text/html,x", "begins with data:"),
    ("mailto:live@example.org", "begins with mailto:"),
    ("rtmp://a.rtmp.youtube.com/live2/abcd-efgh", "stream key"),
    ("https:///live", "names no host"),
    ("https:youtube.com/watch", "names no host"),
    ("https://example.org/a b", "no spaces"),
    ("https://example.org/a https://example.org/b", "no spaces"),
    ("https://example.org/a\u200bb", "invisible character (U+200B)"),
    ("https://example.org/a\x00b", "invisible character (U+0000)"),
    ("https://example.org/\ud800", "invisible character (U+D800)"),
    ("https://someone:word@example.org/", "user name or a password"),
    ("https://www.youtube.com\\@example.org/", "backslash"),
    ("https://example.org:99999/", "port"),
    ("https://exa<mple.org/", "cannot be the name of a host"),
    ("https://-example.org/", "cannot be the name of a host"),
    ("https://faß.example/", "xn--"),
    ("https://1.2.3/", "not the number of a host"),
    ("https://[::1/", "not the number of a port"),
    ("https://[nonsense]/", "not the number of a host"),
    ("https://example.org/" + "a" * 5000, "at most 4,096"),
]


@pytest.mark.parametrize(("written", "message"), REFUSED)
def test_what_is_no_address_is_refused_with_the_reason(written: str, message: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        recognise(written)
    assert message in str(refusal.value)


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(NotAnAddress) as refusal:
        recognise("https://someone:correcthorse@example.org/")
    assert "correcthorse" not in str(refusal.value)

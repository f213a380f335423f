"""Markdown from strangers becomes HTML that can do nobody harm, and plain text that reads well."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlw_build.markup import ShownPicture, tangled, to_html, to_plain, truncate_text, valid_address
from mlw_build.markup.limits import Tangled
from mlw_build.markup.reader import markdown_to_html, markdown_to_html_with_all_syntaxes

ATTACKS = """
<script>alert(1)</script>
<SCRIPT SRC=//e.org/x.js></SCRIPT>
<scr<script>ipt>alert(1)</script>
<img src=x onerror=alert(1)>
<img src="javascript:alert(1)">
<img src="//e.org/pixel.gif">
<img src="/\\e.org/pixel.gif">
<img src="\\\\e.org\\pixel.gif">
<img src="/&#9;/e.org/pixel.gif">
<img src="&#1;https://e.org/pixel.gif">
<img src="data:text/html;base64,PHNjcmlwdD4=">
<img srcset="https://e.org/pixel.gif 1x">
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
<iframe src="https://e.org"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="x.swf"></object><embed src="x.swf">
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href=" &#14; javascript:alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="https://e.org" onclick="alert(1)">x</a>
<a href="https://e.org" style="position:fixed;inset:0">x</a>
<div style="background:url(javascript:alert(1))">x</div>
<style>@import 'https://e.org/x.css'</style>
<link rel=stylesheet href="https://e.org/x.css">
<meta http-equiv=refresh content="0;url=https://e.org">
<base href="https://e.org/">
<form action="https://e.org"><input name=password><button formaction="javascript:alert(1)">x</button></form>
<video src=x onerror=alert(1)></video><audio src="https://e.org/a.mp3"></audio>
<details open ontoggle=alert(1)>x</details>
<template><script>alert(1)</script></template>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<textarea></textarea><xmp><img src=x onerror=alert(1)></xmp>
<!--><img src=x onerror=alert(1)>-->
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><script>alert(1)</script>
<a href="x-site:javascript%3Aalert(1)">x</a>
<a href="page:javascript:alert(1)">x</a>
<a href="media:javascript:alert(1)">x</a>
<a href="home://e.org/" onclick="alert(1)">x</a>
<a href='page:x#"><script>alert(1)</script>'>x</a>
<img src="media://e.org/pixel.gif">
<img src="media:https://e.org/pixel.gif">
<img src="media:x" alt='"><script>alert(1)</script>'>
<a href="X-Site:%01javascript%3Aalert(1)">x</a>
<a href="x-site:%2F%2Fe.org">x</a>
<img src="x-site:https%3A%2F%2Fe.org%2Fpixel.gif">
<img src="x-site:%2F%2Fe.org%2Fpixel.gif">
<p title='<a href="x-site:javascript%3Aalert(1)">'>x</p>
<blockquote cite="javascript:alert(1)">x</blockquote>
<q cite="javascript:alert(1)">x</q>
<p id="x" class="site-header" tabindex=1 contenteditable>x</p>
[x](javascript:alert(1))
[x](java\tscript:alert(1))
[x](<javascript:alert(1)>)
[x](data:text/html,x)
[x]: javascript:alert(1)
![x](javascript:alert(1))
![x](//e.org/pixel.gif)
![x](HTTPS://e.org/pixel.gif)
![x"onerror="alert(1)](a.png)
![x](a.png "t" onerror=alert(1))
<javascript:alert(1)>
[x](https://e.org){: onclick=alert(1) style="position:fixed" }
# x {: onmouseover=alert(1) }
*[HTML]: "><script>alert(1)</script>
[^1]: <script>alert(1)</script>
```html"><script>alert(1)</script>
`<script>alert(1)</script>`
\x02script\x03alert(1)
""".strip("\n").split("\n")


def everything(html: str) -> list[Element]:
    """All elements of a fragment, as browsers read it."""
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [one for one in fragment.iter() if isinstance(one.tag, str)]


def harm(html: str) -> list[str]:
    """What a fragment could do that it must not."""
    found = []
    for element in everything(html):
        name = element.tag.rpartition("}")[2].lower()
        if (
            name
            in "script style iframe object embed form input button link meta base svg math video audio template".split()
        ):
            found.append(f"<{name}>")
        found += [f"{key}={value}" for key, value in element.attrib.items() if is_harmful(key, value)]
    return found


def is_harmful(key: str, value: str) -> bool:
    """Whether an attribute runs something, restyles the page, or asks another host before its reader does."""
    address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", value).lower()
    if key in ("href", "src", "cite") and re.match(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", address):
        return True
    if key == "src" and re.match(r"[/\\]{2}|https?:", address):
        return True
    return key.startswith("on") or key in ("style", "srcset", "formaction")


def as_written(address: str) -> str | None:
    return address.removeprefix("media:")


def as_it_is(address: str) -> ShownPicture | None:
    return ShownPicture(address.removeprefix("media:"))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "a {} b", "> - {}", "| a | b |\n| - | - |\n| {} | x |"])
def test_an_attack_comes_to_nothing(attack: str, around: str) -> None:
    assert harm(to_html(around.format(attack), as_written, as_it_is)) == []


PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "[",
    "](",
    ")",
    "!",
    "\n",
    "\n\n",
    " ",
    "a",
    "*",
    "`",
    "```",
    "#",
    "|",
    ":",
    "{:",
    "}",
]
PIECES += [
    "<script>",
    "</script>",
    "<img src=",
    "onerror=",
    "javascript:",
    "<svg",
    "<a href=",
    "<!--",
    "-->",
    "<p ",
    "x",
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_mixture_of_markdown_and_html_does_harm(text: str) -> None:
    html = to_html(text, as_written, as_it_is)
    assert harm(html) == []
    assert "<" not in to_plain(re.sub(r"&lt;|<", "<", html)) or "&lt;" in html


def test_markdown_is_read_as_editors_know_it() -> None:
    html = to_html("**Strong** and *soft*\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n", as_written, as_it_is)
    for piece in ("<strong>Strong</strong>", "<em>soft</em>", "<li>one</li>", "<td>1</td>"):
        assert piece in html


def test_headings_take_their_place_below_the_pages_own() -> None:
    assert re.findall(r"<h\d", to_html("# A\n\n## B\n\n# C", as_written, as_it_is, level=3)) == ["<h3", "<h4", "<h3"]


def test_a_page_keeps_its_one_first_heading() -> None:
    assert "<h1" not in to_html("<h1>Mine</h1>\n\n# Second", as_written, as_it_is)


def test_ids_of_two_texts_on_one_page_do_not_meet() -> None:
    html = to_html("A[^1]\n\n[^1]: Note", as_written, as_it_is, prefix="about-")
    assert 'id="about-fn:1"' in html
    assert 'href="#about-fn:1"' in html


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    assert to_html("[the page](page:none)", lambda address: None, as_it_is) == "<p><span>the page</span></p>"


@pytest.mark.parametrize(
    ("copied", "written"),
    [
        ("https://matrix.to/#/#room:example.org", "https://matrix.to/#/%23room:example.org"),
        ("https://git.example.org/list?label[]=v3d&q=a|b", "https://git.example.org/list?label%5B%5D=v3d&q=a%7Cb"),
        ("https://[2001:db8::1]:8080/a[1]", "https://[2001:db8::1]:8080/a%5B1%5D"),
        ("https://example.org/100%/caf%C3%A9", "https://example.org/100%25/caf%C3%A9"),
        ("mailto:a@example.org?subject=One two", "mailto:a@example.org?subject=One%20two"),
        ("https://example.org/été?a=b&c=d#part/2?x", "https://example.org/été?a=b&c=d#part/2?x"),
        ("#one#two", "#one#two"),
    ],
)
def test_an_address_as_people_copy_it_becomes_a_valid_one(copied: str, written: str) -> None:
    assert valid_address(copied) == written
    assert valid_address(written) == written


def test_a_link_in_a_text_is_a_valid_address() -> None:
    html = to_html("[room](https://matrix.to/#/#room:example.org)", as_written, as_it_is)
    assert html == '<p><a href="https://matrix.to/#/%23room:example.org">room</a></p>'


def test_a_picture_of_another_host_is_a_link_to_it() -> None:
    assert (
        to_html("![A map](HTTPS://e.org/map.png)", as_written, as_it_is)
        == '<p><a href="HTTPS://e.org/map.png">A map</a></p>'
    )


def test_a_picture_of_the_site_is_loaded_when_it_comes_into_view() -> None:
    html = to_html("![A map](map.png)", as_written, as_it_is)
    assert html == '<p><img alt="A map" src="map.png" loading="lazy"></p>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<img alt="A map" src="map.png">', "![A map](map.png)"),
        ('<img alt="A map" src="media:map.png">', "![A map](media:map.png)"),
        ('<a href="page:about">About</a>', "[About](page:about)"),
        ('<a href="media:two halls.pdf">The halls</a>', "[The halls](media:two halls.pdf)"),
    ],
)
def test_html_leads_where_markdown_does(written: str, shown: str) -> None:
    assert to_html(f"See {written}", as_written, as_it_is) == to_html(f"See {shown}", as_written, as_it_is)


def test_a_picture_that_is_not_there_leaves_its_words() -> None:
    html = to_html("![A map of <halls>](map.png)", as_written, lambda address: None)
    assert html == "<p><span>A map of &lt;halls&gt;</span></p>"


SOURCES = (("image/avif", "map-320.avif 320w, map-640.avif 640w"), ("image/webp", "map-320.webp 320w"))


def in_sizes(address: str) -> ShownPicture | None:
    return ShownPicture("map-320.png", 640, 480, SOURCES, "92vw")


def whole_beside(address: str) -> ShownPicture | None:
    return ShownPicture("map-320.png", 640, 480, SOURCES, "92vw", whole="map.png")


def test_a_picture_is_offered_in_sizes_and_keeps_its_room_free() -> None:
    html = to_html('![A map](map.png "Two halls")', as_written, in_sizes)
    assert html == (
        '<p><picture><source type="image/avif" srcset="map-320.avif 320w, map-640.avif 640w" sizes="92vw">'
        '<source type="image/webp" srcset="map-320.webp 320w" sizes="92vw">'
        '<img alt="A map" src="map-320.png" title="Two halls" width="640" height="480" loading="lazy"></picture></p>'
    )


def test_a_picture_as_wide_as_its_editor_wants_it_is_loaded_for_that_width() -> None:
    html = to_html("![A map](map.png){width=200}", as_written, in_sizes)
    assert 'width="200"' in html
    assert 'height="' not in html
    assert re.findall('sizes="([^"]*)"', html) == ["200px", "200px"]


def test_a_picture_that_has_more_to_see_leads_to_all_of_it() -> None:
    html = to_html("![A map](map.png)", as_written, whole_beside)
    assert html.startswith('<p><a href="map.png"><picture><source ')
    assert html.endswith('loading="lazy"></picture></a></p>')


@pytest.mark.parametrize(
    "text",
    ["[![A map](map.png)](page:venue)", "[Here: ![A map](map.png)](page:none)", "![](map.png)"],
    ids=["in a link", "in a link that leads nowhere", "without words"],
)
def test_a_picture_is_no_link_within_another_nor_without_words_to_say_what_it_is(text: str) -> None:
    html = to_html(text, lambda address: "../venue/" if address == "page:venue" else None, whole_beside)
    assert 'href="map.png"' not in html
    assert "<picture>" in html


TANGLES = ["[" * 600, "> " * 3000 + "x", "".join(" " * 4 * depth + "- x\n" for depth in range(60)), "*" * 3000]
TANGLES += ["`" * 3000, "<div>" * 600, "<a " * 3000, "![" * 400, "_a" * 1500, "&" * 3000, "|" * 1500, "\\" * 3000]


@pytest.mark.parametrize("text", TANGLES, ids=lambda text: text[:6])
def test_a_text_that_would_tie_up_the_reader_is_still_shown(text: str) -> None:
    html = to_html(text, as_written, as_it_is)
    assert harm(html) == []
    if tangled(text):
        assert html.startswith("<p>")


@pytest.mark.parametrize("nested", ["- " * 200 + "b", "1. " * 200 + "b", "a\n:   b\n" * 500])
def test_lists_that_are_deeper_than_the_stack_are_shown_as_they_are_written(nested: str) -> None:
    assert to_html(nested, as_written, as_it_is) == f"<p>{nested.replace(chr(10), '&#10;').replace(' ', '&#32;')}</p>"


def test_a_text_that_is_too_deep_spoils_no_other_text() -> None:
    with pytest.raises(Tangled):
        markdown_to_html("a\n: b\n" * 2000)
    assert markdown_to_html(": c") == "<p>: c</p>"


def test_a_line_drawn_with_many_dashes_stays_a_line() -> None:
    assert to_html("a\n\n" + "- " * 40, as_written, as_it_is) == "<p>a</p>\n<hr>"


def test_no_tag_begins_inside_of_an_attribute() -> None:
    """Where tables get what they can be moved with, the theme looks for tags in the text."""
    assert to_html('<p title="<table onmouseover=alert(1) x">a</p>', as_written, as_it_is).count("<") == 2


MARKS = [
    *PIECES,
    "[^1]",
    "[^1]: ",
    "*[HTML]: ",
    "_",
    "\\",
    "~~~",
    "\n: ",
    "  \n",
    "\t",
    "]: ",
    "][",
    "- ",
    "1. ",
    "HTML",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
def test_leaving_out_the_syntaxes_that_a_text_cannot_have_changes_nothing(text: str) -> None:
    if not tangled(text):
        assert markdown_to_html(text) == markdown_to_html_with_all_syntaxes(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ('<p>See <a href="https://e.org/">this</a>.</p>', "See this (https://e.org/)."),
        ('<p><a href="https://e.org/">https://e.org/</a></p>', "https://e.org/"),
        ('<p><a href="../about/">about</a></p>', "about"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>Fish &amp; chips &lt;3</p>", "Fish & chips <3"),
        ('<p><img alt="A map" src="map.png"></p>', "A map"),
        ("", ""),
    ],
)
def test_plain_text_keeps_what_the_page_says(html: str, text: str) -> None:
    plain = to_plain(html)
    assert re.sub(r"\n+", "\n", plain) == re.sub(r"\n+", "\n", text)


@given(st.text(max_size=80), st.integers(2, 60))
def test_a_shortened_text_is_never_longer_than_asked_for(text: str, most: int) -> None:
    short = truncate_text(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")

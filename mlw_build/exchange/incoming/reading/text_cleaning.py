"""Texts of other tools as texts of ours: one way of cleaning for all formats.

Titles lose entities and tags, prose becomes Markdown with all of its links. Typographic spaces (U+202F) and direction
marks stay. What looks decoded wrongly is not repaired silently: `repair_encoding` gives the text that was probably
meant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

import ftfy
import ftfy.badness
from markdownify import markdownify

from mlw_build.exchange.incoming.reading.draft import Words
from mlw_build.markup import too_deep
from mlw_build.model.text import clean_text, one_line
from mlw_build.system.time_limit import TookTooLong, time_limit

LONGEST_TEXT = 200_000
"""Characters of a description that is taken apart; of a longer one, the words are brought in."""

DEEPEST_TAGS = 250
"""Tags of HTML within one another; those that are not closed are deeper and deeper, as the library takes them."""

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,20}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ESCAPED_TAG = re.compile(
    r"&(?:amp;){0,2}lt;/?(?:p|a|b|i|em|strong|br|ul|ol|li|div|span|h[1-6]|img|iframe)\b"
    r"[^<]{0,500}?/?&(?:amp;){0,2}gt;",
    re.I,
)
_TITLE_TAG = re.compile(r"</?(?:b|i|u|em|strong|br|span|sup|sub|p|a|font|small|tt|code|h[1-6])(?:\s[^<>]*)?/?>", re.I)
_BLOCK_TAG = re.compile(r"<(?:p|div|ul|ol|li|h[1-6]|table|blockquote|pre|br)(?:\s[^<>]*)?/?>", re.I)
_INLINE = re.compile(
    r"<(a|b|i|em|strong|u|span|font|small|code|h[1-6])(?:\s[^<>]*)?>|<(?:img)\s[^<>]*>|<br\s*/?>", re.I | re.S
)
_EMBEDDED = re.compile(r"<(iframe|embed|video|audio|source|object)\b([^<>]*)>(?:[^<]*</(?:iframe|object)\s*>)?", re.I)
_ADDRESS = re.compile(r"(?:src|data|href)\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_INVISIBLE = re.compile("[\u200b\u00ad\u2060\ufeff]")
_NOTHING = re.compile(r"^(none|null|nil|undefined|nan|n/a)$", re.I)
_MARKDOWN_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(\s+\"[^\"]*\")?\s*\)"
)
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.S)
_NO_LINK = re.compile(r"\]\((?=\s*<?(?!https?:|mailto:|tel:|#|\s*\))[^)\s])")
"""A bracket and a parenthesis side by side that Markdown would take for a link: `array[1](as above)`."""
_NO_REFERENCE = re.compile(r"^( {0,3})\[(?=[^\]\n]+\]:\s*(?!https?:|mailto:|tel:|<https?:)\S)", re.M)
_CANCELLED = r"CANCELL?ED|ABGESAGT|ANNULÉE?|CANCELADO"
_STATE = re.compile(
    rf"^\s*+[\[(*]*+\s*+(?P<word>{_CANCELLED})(?:\s*+[\])*]++)?(?:\s*+[:–—-]++)?\s++(?=\S)"
    rf"|^\s*+(?P<spelt>(?i:{_CANCELLED}))\s*+:\s++(?=\S)"
    rf"|(?<!\s)\s*+[\[(]\s*+(?P<last>(?i:{_CANCELLED}))\s*+[\])]\s*$"
)
_MARK = re.compile(r"^\s*+[\[(*]*+\s*+(AMENDMENT|AMENDED|POSTPONED|MOVED)(?:\s*+[\])*]++)?(?:\s*+[:–—-]++)?\s++(?=\S)")


class TooDeep(Exception):
    """HTML with more tags within one another than a description has."""


class WithoutTags(str):
    """A text whose HTML could not be taken apart, so that only its words are left; `text_notes` tells of it."""

    __slots__ = ()


def clean_line(text: object) -> str:
    """A title, name or other single line: no entities, tags, control or invisible characters; 'None' is nothing."""
    if not isinstance(text, str):
        return ""
    return _clean_line(text)


@lru_cache(maxsize=4096)
def _clean_line(text: str) -> str:
    text = _TITLE_TAG.sub("", unescape_entities(text))
    text = one_line(_INVISIBLE.sub("", clean_text(text)))
    return "" if _NOTHING.match(text) else text


def unescape_entities(text: str) -> str:
    """The text with HTML entities resolved, also where they were escaped twice."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def clean_prose(text: object, base_url: str = "") -> str:
    """A longer text as Markdown. HTML becomes Markdown, links stay, relative ones are resolved against the base."""
    if not isinstance(text, str) or not text.strip() or _NOTHING.match(text.strip()):
        return ""
    try:
        if len(text) <= LONGEST_TEXT:
            with time_limit():
                return _prose(text, base_url)
    except (TooDeep, RecursionError, TookTooLong):
        pass
    return WithoutTags(clean_text(_without_tags(unescape_entities(text))))


def _prose(text: str, base_url: str) -> str:
    while _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    text = _EMBEDDED.sub(_as_link, _INVISIBLE.sub("", clean_text(text)))
    if _is_html(text):
        text = _from_html(text)
    else:
        text = "".join(_with_tags_as_markdown(text))
        text = unescape_entities(text) if _ENTITY.search(text) and "`" not in text else text
    return clean_text(_with_whole_links(_tidy(text), base_url))


def _is_html(text: str) -> bool:
    """Whether a text is HTML rather than Markdown with a tag here and there."""
    blocks = len(_BLOCK_TAG.findall(text))
    if not blocks:
        return False
    return text.lstrip().startswith("<") or blocks * 2 > text.count("\n\n")


def _with_tags_as_markdown(text: str) -> Iterator[str]:
    """The pieces of a Markdown text with tags here and there: what stands between a tag and its end as Markdown."""
    done = 0
    unclosed: set[str] = set()
    for match in _INLINE.finditer(text):
        if match.start() < done:
            continue
        name, end = (match[1] or "").lower(), match.end()
        if name:
            close = None if name in unclosed else re.compile(rf"</{name}\s*>", re.I).search(text, end)
            if close is None:
                unclosed.add(name)  # nor will there be an end to the next of them
                continue
            end = close.end()
        yield text[done : match.start()]
        yield _from_html(text[match.start() : end])
        done = end
    yield text[done:]


def _without_tags(text: str) -> str:
    """The words of an HTML text that is too deep to be taken apart, with the addresses that it leads to."""
    linked = re.sub(r"<a\s[^<>]*>", lambda tag: f"<{found[1]}> " if (found := _ADDRESS.search(tag[0])) else "", text)
    return _tidy(re.sub(r"</?(?!https?:)[a-zA-Z][^<>]*>", "", _BLOCK_TAG.sub("\n\n", linked)))


def _from_html(text: str) -> str:
    if too_deep(text, DEEPEST_TAGS):
        raise TooDeep
    return markdownify(
        text,
        heading_style="atx",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
        wrap=False,
        newline_style="spaces",
        strip=["script", "style"],
    ).strip("\n")


def _as_link(match: re.Match[str]) -> str:
    address = _ADDRESS.search(match[2])
    return f'<a href="{address[1]}">{address[1]}</a>' if address else ""


def _break_or_nothing(spaces: re.Match[str]) -> str:
    """What remains of the spaces and tabs at the end of a line: two spaces, which break it, or none."""
    return spaces[0] if spaces[0] == "  " else ""


def _tidy(text: str) -> str:
    """At most one empty line in a row, no spaces at line ends but the two that break a line."""
    text = re.sub(r"(?<![ \t])[ \t]++$", _break_or_nothing, text, flags=re.M)
    text = re.sub(r"^[ \t]+$", "", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", _with_space_before_lists(text))


def _with_space_before_lists(text: str) -> str:
    """The text with an empty line before each list, without which Markdown takes its points for words."""
    lines: list[str] = []
    fenced = False
    for word in text.split("\n"):
        fenced ^= word.lstrip().startswith(("```", "~~~"))
        before = lines[-1] if lines else ""
        point = not fenced and re.match(r"^ {0,3}(?:[-*+•]|1[.)])\s+\S", word)
        if point and before.strip() and not re.match(r"^\s*(?:[-*+•]|\d+[.)])\s|^\s{2,}", before):
            lines.append("")
        lines.append(re.sub(r"^( {0,3})•\s+", r"\1- ", word) if not fenced else word)
    return "\n".join(lines)


def _with_whole_links(text: str, base_url: str) -> str:
    """The text with relative links resolved, or turned into their words; code stays as it is."""

    def whole(match: re.Match[str]) -> str:
        picture, label, target, title = match[1], match[2], match[3], match[4] or ""
        address = absolute_address(target, base_url)
        if address is None:
            return label or target
        return f"{picture}[{label}]({address}{title})" if address != target else match[0]

    pieces = _CODE.split(text)
    for number in range(0, len(pieces), 2):
        linked = _MARKDOWN_LINK.sub(whole, pieces[number])
        pieces[number] = _NO_REFERENCE.sub(r"\1\\[", _NO_LINK.sub("] (", linked))
    return "".join(pieces)


def absolute_address(address: str, base_url: str) -> str | None:
    """A link's target as a whole address; None where a relative one has no base. Anchors and mail stay."""
    target = address.strip()
    if not target:
        return None
    if re.match(r"^(https?://|mailto:|tel:|#)", target, re.I):
        return target
    if re.match(r"^[a-z][a-z0-9+.-]*:", target, re.I):
        return None
    if re.match(r"^www\.[\w-]+\.", target):
        return f"https://{target}"
    if target.startswith("//"):
        return f"https:{target}"
    return urljoin(base_url, target) if base_url else None


def web_address(address: object, base_url: str = "") -> str:
    """An address that can be linked: whole, http or https, without spaces; '' where it cannot be made one."""
    if not isinstance(address, str):
        return ""
    text = unescape_entities(clean_text(address)).strip(" <>\"'")
    if _NOTHING.match(text) or not text:
        return ""
    if re.match(r"^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?$", text, re.I) and not base_url:
        text = f"https://{text}"
    text = absolute_address(text, base_url) or ""
    text = quote(text, safe="%/:?#[]@!$&'()*+,;=~-._") if re.search(r"[\s<>\"\\|^`{}]", text) else text
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return ""
    return text if usable else ""


def split_status(title: str) -> tuple[str, str]:
    """A title without the word that says it is cancelled, and the status that this means ('' or cancelled).

    >>> status_in("CANCELLED Rust in anger")
    ('Rust in anger', 'cancelled')
    """
    match = _STATE.search(title)
    bare = (title[: match.start()] + title[match.end() :]).strip() if match else ""
    return (bare, "cancelled") if bare else (title, "")


def split_mark(title: str) -> tuple[str, str]:
    """A title without another word that organisers put before it, such as AMENDMENT, and that word."""
    match = _MARK.match(title)
    return (title[match.end() :], match[1]) if match else (title, "")


@lru_cache(maxsize=4096)
def repair_encoding(text: str) -> str:
    """What a wrongly decoded text was probably meant to be; '' where nothing looks wrong."""
    if text.isascii() or not ftfy.badness.is_bad(text):
        return ""
    repaired = ftfy.fix_encoding(text)
    return repaired if repaired != text else ""


def clean_texts(value: object, *, long: bool = False, base_url: str = "") -> Words:
    """A text or a mapping of language to text, cleaned; languages that say the same become one text."""
    tidy = (lambda text: clean_prose(text, base_url)) if long else clean_line
    if not isinstance(value, Mapping):
        return tidy(value)
    texts = {
        str(language).replace("_", "-"): text
        for language, one in value.items()
        if re.match(r"^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", str(language)) and (text := tidy(one))
    }
    if (len(set(texts.values())) == 1 and len(texts) > 1) or not texts:
        return next(iter(texts.values()), "")
    return texts


def first_text(value: Words) -> str:
    """The first of the texts, for ids and messages."""
    return value if isinstance(value, str) else next(iter(value.values()), "")


def join_paragraphs(*texts: str) -> str:
    """Several texts as paragraphs of one, each once."""
    kept: list[str] = []
    for text in texts:
        if text and not any(text in other for other in kept):
            kept.append(text)
    return "\n\n".join(kept)

"""XML from elsewhere: no entities, no external files, no network, bounded depth; every element knows its line."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from mlw_build.exchange.incoming.reading.source import SourceRefused, read_in_time

DEEPEST = 60
MOST_ELEMENTS = 500_000
_A_PIECE = 1_000_000


class _LinedParser(DefusedXMLParser):
    """Notes the line in which each element begins, and gives up on bottomless or boundless files."""

    def __init__(self) -> None:
        super().__init__(forbid_dtd=False, forbid_entities=True, forbid_external=True)
        # An attribute that a file gives to all elements of a kind would be there as often as they are.
        self.parser.AttlistDeclHandler = self._refuse_attributes
        self.lines: dict[Element, int] = {}
        self._depth = 0

    def _refuse_attributes(self, *_: object) -> None:
        raise SourceRefused("The XML declares attributes in its head, which a programme has no need of.")

    def _start(self, tag: str, attributes: list[str]) -> Element:
        self._depth += 1
        if self._depth > DEEPEST or len(self.lines) > MOST_ELEMENTS:
            raise SourceRefused("The XML is nested deeper, or has more elements, than any programme.")
        element: Element = super()._start(tag, attributes)  # type: ignore[misc]
        self.lines[element] = self.parser.CurrentLineNumber
        return element

    def _end(self, tag: str) -> Element:
        self._depth -= 1
        element: Element = super()._end(tag)  # type: ignore[misc]
        return element


def read_xml(octets: bytes, name: str) -> tuple[Element, Mapping[Element, int]]:
    """The root of an XML file and the line of each element.

    What XML forbids but tools write all the same (control characters, names of HTML entities, a bare `&`) is
    repaired. Raises Refused with the reason.
    """
    try:
        with read_in_time(name):
            return _parsed(octets)
    except DefusedXmlException:
        raise SourceRefused(
            f"{name} defines entities or refers to other files, which a programme has no need of."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        try:
            with read_in_time(name):
                return _parsed(_repaired(octets))
        except (ParseError, ValueError, LookupError, DefusedXmlException):
            raise SourceRefused(f"{name} is not well-formed XML: {error}.") from None


def _parsed(octets: bytes) -> tuple[Element, Mapping[Element, int]]:
    parser = _LinedParser()
    # In pieces, between which it can be stopped.
    for at in range(0, len(octets), _A_PIECE):
        parser.feed(octets[at : at + _A_PIECE])
    root: Element = parser.close()
    return root, parser.lines


_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x(?:[0-8bBcC]|0[0-8bBcC]|[01][eEfF]|1[0-9a-fA-F])|[0-8]|1[124-9]|2\d|3[01]);"
)
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:(\w+);)?")


def _repaired(octets: bytes) -> bytes:
    """The bytes of a text in an ASCII-like encoding without what makes it no XML."""

    def character(match: re.Match[bytes]) -> bytes:
        name = (match[1] or b"").decode("ascii", errors="ignore")
        named = html.entities.html5.get(f"{name};") if name else None
        if named:
            return "".join(f"&#{ord(text)};" for text in named).encode()
        return b"&amp;" + match[0][1:]

    return _NAMED.sub(character, _FORBIDDEN.sub(b"", octets))


def element_text(element: Element | None, name: str = "") -> str:
    """The text of an element, or of its child of this name; '' where there is none."""
    if element is not None and name:
        element = element.find(name)
    if element is None:
        return ""
    return "".join(element.itertext()).strip()

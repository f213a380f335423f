"""A drawing is shown to visitors only if it is nothing but a drawing."""

import itertools
from pathlib import Path

import pytest

from mlw_build.read.media import media_problem

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
HTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'

HARMLESS = [
    f'{SVG}<path d="M0 0h10" fill="url(#a)"/><use href="#a"/></svg>',
    f'{SVG}<style>.a {{ fill: url(#g); }}</style><g class="a"/></svg>',
    f'{SVG}<image href="data:image/png;base64,iVBORw0KGgo="/></svg>',
    f"{SVG}<title>How url(x) and @import work</title></svg>",
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    f'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">{SVG}</svg>',
]
HARMFUL = [
    (f"{SVG}<script>alert(1)</script></svg>", "<script>"),
    ('<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script/></x:svg>', "<script>"),
    (f'{SVG[:-1]} onload="alert(1)"></svg>', "onload"),
    (f'{SVG}<g ONCLICK="x"/></svg>', "onclick"),
    (f"{SVG}<foreignObject/></svg>", "<foreignObject>"),
    (f"{SVG}<h:meta {HTML} http-equiv='refresh' content='0;url=https://e.org'/></svg>", "<meta>"),
    (f'{SVG}<image xlink:href="https://e.org/a.png"/></svg>', "outside itself"),
    (f'{SVG}<a href="java\tscript:alert(1)"/></svg>', "outside itself"),
    (f'{SVG}<use href="other.svg#a"/></svg>', "outside itself"),
    (f'{SVG}<image href="data:image/svg+xml,&lt;svg/&gt;"/></svg>', "outside itself"),
    (f'{SVG}<g style="fill: url(https://e.org/a)"/></svg>', "outside itself"),
    (f'{SVG}<g style="background: URL ( //e.org/a)"/></svg>', "outside itself"),
    (f"{SVG}<style>@import 'https://e.org/a.css'</style></svg>", "outside itself"),
    (f"{SVG}<style>@im&#x70;ort 'https://e.org/a.css'</style></svg>", "outside itself"),
    (f"{SVG}<style>@IMPORT 'https://e.org/a.css'</style></svg>", "outside itself"),
    (f"{SVG}<style>@im\\70 ort 'https://e.org/a.css'</style></svg>", "outside itself"),
    (f"{SVG}<style>g {{ background: image-set('https://e.org/a' 1x) }}</style></svg>", "outside itself"),
    (f'{SVG}<set attributeName="href" to="javascript:alert(1)"/></svg>', "<set>"),
    (f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}&a;</svg>', "entities"),
    (f'<?xml-stylesheet href="https://e.org/a.css"?>{SVG}</svg>', "xml-stylesheet"),
    ("<svg><g></svg>", "well-formed"),
    ("", "well-formed"),
]


@pytest.mark.parametrize("drawing", HARMLESS)
def test_a_plain_drawing_is_published(tmp_path: Path, drawing: str) -> None:
    file = tmp_path / "a.svg"
    file.write_text(drawing)
    assert media_problem(file) is None


@pytest.mark.parametrize(("drawing", "reason"), HARMFUL)
def test_a_drawing_that_does_more_is_refused_with_the_reason(tmp_path: Path, drawing: str, reason: str) -> None:
    file = tmp_path / "a.svg"
    file.write_text(drawing)
    message, hint = media_problem(file) or ("", "")
    assert reason in message
    assert "Export it" in hint


def test_a_nest_of_entities_is_refused_without_being_expanded(tmp_path: Path) -> None:
    names = "abcdefghij"
    pairs = itertools.pairwise(names)
    entities = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairs)
    file = tmp_path / "a.svg"
    file.write_text(f"<!DOCTYPE svg [{entities}]>{SVG}&j;</svg>")
    assert media_problem(file) is not None


def test_a_drawing_in_another_encoding_is_looked_into_as_well(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_bytes(f"{SVG}<script/></svg>".encode("utf-16"))
    assert "<script>" in (media_problem(file) or ("",))[0]


def test_other_pictures_are_not_looked_into(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"<script>")
    assert media_problem(file) is None

"""themes/NAME/theme.yaml: what a theme is made of."""

from typing import Annotated, Any

from pydantic import Field

from mlw_build.model.schema.entry import Entry
from mlw_build.model.schema.values import Id, Line, OneOrMore

Files = Annotated[list[Line], OneOrMore]


class ThemeEntry(Entry):
    """A theme of a site's own, or one that comes with the tool."""

    name: Annotated[Line | None, Field(description="The theme's name, as that of its folder.")] = None
    extends: Annotated[Id | None, Field(description="The theme that this one changes; without it, none.")] = None
    styles: Annotated[Files, Field(description="Style sheets in static/, joined in this order.")] = Field(
        default_factory=list
    )
    scripts: Annotated[Files, Field(description="Scripts in static/ that every page loads as modules.")] = Field(
        default_factory=list
    )
    page_scripts: Annotated[
        dict[Line, Files], Field(description="Scripts that only some kinds of pages load: a list per kind.")
    ] = Field(default_factory=dict)
    first_script: Annotated[Line | None, Field(description="A script that runs before a page is drawn.")] = None
    options: Annotated[
        dict[Line, Any], Field(description="What sites may set under `look: options:`, with defaults.")
    ] = Field(default_factory=dict)
    measures: Annotated[
        list[Line],
        OneOrMore,
        Field(description="What the theme vouches for in the accessibility statement: the words `measure_NAME`."),
    ] = Field(default_factory=list)

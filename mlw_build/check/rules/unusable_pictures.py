"""What is found when pictures are opened, which the site does: the rules are here to be settable like others."""

from __future__ import annotations

from mlw_build.diagnostics import Rule, Severity

BROKEN_PICTURE = Rule("broken-picture", "A picture that cannot be shown", Severity.WARNING)
RULES = (BROKEN_PICTURE,)

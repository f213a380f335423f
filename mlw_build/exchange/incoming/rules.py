"""The kinds of problems that an import can meet. Each is brought in as well as it goes, and said."""

from __future__ import annotations

from mlw_build.diagnostics import Rule, Severity

ZONE_UNKNOWN = Rule("import-zone", "A source that names no time zone", Severity.WARNING)
TIME_UNREADABLE = Rule("import-time", "A time in a source that cannot be read as it is", Severity.WARNING)
END_GUESSED = Rule("import-end", "A session in a source that says nothing about its end", Severity.WARNING)
ID_SHARED = Rule("import-id", "An id in a source that stands for several things", Severity.WARNING)
SPEAKER_UNKNOWN = Rule("import-speaker", "A speaker in a source who is described nowhere", Severity.WARNING)
TEXT_DAMAGED = Rule("import-text", "A text in a source that was decoded wrongly", Severity.WARNING)
VALUE_UNUSABLE = Rule("import-value", "A value in a source that cannot be used as it is", Severity.WARNING)
LEFT_OUT = Rule("import-left-out", "What a source has and a site has no place for", Severity.NOTE)
CONFLICT = Rule("import-conflict", "Changed by hand here and in the source as well", Severity.WARNING)
DROPPED = Rule("import-dropped", "What the newer source no longer has", Severity.NOTE)
RULES = (
    ZONE_UNKNOWN, TIME_UNREADABLE, END_GUESSED, ID_SHARED, SPEAKER_UNKNOWN, TEXT_DAMAGED, VALUE_UNUSABLE,
    LEFT_OUT, CONFLICT, DROPPED,
)  # fmt: skip

"""Programmes of other tools, brought in as the files that an editor would have written.

A source is recognised and read by one module a format into a `Draft`; the draft is settled (times, ids, texts),
laid out as records, and the records are merged with what is there already.
"""

"""Resolving: the fewest moves of sessions after which nothing clashes, and the edits that make them."""

"""Diagnostics, printed: one module a format."""

"""Checks: from the conference to diagnostics. A check is one function in its family's module."""

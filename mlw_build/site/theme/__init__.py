"""Themes: their files and options, the words of the interface, and the environment that templates run in."""

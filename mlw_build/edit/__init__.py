"""Editing what editors wrote: exact changes to a file's text, with everything else kept to the byte."""

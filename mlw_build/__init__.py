"""A static site generator for conferences: from YAML and Markdown to a checked, published site."""

__version__ = "0.1.0"

"""The preview: the site in a browser while its files are edited."""

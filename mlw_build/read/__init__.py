"""Reading: files under a site's root become documents, every value with its place in its file."""

"""Files beside the pages: feeds, data, search, sitemap, offline use, and what hosts read."""

"""What a build keeps for the next one: stored files, read Markdown, chunks of pages, and the key that tells them from
forgeries."""

"""The site: what it consists of (plan), and how each of its files is made (render)."""

"""Pictures: sized for where they are shown, in formats that telephones load fast, without what cameras write into them.

`source` reads a picture's head, `recipe` says which files a use of it needs, `draw` makes one of them, `store` keeps
what was made, `metadata` cleans files that are published whole, `uses` knows where a conference shows pictures.
"""

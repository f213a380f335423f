"""Small formats of text that many parts write: JSON, XML, and suggestions for misspelt words."""

"""The formats that are read, one module each: from a source to a draft."""

"""The programme as files that other programs read, one module a format. Each is a pure function to octets."""

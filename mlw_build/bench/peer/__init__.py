"""The peer to compare with: Hugo, and a small site of its own for the same conference."""

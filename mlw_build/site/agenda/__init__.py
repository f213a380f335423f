"""A day's programme laid out: the grid, its parts, the overview and the artwork drawn from it."""

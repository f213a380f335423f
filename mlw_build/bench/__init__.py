"""The benchmark: a synthetic conference of any size, and where a build of it spends its time."""

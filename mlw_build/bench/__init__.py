"""The benchmark: a made-up conference of any size, what building it takes, and how that compares with Hugo."""

"""What the machine gives: files written whole and opened safely, workers, limits of time."""

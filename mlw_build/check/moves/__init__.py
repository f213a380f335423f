"""Ways out of clashes: trial moves of a session, and what each would cost."""

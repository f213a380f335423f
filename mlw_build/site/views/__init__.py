"""What several kinds of pages show: the frozen values that templates are given, and how they are made."""

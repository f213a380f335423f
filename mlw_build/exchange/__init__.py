"""Programmes in and out: `incoming` brings in what other tools wrote, `outgoing` writes what apps read."""

"""How clashes are found: what sessions book, and one sweep line over all bookings."""

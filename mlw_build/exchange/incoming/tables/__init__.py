"""Tables (CSV, spreadsheets, records): their rows, and which column is which."""

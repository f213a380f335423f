"""The calendar lock: what subscribers were told, as text, compared with the programme, and updated."""

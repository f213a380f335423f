"""Calendars: one VEVENT for a session, serialised once and reused in every feed."""

"""Shapes of the API of cases; no rule lives here."""

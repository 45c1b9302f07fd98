"""The number under which rights stand now: equal numbers mean equal posts, units, areas, roles and grants."""

from django.db import connection


def current() -> int:
    """One read of one row by its key, at every request, hence plain SQL. 0: not known, nothing may be kept under it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM jurisdictions_epoch WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0

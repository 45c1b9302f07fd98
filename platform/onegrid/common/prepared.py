"""Statements that the server parses and plans once per connection: for what every request and every act sends."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

_THRESHOLD = 5  # psycopg's own default; Django turns preparing off, for its own statements hardly ever come again


class _Prepared(psycopg.RawCursor[Any]):
    """Binds on the server, unlike the cursors of Django's connection."""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> "_Prepared":
        """Prepared at its first use."""
        super().execute(query, params, prepare=True)
        return self


def prepared(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one SELECT on Django's own connection and in its transaction.

    Placeholders are `$1`, `$2`, as the server writes them. The text should be one of few, for the server keeps each;
    parameters may be of any type that the statement itself makes clear, whole numbers are sent without one.
    """
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = _THRESHOLD
    # The same statement with numbers of another size would be another one to the server.
    untyped = [str(one) if type(one) is int else one for one in params]
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(_Prepared(raw)) as cursor:  # type: ignore[arg-type]  # the stubs name the wrapper
        cursor.execute(sql, untyped)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

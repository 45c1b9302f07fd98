"""Several statements in one round trip on Django's own connection and transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]


class Writes:
    """Collects statements; `flush` sends them together, in order, and hands RETURNING rows to who asked for them."""

    def __init__(self) -> None:
        self._statements: list[str] = []
        self._params: list[Any] = []
        self._takers: list[Callable[[Rows], None] | None] = []

    def add(self, sql: str, params: Sequence[Any] = (), take: Callable[[Rows], None] | None = None) -> None:
        """Queue one statement. `take` gets its rows after the flush."""
        self._statements.append(sql)
        self._params.extend(params)
        self._takers.append(take)

    def flush(self) -> None:
        """Send everything queued so far."""
        if not self._statements:
            return
        statements, params, takers = self._statements, self._params, self._takers
        self._statements, self._params, self._takers = [], [], []
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(statements), params)
            for at, take in enumerate(takers):
                if at:
                    cursor.nextset()
                if take is not None:
                    take(cursor.fetchall())

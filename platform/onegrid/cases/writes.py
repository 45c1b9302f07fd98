"""Several statements in one round trip on Django's own connection and transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection

from onegrid.common.prepared import prepared, prepared_last

Rows = list[tuple[Any, ...]]


class Writes:
    """Collects statements; `flush` sends them together, in order, and hands RETURNING rows to who asked for them.

    Where all of them are calls of functions, which is every common act, they go as one statement that the server has
    planned before.
    """

    def __init__(self) -> None:
        self._queued: list[tuple[str, Sequence[Any], Callable[[Rows], None] | None]] = []

    def add(self, sql: str, params: Sequence[Any] = (), take: Callable[[Rows], None] | None = None) -> None:
        """Queue one statement. `take` gets its rows once it is sent."""
        self._queued.append((sql, params, take))

    def call(self, function: str, *params: Any, take: Callable[[Any], None] | None = None) -> None:
        """Queue one call of a function of the database. `take` gets what it answers once it is sent."""
        self._queued.append((_Call(function), params, (lambda rows: take(rows[0][0])) if take else None))

    def amend(self, function: str, key: Any, *last: Any) -> bool:
        """Other last parameters for the queued call of `function` that has `key` as its first; False where none is."""
        for at, (sql, params, take) in enumerate(self._queued):
            if isinstance(sql, _Call) and sql == function and params[0] == key:
                self._queued[at] = (sql, (*params[: len(params) - len(last)], *last), take)
                return True
        return False

    def flush(self) -> None:
        """Send everything queued so far; inside `held_together`, not before the block ends or somebody reads, unless
        the rows of a statement are waited for."""
        held = _held.get()
        if held is None or held is self:
            self._send()
            return
        queued, self._queued = self._queued, []
        held._queued += queued
        if any(take is not None and not isinstance(sql, _Call) for sql, _, take in queued):
            held._send()

    def _send(self) -> None:
        if not self._queued:
            return
        queued, self._queued = self._queued, []
        if all(isinstance(sql, _Call) for sql, _, _ in queued):
            text = _together(tuple((sql, len(params)) for sql, params, _ in queued))
            sent = [one for _, params, _ in queued for one in params]
            if all(take is None for *_, take in queued):
                prepared_last(text, sent)
                return
            (answers,) = prepared(text, sent)
            for answer, (_, _, take) in zip(answers, queued, strict=True):
                if take is not None:
                    take([(answer,)])
            return
        with connection.cursor() as cursor:
            # Each statement by itself: psycopg keeps how it split a text only while the text is short.
            cursor.execute(";\n".join(cursor.mogrify(_text(sql, params), params) for sql, params, _ in queued))
            for at, (_, _, take) in enumerate(queued):
                if at:
                    cursor.nextset()
                if take is not None:
                    take(cursor.fetchall())


class _Call(str):
    """The name of a function instead of a statement."""

    __slots__ = ()


def _text(sql: str, params: Sequence[Any]) -> str:
    return f"SELECT {sql}({', '.join(['%s'] * len(params))})" if isinstance(sql, _Call) else sql


@lru_cache(maxsize=500)
def _together(calls: tuple[tuple[str, int], ...]) -> str:
    """Several calls as the columns of one row: evaluated from left to right, each sees what the one before it wrote."""
    numbers = iter(range(1, 1 + sum(count for _, count in calls)))
    columns = (f"{name}({', '.join(f'${next(numbers)}' for _ in range(count))})" for name, count in calls)
    return f"SELECT {', '.join(columns)}"


_held: ContextVar[Writes | None] = ContextVar("held_writes", default=None)


def amend_held(function: str, key: Any, *last: Any) -> bool:
    """As `Writes.amend`, on what `held_together` has not sent yet."""
    held = _held.get()
    return held is not None and held.amend(function, key, *last)


@contextmanager
def held_together() -> Iterator[None]:
    """Statements that are flushed inside go out together when the block ends.

    Any other statement inside (a read, a row saved by a model) sends what is held first, so that nobody ever sees the
    transaction in another order than it was written.
    """
    held = Writes()

    def send_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        held._send()
        return execute(sql, params, many, context)

    token = _held.set(held)
    try:
        with connection.execute_wrapper(send_first):
            yield
            held._send()
    finally:
        _held.reset(token)

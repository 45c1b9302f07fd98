"""Statements that the server parses and plans once per connection: for what every request and every act sends."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import psycopg
from django.db import connection
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from onegrid.common.postgresql.base import ours

_THRESHOLD = 5  # psycopg's own default; Django turns preparing off, for its own statements hardly ever come again


class _Prepared(psycopg.RawCursor[Any]):
    """Binds on the server, unlike the cursors of Django's connection."""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> "_Prepared":
        """Prepared at its first use."""
        super().execute(query, params, prepare=True)
        return self


def prepared(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement on Django's own connection and in its transaction.

    Placeholders are `$1`, `$2`, as the server writes them. The text should be one of few, for the server keeps each;
    parameters may be of any type that the statement itself makes clear, whole numbers are sent without one.
    """
    connection.ensure_connection()
    ours().send_last_words()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = _THRESHOLD
    untyped = _untyped(params)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(_Prepared(raw)) as cursor:  # type: ignore[arg-type]  # the stubs name the wrapper
        cursor.execute(sql, untyped)
        found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        return found


def prepared_last(sql: str, params: Sequence[Any]) -> None:
    """As `prepared`, for what an act writes last and whose answer nobody reads: it goes with the COMMIT."""

    def send() -> None:
        raw = connection.connection
        if raw.prepare_threshold is None:
            raw.prepare_threshold = _THRESHOLD
        _Prepared(raw).execute(sql, _untyped(params))

    if not ours().leave_for_commit(send):
        prepared(sql, params)


def _untyped(params: Sequence[Any]) -> list[Any]:
    """The same statement with numbers of another size would be another one to the server."""
    return [str(one) if type(one) is int else one for one in params]


def prepared_first(sql: str, number: int) -> list[tuple[Any, ...]]:
    """As `prepared`, for the statement with which an act begins: BEGIN goes with it in the same round trip.

    Its one parameter `$1` is a whole number. Where a transaction is open already, or somebody watches the statements,
    it is sent like any other.
    """
    connection.ensure_connection()
    raw = connection.connection
    is_first = not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE
    if not is_first or connection.queries_logged or connection.execute_wrappers:
        return prepared(sql, (number,))
    with connection.wrap_database_errors:
        return _begin_with(raw, sql, number)


_names = count()
_first: dict[str, bytes] = {}  # text -> name, the same on each connection


def _begin_with(raw: Any, sql: str, number: int) -> list[tuple[Any, ...]]:
    name = _first.get(sql) or _first.setdefault(sql, b"_og_first_%d" % next(_names))
    if not _is_known(raw, name, sql):
        return prepared(sql, (number,))
    result = raw.pgconn.exec_(b"BEGIN; EXECUTE %b(%d)" % (name, int(number)))
    if _is_unknown(result):  # a pooler between us and the server gives statements names of its own
        raw.pgconn.exec_(b"ROLLBACK")
        raw._prepared._names.pop((name, ()))
        return prepared(sql, (number,))
    if result.status != ExecStatus.TUPLES_OK:
        raise error_from_result(result, encoding=raw.info.encoding)
    reader = Transformer(raw)
    reader.set_pgresult(result)
    return reader.load_rows(0, result.ntuples, tuple)


def _is_known(raw: Any, name: bytes, sql: str) -> bool:
    """Prepared where it is new on the connection. It stands in psycopg's own list of statements, which is emptied
    whenever the server is told to forget them all (after each rollback), so that none is asked for that is gone."""
    known, key = raw._prepared._names, (name, ())
    if key in known:
        known.move_to_end(key)
        return True
    if raw.pgconn.prepare(name, sql.encode()).status != ExecStatus.COMMAND_OK:
        return False
    known[key] = name
    return True


def _is_unknown(result: Any) -> bool:
    found = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
    return bool(found) and found.decode() == psycopg.errors.InvalidSqlStatementName.sqlstate

"""The backend itself; Django finds it by the setting ENGINE."""

import select
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Every request takes a connection from the pool, so the check is paid for at every request."""

    _last_words: Callable[[], None] | None = None

    def leave_for_commit(self, send: Callable[[], None]) -> bool:
        """Keep what an act writes last, to go out with its COMMIT in one round trip.

        False where that can't be: no transaction of its own, or somebody watches the statements. Every other statement
        sends it first, so that nothing is ever seen in another order.
        """
        alone = (
            self.in_atomic_block and not self.savepoint_ids and not self.execute_wrappers and not self.queries_logged
        )
        if not alone or self.needs_rollback:
            return False
        self.send_last_words()
        self._last_words = send
        return True

    def send_last_words(self) -> None:
        """Now, because something else is to be sent."""
        send, self._last_words = self._last_words, None
        if send is not None:
            send()

    def _cursor(self, name: str | None = None) -> Any:
        self.send_last_words()
        return super()._cursor(name)  # type: ignore[misc]  # the stubs leave out what only backends see

    def _commit(self) -> None:
        send, self._last_words = self._last_words, None
        if send is None or self.connection is None:
            super()._commit()  # type: ignore[misc]
            return
        with self.wrap_database_errors, self.connection.pipeline():
            send()
            self.connection.commit()

    def _rollback(self) -> None:
        self._last_words = None
        super()._rollback()  # type: ignore[misc]

    @property
    def is_pooled(self) -> bool:
        """Closing then means giving back."""
        return bool(self.settings_dict["OPTIONS"].get("pool"))

    @property
    def pool(self) -> "ConnectionPool[Any] | None":
        """Django's pool. It is made by Django with all its options, so that it can only be changed afterwards."""
        pool: ConnectionPool[Any] | None = super().pool
        if pool is not None and not isinstance(pool._pool, _NewestFirst):
            with _changing:
                if not isinstance(pool._pool, _NewestFirst):
                    pool._pool = _NewestFirst(pool._pool)
            if self.settings_dict["CONN_HEALTH_CHECKS"]:
                pool._check = still_there
        return pool


def ours() -> DatabaseWrapper:
    """The connection of this thread, as what it is."""
    return cast(DatabaseWrapper, connection)


_changing = Lock()


class _NewestFirst(deque[Any]):
    """The connection that was given back last is taken first: its plans and the server's caches are warm.

    Taken in turn, each of eight would have to plan everything anew, and none could ever be let go as idle.
    """

    def append(self, connection: Any) -> None:
        self.appendleft(connection)


def still_there(connection: psycopg.Connection[Any]) -> None:
    """Raises where the server has gone: its end is closed then, which an idle line shows by having something to read.

    What else there may be to read (a notice, a changed parameter) is settled by asking the server after all.
    """
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    if line.poll(0):
        ConnectionPool.check_connection(connection)

"""The backend itself; Django finds it by the setting ENGINE."""

import select
from collections import deque
from threading import Lock
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Every request takes a connection from the pool, so the check is paid for at every request."""

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

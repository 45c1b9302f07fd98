"""The backend itself; Django finds it by the setting ENGINE."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Every request takes a connection from the pool, so the check is paid for at every request."""

    @property
    def pool(self) -> "ConnectionPool[Any] | None":
        """Django's pool; Django fills the check in itself, so that it can only be replaced afterwards."""
        pool: ConnectionPool[Any] | None = super().pool
        if pool is not None and self.settings_dict["CONN_HEALTH_CHECKS"]:
            pool._check = still_there
        return pool


def still_there(connection: psycopg.Connection[Any]) -> None:
    """Raises where the server has gone: its end is closed then, which an idle line shows by having something to read.

    What else there may be to read (a notice, a changed parameter) is settled by asking the server after all.
    """
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    if line.poll(0):
        ConnectionPool.check_connection(connection)

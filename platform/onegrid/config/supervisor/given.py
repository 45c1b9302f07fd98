"""The database that ONEGRID_DATABASE_URL names: met before anything is started, so that people read its own words."""

import time
from collections.abc import Callable

import psycopg

from onegrid.config.settings import environment as env
from onegrid.config.supervisor.postgres import OLDEST

_PATIENCE = 10.0
"""Seconds for a server that is on its way up."""


class NoDatabase(Exception):
    """It can not be used as it is; the words are the server's own, with the mend."""


def require_database(url: str, *, is_stopping: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Return once it lets us in, or when we are to stop. A refused password is told at once, all else after a while."""
    until = time.monotonic() + patience
    while not is_stopping():
        try:
            _look(url)
        except psycopg.OperationalError as error:
            is_refused = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
            if is_refused or time.monotonic() > until:
                raise NoDatabase(_told(error)) from None
        except (psycopg.Error, ValueError) as error:
            raise NoDatabase(_told(error)) from None
        else:
            return
        time.sleep(0.25)


def _look(url: str) -> None:
    entry = env.database(url)
    with psycopg.connect(
        dbname=entry["NAME"],
        user=entry["USER"],
        password=entry["PASSWORD"],
        host=entry["HOST"],
        port=entry["PORT"],
        **{"connect_timeout": 5, **entry["OPTIONS"]},
    ) as connection:
        version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise NoDatabase(
            f"ONEGRID_DATABASE_URL names PostgreSQL {version}; {OLDEST} or later is needed / "
            f"ONEGRID_DATABASE_URL 指向 PostgreSQL {version}，需要 {OLDEST} 或更高版本"
        )


def _told(error: Exception) -> str:
    return (
        f"{str(error).strip()}\n"
        "请检查 ONEGRID_DATABASE_URL 中的主机、端口、用户名、密码和库名 · "
        "check host, port, user, password and database name in ONEGRID_DATABASE_URL"
    )

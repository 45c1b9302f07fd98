"""A pooled connection is known to be dead without asking the server."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from onegrid.common.postgresql.base import still_there
from onegrid.config.supervisor.process import wait_until


@pytest.fixture
def other(transactional_db: None) -> Any:
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"],
        port=where["PORT"],
        user=where["USER"],
        password=where["PASSWORD"],
        dbname=where["NAME"],
        autocommit=True,
    ) as opened:
        yield opened


def _gone(other: psycopg.Connection[Any]) -> bool:
    try:
        still_there(other)
    except psycopg.OperationalError:
        return True
    return False


def test_a_living_connection_passes(other: psycopg.Connection[Any]) -> None:
    still_there(other)
    assert other.execute("SELECT 1").fetchone() == (1,)


def test_a_connection_whose_server_process_ended_does_not(other: psycopg.Connection[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
    assert wait_until(lambda: _gone(other), seconds=10)


def test_something_else_to_read_is_no_death(other: psycopg.Connection[Any]) -> None:
    other.execute("LISTEN news")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY news")
    still_there(other)
    assert other.execute("SELECT 2").fetchone() == (2,)

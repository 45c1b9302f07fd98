"""The world once a module, in a transaction that no test outlives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from onegrid.cases import directory
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.jurisdictions import policy
from onegrid.sla import calendar
from tests.isolation.city import World, make_world


def _forget() -> None:
    """Ids of rolled-back rows come again; what a process remembers by them must not."""
    for forget in (catalog.forget, policy.forget, directory.forget, calendar.forget, cache.clear):
        forget()
    clock._set(clock.offset() * 0)


@pytest.fixture(scope="module")
def loaded_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Every test's own transaction is a savepoint inside this one."""
    _forget()
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        # Here, once: what is still to be checked would be checked anew at the end of every test.
        connection.check_constraints()
        # No statistics come by themselves inside a transaction; without them who one is takes twenty times as long.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield made
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def world(loaded_world: World, db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    """The world, with files in a folder of the test."""
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()
    yield loaded_world
    calendar.forget()
    clock._set(clock.offset() * 0)

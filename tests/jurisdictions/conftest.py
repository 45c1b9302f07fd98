"""The whole city once a module, in a transaction that no test outlives; business time that tests may move."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from rest_framework.test import APIClient

from onegrid.common import clock
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person
from tests.factories.jurisdictions import PostFactory, load_city

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def loaded_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every test's own transaction is a savepoint inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_city()
        connection.check_constraints()  # once here, or everything loaded is checked anew at the end of every test
        yield
        transaction.set_rollback(True)


@pytest.fixture
def city(loaded_city: None, db: None) -> None:
    """Divisions, units and roles; no people."""


@pytest.fixture
def person() -> Person:
    """Who signs in with PASSWORD."""
    found: Person = PostFactory(role_slug="dispatcher", unit_code="C321311").person
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.fixture
def move_clock() -> Iterator[Callable[[dt.date], None]]:
    """Sets business time to the noon of a day in the city."""

    def to(day: dt.date) -> None:
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=clock.zone())
        clock._set(noon - clock.real_now())

    yield to
    clock._set(dt.timedelta(0))


@pytest.fixture
def client_of() -> Iterator[Callable[[Actor], APIClient]]:
    """A client that sends the actor's token."""
    cache.clear()

    def of(actor: Actor) -> APIClient:
        client = APIClient()
        token, _expires = tokens.issue(actor.person_id or 0, actor.token_serial)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    yield of
    cache.clear()

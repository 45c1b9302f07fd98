"""People and reference data of the catalog's tests."""

from collections.abc import Iterator

import pytest

from onegrid.catalog import selectors
from onegrid.jurisdictions.policy import Actor
from tests.factories import catalog as make


@pytest.fixture
def people(db: None) -> tuple[Actor, Actor]:
    """(designer, handler) with roles and a code set."""
    make.make_code_set()
    return make.make_people()


@pytest.fixture
def designer(people: tuple[Actor, Actor]) -> Actor:
    """May publish."""
    return people[0]


@pytest.fixture
def handler(people: tuple[Actor, Actor]) -> Actor:
    """May not."""
    return people[1]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    selectors.forget()
    yield
    selectors.forget()

"""The cast of these tests: a small city with a published three-task process."""

import datetime as dt
from collections.abc import Callable

import pytest

from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.jurisdictions import policy
from tests.factories.cases import City, make_city, publish

MoveClock = Callable[[dt.datetime], object]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Ids begin anew with each test database; what a process remembers by them must not outlive one."""
    from onegrid.cases import directory

    catalog.forget()
    policy.forget()
    directory.forget()


@pytest.fixture
def city(db: None) -> City:
    """People, units, and `three_tasks` published."""
    made = make_city()
    publish()
    return made


@pytest.fixture
def committed_city(transactional_db: None) -> City:
    """The same, visible to other connections."""
    made = make_city()
    publish()
    return made


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> MoveClock:
    """The demo clock goes forward, for all processes and for this test alone."""
    monkeypatch.setattr(clock, "_offset", clock.offset())
    return clock.move_forward

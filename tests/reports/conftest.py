"""The cast of the figures' tests."""

import random
from collections.abc import Iterator

import pytest

from onegrid.sla import rules
from tests.reports.city import Play, hire_for_everything, publish_with_call_back
from tests.sla.conftest import Time, _made, _nothing_remembered, time  # noqa: F401 - fixtures


def new_play(seed: int, held: Time) -> Play:
    """A city in which nothing has happened, at this time."""
    city = _made()
    hire_for_everything(city)
    publish_with_call_back()
    rules.forget()
    return Play(city, held, random.Random(seed))


@pytest.fixture
def play(db: None, time: Time) -> Iterator[Play]:  # noqa: F811
    """A city in which nothing has happened."""
    yield new_play(1, time)


@pytest.fixture
def committed_play(transactional_db: None, time: Time) -> Iterator[Play]:  # noqa: F811
    """The same, visible to other connections."""
    yield new_play(2, time)

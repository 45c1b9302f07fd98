"""What config wires together exists, takes what it is given, and is named once."""

import inspect
import typing
from dataclasses import is_dataclass

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from onegrid.common import events
from onegrid.config.celery import app
from onegrid.config.subscriptions import SUBSCRIPTIONS


@pytest.mark.parametrize("entry", sorted(app.conf.beat_schedule))
def test_every_scheduled_task_exists_and_expires_within_its_period(entry: str) -> None:
    app.loader.import_default_modules()
    found = app.conf.beat_schedule[entry]
    assert found["task"] in app.tasks
    assert found["options"]["expires"] <= found["schedule"].total_seconds()


def test_the_table_of_listeners_is_handed_over_at_the_start() -> None:
    for event, handlers in SUBSCRIPTIONS.items():
        assert events.listeners(event) == tuple(handlers)


@pytest.mark.parametrize("event", SUBSCRIPTIONS, ids=lambda event: event.__name__)
def test_every_listener_takes_the_event_that_it_listens_to(event: type) -> None:
    assert is_dataclass(event)
    assert event.__dataclass_params__.frozen  # type: ignore[attr-defined]
    for handler in SUBSCRIPTIONS[event]:
        (parameter,) = inspect.signature(handler).parameters.values()
        assert typing.get_type_hints(handler)[parameter.name] is event


def test_tasks_are_shorter_than_the_time_after_which_they_would_come_again() -> None:
    assert settings.REDIS_TRANSPORT["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_no_two_addresses_of_the_api_are_the_same() -> None:
    found = list(_routes(get_resolver().url_patterns, ""))
    assert len(found) == len(set(found)), sorted(route for route in found if found.count(route) > 1)
    assert [route for route in found if route.startswith("api/v1/") and not route.endswith("/")] == []


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> typing.Iterator[str]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if not route.startswith("admin"):
                yield from _routes(pattern.url_patterns, route)
        else:
            yield route

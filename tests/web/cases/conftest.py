"""The small city, and browsers of its people."""

import pytest
from django.conf import settings
from django.test import Client

from onegrid.cases import directory
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions import policy
from onegrid.web.case import choices
from tests.factories.cases import City, make_city, publish


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Ids begin anew with each test database; what a process remembers by them must not outlive one."""
    for forget in (catalog.forget, policy.forget, directory.forget, choices.forget):
        forget()


@pytest.fixture
def city(db: None) -> City:
    """People, units, and `three_tasks` published."""
    made = make_city()
    publish()
    return made


def signed_in(city: City, name: str, language: str = "zh-hans") -> Client:
    """A browser of that person."""
    client = Client()
    client.force_login(city.people[name], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client

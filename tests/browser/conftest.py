"""One demo city, one Chromium, everybody who visits.

For work on pages: `ONEGRID_CITY=http://127.0.0.1:8000` visits a city that runs already.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.cases import Cases
from tests.browser.chromium import launch
from tests.browser.pages import Prepared
from tests.browser.visitor import People
from tests.supervisor.running_city import RunningCity

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here that visits the city needs Chromium and takes seconds."""
    for item in items:
        if item.path.is_relative_to(HERE) and "people" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def city(request: pytest.FixtureRequest) -> str:
    """The address of the city."""
    if named := os.environ.get("ONEGRID_CITY"):
        return named
    started: RunningCity = request.getfixturevalue("demo_city")
    return str(started.services()["web_url"])


@pytest.fixture(scope="session")
def cases(city: str) -> Cases:
    """Cases by the API."""
    return Cases(city)


# Not for the session: Playwright's loop runs in this thread, and Django's rows may not be read beside a running loop.
@pytest.fixture(scope="package")
def people(city: str) -> Iterator[People]:
    """Opens tabs."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield People(browser, city)
        browser.close()


@pytest.fixture(scope="package")
def prepared(cases: Cases, people: People) -> Prepared:
    """What the pages are about."""
    return Prepared(cases, people)

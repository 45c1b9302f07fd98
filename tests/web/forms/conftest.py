"""A form in a real browser, by a signed-in person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.test import Client

from onegrid.catalog.forms.schema import FormSchema
from onegrid.jurisdictions.models import Person
from onegrid.web import assets
from tests.factories import catalog as make

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium over the built front end; without either the tests fail, so that nobody misses them unseen."""
    if not CHROMIUM.exists() or not (assets.DIST / "manifest.json").exists():
        pytest.fail("Chromium is missing, or the front end is not built: run `make build`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def people(db: None) -> Any:
    """(designer, handler) with roles and a code set."""
    make.make_code_set()
    return make.make_people()


@pytest.fixture
def opened(browser: Any, transactional_db: None, live_server: Any, settings: Any) -> Iterator[Callable[..., Any]]:
    """`opened(form, width=360, **shown)`: the page of the form."""
    from tests.web.forms.address import SHOWN

    settings.ROOT_URLCONF = "tests.web.forms.address"
    make.make_code_set()
    _, handler = make.make_people()
    client = Client()
    client.force_login(
        Person.objects.get(pk=handler.person_id), backend="onegrid.jurisdictions.signed_in.PersonBackend"
    )
    session = client.cookies[installed.SESSION_COOKIE_NAME].value
    contexts = []

    def open_(form: FormSchema, *, width: int = 360, **shown: Any) -> Any:
        SHOWN.clear()
        SHOWN.update({"form": form, "scope": {"case": {}}, "answers": {}, "outcomes": ("done", "reject"), **shown})
        context = browser.new_context(viewport={"width": width, "height": 800}, has_touch=width < 600)
        contexts.append(context)
        context.add_cookies([{"name": installed.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
        page.goto(f"{live_server.url}/try/")
        return page

    yield open_
    for context in contexts:
        context.close()

"""People before the pages: a signed-in client, and what a page says without its tags."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.factories.cases import City


def visitor(city: City, name: str) -> Client:
    """Signed in as one of the city's people."""
    client = Client()
    client.force_login(city.people[name], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    return client


def text_of(answer: Any) -> str:
    """What a reader reads."""
    body = re.sub(r"<(script|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def hidden(answer: Any, name: str) -> str:
    """The value of the page's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"no hidden {name}"
    return unescape(found[1])

"""The pages that the installation itself serves."""

import gzip
import re

import pytest
from django.test import Client

from onegrid.web.demo_accounts import demo_accounts, demo_password

pytestmark = pytest.mark.django_db


def test_the_start_page_says_what_to_try_and_as_whom(client: Client, settings: object) -> None:
    page = client.get("/").content.decode()
    assert "/api/v1/docs/" in page
    assert "/admin/" in page
    assert demo_password() in page
    accounts = demo_accounts(settings.ROOT / "fixtures")  # type: ignore[attr-defined]
    assert accounts
    for account in accounts:
        assert account.username in page
        assert account.role_zh in page


def test_outside_a_demo_the_start_page_names_no_account(client: Client, settings: object) -> None:
    settings.ONEGRID_DEMO = False  # type: ignore[attr-defined]
    page = client.get("/").content.decode()
    assert demo_password() not in page
    assert "city.dispatch" not in page


def test_monitors_are_answered(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/api/v1/docs/", "/sign-in/"])
def test_no_page_loads_anything_from_another_host_or_inline_script(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    loaded = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']([^\"']+)", page)
    assert loaded
    assert [url for url in loaded if not url.startswith(("/", "data:"))] == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]


def test_the_documentation_page_brings_its_own_script_and_style(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    for url in re.findall(r"(?:src|href)=\"(/[^\"]+\.(?:js|css))\"", page):
        assert client.get(url).status_code == 200, url
    script = re.findall(r"src=\"([^\"]*script[^\"]*)\"", page)
    assert script
    assert "SwaggerUIBundle" in client.get(script[0].replace("&amp;", "&")).content.decode()


def test_inline_style_is_allowed_only_where_a_library_needs_it(client: Client) -> None:
    assert "unsafe-inline" not in client.get("/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in client.get("/api/v1/docs/").headers["Content-Security-Policy"]


def test_pages_leave_compressed_and_answers_to_programs_as_they_are(client: Client) -> None:
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert b"<!doctype html>" in gzip.decompress(page.content)
    assert "Content-Encoding" not in client.get("/").headers
    assert "Content-Encoding" not in client.get("/api/v1/schema/", headers={"Accept-Encoding": "gzip"}).headers

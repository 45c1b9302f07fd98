"""What no view answers: one shape below /api/v1/, with or without the final slash."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory

from onegrid.common import clock
from onegrid.common.middleware import FinalSlash
from tests.isolation.operations import routes

pytestmark = pytest.mark.django_db


def told(answer: Any) -> dict[str, Any]:
    """The error, complete in both languages."""
    assert answer.headers["Content-Type"].startswith("application/json"), answer.content
    error: dict[str, Any] = answer.json()["error"]
    for part in (error["message"], error["mend"]):
        assert part["en"].isascii() and part["en"]
        assert part["zh"] and not part["zh"].isascii()
    return error


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/nothing", "/api/v1", "/api/v1/work-items/x/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_is_told_in_the_one_shape(client: Client, address: str, method: str) -> None:
    answer = client.generic(method, address, b"{}", content_type="application/json")
    assert (answer.status_code, told(answer)["code"]) == (404, "common.not_found")


def test_pages_keep_their_own_answers(client: Client) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_an_unforeseen_fault_says_its_number_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(clock, "refresh", breaks)
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/counts/")
    error = told(answer)
    assert (answer.status_code, error["code"]) == (500, "common.unforeseen")
    number = error["extra"]["request"]
    assert number.isdigit(), "to be told over the telephone"
    assert all(number in text for part in ("message", "mend") for text in error[part].values())
    assert b"secret" not in answer.content and b"RuntimeError" not in answer.content
    written = [one for one in caplog.records if number in str(one.msg)]
    assert len(written) == 1
    assert not [one for one in caplog.records if one.name == "django.request"], "told twice"
    assert client.get("/nothing/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/api/v1/counts/", "/"])
def test_two_acts_that_met_in_the_database_are_told_to_come_again(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def meets() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = 'deadlock_detected'; END $$")

    monkeypatch.setattr(clock, "refresh", meets)
    answer = Client(raise_request_exception=False).get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    if address != "/":
        assert told(answer)["code"] == "common.acts_met"
    assert [one.levelname for one in caplog.records] == ["WARNING"], "no fault of ours"


def test_what_django_refuses_to_read_is_told_in_the_one_shape(settings: Any, client: Client) -> None:
    settings.ALLOWED_HOSTS = ["here.example"]
    answer = client.get("/api/v1/docs/", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, told(answer)["code"]) == (400, "common.bad_request")


def test_a_refusal_outside_the_views_is_told_in_the_one_shape(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    from django.core.exceptions import PermissionDenied

    def refuses() -> None:
        raise PermissionDenied

    monkeypatch.setattr(clock, "refresh", refuses)
    answer = client.get("/api/v1/counts/")
    assert (answer.status_code, told(answer)["code"]) == (403, "common.refused")


def test_every_address_of_the_api_ends_with_a_slash() -> None:
    """What FinalSlash rests upon."""
    assert [one for one in routes() if not one.endswith("/")] == []


def test_both_forms_of_an_address_are_one(client: Client) -> None:
    body = {"username": "nobody", "password": "wrong"}
    answers = [
        client.post(address, body, content_type="application/json") for address in ("/api/v1/tokens", "/api/v1/tokens/")
    ]
    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()
    assert (
        client.get("/api/v1/docs").headers["Content-Security-Policy"]
        == (client.get("/api/v1/docs/").headers["Content-Security-Policy"])
    )


def test_only_addresses_of_the_api_are_completed() -> None:
    seen: list[HttpRequest] = []
    middleware = FinalSlash(lambda request: seen.append(request))  # type: ignore[arg-type,func-returns-value]
    for address in ("/api/v1/reports", "/api/v1/reports/", "/healthz", "/admin", "/api/v10", "/"):
        middleware(RequestFactory().post(f"{address}?a=b"))
    assert [one.path_info for one in seen] == [
        *("/api/v1/reports/", "/api/v1/reports/", "/healthz", "/admin", "/api/v10", "/")
    ]
    assert [one.path for one in seen] == [one.path_info for one in seen]
    assert [one.GET["a"] for one in seen] == ["b"] * len(seen)

"""Who is counted together when calls are limited."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from onegrid.jurisdictions.authentication import Principal
from onegrid.jurisdictions.throttling import ByCaller


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def _allowed(*, scope: str = "limited", address: str = "10.0.0.1", person: int | None = None, source: str = "") -> bool:
    request = Request(APIRequestFactory().post("/", REMOTE_ADDR=address))
    request.user = Principal(person, "某") if person else AnonymousUser()
    request.auth = SimpleNamespace(throttle_ident=source) if source else None
    view: Any = SimpleNamespace(throttle_scope=scope)
    return ByCaller().allow_request(request, view)


@pytest.fixture(autouse=True)
def _two_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByCaller, "THROTTLE_RATES", {"limited": "2/min", "other": "2/min"})


def test_a_person_is_counted_wherever_they_are() -> None:
    assert [_allowed(person=1, address=f"10.0.0.{at}") for at in range(3)] == [True, True, False]
    assert _allowed(person=2), "another person behind the same address"
    assert _allowed(person=1, scope="other"), "another kind of call"


def test_a_source_is_counted_by_its_own_key() -> None:
    assert [_allowed(source="hotline") for _ in range(3)] == [True, True, False]
    assert _allowed(source="sensors")


def test_strangers_are_counted_by_address() -> None:
    assert [_allowed() for _ in range(3)] == [True, True, False]
    assert _allowed(address="10.0.0.2")


def test_a_view_without_a_scope_is_not_limited() -> None:
    request = Request(APIRequestFactory().get("/"))
    assert all(ByCaller().allow_request(request, SimpleNamespace()) for _ in range(5))  # type: ignore[arg-type]

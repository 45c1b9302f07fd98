"""Wrong keys of sources over HTTP: counted, then refused unseen; nobody shuts a source out from elsewhere."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache, caches

from onegrid.intake import wrong_keys
from onegrid.intake.models import SourceSystem
from tests.factories.cases import City
from tests.intake.conftest import SECRET, MakeSource, caller

HOME, AWAY = "10.0.0.1", "10.0.0.2"
WRONG = "wrong"


@pytest.fixture(autouse=True)
def _few(settings: Any, city: City, make_source: MakeSource) -> None:
    settings.ONEGRID_WRONG_KEYS_BY_ADDRESS, settings.ONEGRID_WRONG_KEYS_BY_SOURCE = 2, 4
    make_source()
    make_source("urban")


def knock(secret: str = WRONG, slug: str = "hotline", address: str = HOME) -> Any:
    """404 where the key is right: there is no such report."""
    return caller(slug, secret).get("/api/v1/reports/1/", REMOTE_ADDR=address)


def codes(*answers: Any) -> list[int]:
    return [one.status_code for one in answers]


def test_guessing_ends_in_words_and_even_the_right_key_is_not_looked_at() -> None:
    answers = [knock() for _ in range(4)]
    assert codes(*answers) == [401, 401, 429, 429]
    error = answers[-1].json()["error"]
    assert error["code"] == "source.too_many_wrong_keys"
    assert error["message"]["zh"] and error["message"]["en"] and error["mend"]["zh"] and error["mend"]["en"]
    assert answers[-1].headers["Retry-After"] == "60"
    assert knock(SECRET).status_code == 429
    cache.clear()  # as after the minute
    assert codes(knock(SECRET), knock()) == [404, 401]


def test_the_source_itself_notices_nothing_of_failures_elsewhere() -> None:
    answers = [knock(address=f"10.0.1.{number}") for number in range(6)]
    assert codes(*answers) == [401, 401, 401, 401, 429, 429], "counted by source over all addresses"
    assert knock(SECRET).status_code == 404
    assert knock(SECRET, address="10.0.1.0").status_code == 429, "one guess an address"


def test_a_source_does_not_suffer_for_another_behind_its_address() -> None:
    assert codes(*[knock(slug="urban") for _ in range(3)]) == [401, 401, 429]
    assert knock(SECRET).status_code == 404
    assert knock(SECRET, slug="urban", address=AWAY).status_code == 404


def test_names_that_no_source_has_are_counted_alike() -> None:
    assert codes(*[knock(slug=f"{number}" * 300) for number in range(3)]) == [401, 401, 429]


def test_a_right_key_costs_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    kept = caches["default"]
    monkeypatch.setattr(wrong_keys, "cache", SimpleNamespace(get=lambda key: (asked.append(key), kept.get(key))[1]))
    assert knock(SECRET).status_code == 404
    assert len(asked) == 1


def test_a_closed_source_is_a_wrong_key() -> None:
    SourceSystem.objects.update(is_active=False)
    assert codes(*[knock(SECRET) for _ in range(3)]) == [401, 401, 429]

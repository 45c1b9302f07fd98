"""Lists of divisions and units over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from onegrid.jurisdictions.actor import Actor
from tests.factories.jurisdictions import actor_with

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def client(client_of: Callable[[Actor], APIClient]) -> APIClient:
    return client_of(actor_with(("grid_staff", "C321311002")))


def _codes(client: APIClient, address: str) -> list[str]:
    answer: Any = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_children_in_the_order_of_codes(client: APIClient) -> None:
    assert _codes(client, "divisions/?level=city") == ["321300"]
    counties = _codes(client, "divisions/?parent=321300")
    assert counties == ["321302", "321311", "321322", "321323", "321324", "321371"]
    assert len(_codes(client, "divisions/?within=321311&level=township")) == 18


@pytest.mark.parametrize("words", ["豫新", "yuxin", "yu xin", "321311002"])
def test_search_by_name_sound_and_code(client: APIClient, words: str) -> None:
    assert "321311002" in _codes(client, f"divisions/?level=township&search={words}")


def test_one_place_with_children_and_centres(client: APIClient) -> None:
    found = client.get("/api/v1/divisions/321302150/").json()
    assert found["units"] == {"city": "C321300", "county": "Z-yanghe", "township": "C321302150"}
    assert found["children"][0]["parent"] == "321302150"
    assert client.get("/api/v1/divisions/999999/").status_code == 404


def test_pages_follow_one_another_without_gaps(client: APIClient) -> None:
    seen: list[str] = []
    address: str | None = "/api/v1/divisions/?level=township&page_size=50"
    while address:
        page = client.get(address).json()
        seen += [row["code"] for row in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 109


def test_lists_do_not_ask_row_by_row(client: APIClient) -> None:
    with CaptureQueriesContext(connection) as small:
        _codes(client, "divisions/?page_size=5")
    with CaptureQueriesContext(connection) as large:
        _codes(client, "divisions/?page_size=500")
    assert len(small) == len(large) == 3, "the clock's offset, the epoch, the rows"


def test_units_by_place_kind_and_sector(client: APIClient) -> None:
    assert len(_codes(client, "units/?kind=centre&level=county")) == 9
    assert _codes(client, "units/?sector=traffic&parent=C321311") == ["D-C321311-traffic"]
    serving = _codes(client, "units/?serving=321302150001&kind=centre")
    assert serving == ["C321300", "Z-yanghe", "C321302150"]


def test_one_unit_with_its_dated_areas(client: APIClient) -> None:
    found = client.get("/api/v1/units/Z-hubin/").json()
    assert {area["division"] for area in found["areas"]} == {"321311004", "321311005", "321311151", "321311450"}
    assert not any(area["is_confirmed"] for area in found["areas"]), "demo data until the city confirms it"
    assert client.get("/api/v1/units/none/").status_code == 404


def test_roles_with_both_labels(client: APIClient) -> None:
    roles = client.get("/api/v1/roles/").json()
    assert len(roles) == 11
    assert {"id", "label_zh", "label_en", "stands_at", "permissions"} == set(roles[0])

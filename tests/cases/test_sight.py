"""Sight by taking part (decisions 9 and 10): selectors and API alike."""

import pytest
from rest_framework.test import APIClient

from onegrid.cases import selectors, sight
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.sight import sees, visible_cases
from onegrid.common.errors import NotFound
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.test_complete_work_item import FILED, filed
from tests.factories.cases import CITY, COUNTY, OTHER_DEPARTMENT, City, new_case, open_item

# How a database is asked for the parties of few units, and of so many that they are most of a city.
BOTH_WAYS = pytest.mark.parametrize("many_units", [64, 0])


def seeing(city: City, case_id: int) -> set[str]:
    return {name for name in city.people if sees(city.actor(name), case_id)}


@BOTH_WAYS
def test_who_takes_part_and_the_level_above_see_it(
    city: City, many_units: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "_MANY_UNITS", many_units)
    case = new_case(city)
    county = {"intake", "leader", "leader2", "dispatcher", "checker"}
    assert seeing(city, case.pk) == {*county, "mayor", "operator"}
    complete_work_item(
        actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, outcome="file", answers=FILED
    )
    assert seeing(city, case.pk) == {*county, "mayor", "operator", "handler", "handler2"}
    assert sees(SYSTEM, case.pk)


@BOTH_WAYS
def test_a_case_in_the_county_that_is_with_the_city_is_invisible_to_the_county(
    city: City, many_units: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "_MANY_UNITS", many_units)
    city.hire("city intake", ("intake", CITY))
    city.hire("city leader", ("shift_leader", CITY))
    case = new_case(city, by="city intake")
    assert seeing(city, case.pk) == {"city intake", "city leader", "mayor", "operator"}


@BOTH_WAYS
def test_sectors_of_a_post_narrow_it(city: City, many_units: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "_MANY_UNITS", many_units)
    city.hire("traffic police", ("supervisor", COUNTY), sectors=["traffic"])
    city.hire("urban", ("supervisor", COUNTY), sectors=["urban_management"])
    case = filed(city)
    seen = seeing(city, case.pk)
    assert "urban" in seen
    assert "traffic police" not in seen


@BOTH_WAYS
def test_lists_counts_and_facets_are_narrowed_too(city: City, many_units: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "_MANY_UNITS", many_units)
    case = filed(city)
    stranger, handler = city.actor("stranger"), city.actor("handler")
    assert not visible_cases(stranger).exists()
    assert selectors.facets(selectors.cases_for(stranger))["status"] == {}
    assert selectors.counts(stranger)["pool"] == 0
    assert selectors.counts(handler)["pool"] == 1
    assert [item.pk for item in selectors.inbox(handler, "pool")] == [open_item(case, "handle").pk]
    with pytest.raises(NotFound):
        selectors.case_for(stranger, case.number)


def test_the_owner_keeps_sight_when_the_sector_changes(city: City) -> None:
    city.hire("narrow", ("shift_leader", COUNTY), sectors=["traffic"])
    case = new_case(city)
    item = open_item(case, "file")
    item.owner = city.people["narrow"]
    item.save()
    type(case).objects.filter(pk=case.pk).update(sector="urban_management")
    assert sees(city.actor("narrow"), case.pk)


_READS = (
    *("cases/{number}/", "cases/{number}/events/", "cases/{number}/work-items/"),
    *("cases/{number}/comments/", "cases/{number}/copies/", "work-items/{item}/"),
    *("work-items/{item}/return/", "work-items/{item}/transfer-candidates/"),
)
_WRITES = (
    ("cases/{number}/comments/", {"text": "x"}),
    ("cases/{number}/copies/", {"persons": [1]}),
    ("cases/{number}/withdraw/", {"reason": "x"}),
    ("work-items/{item}/claim/", {}),
    ("work-items/{item}/release/", {}),
    ("work-items/{item}/complete/", {"outcome": "done"}),
    ("work-items/{item}/transfer/", {"to_person": 1}),
    ("work-items/{item}/return/", {"target": "file", "reason": "x"}),
)


@pytest.mark.parametrize("stranger", ["stranger", "neighbour"])
def test_a_stranger_finds_nothing_at_any_address(city: City, stranger: str) -> None:
    case = filed(city)
    names = {"number": case.number, "item": open_item(case, "handle").pk}
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[stranger].pk, 0)[0]}")
    for path in _READS:
        answer = client.get(f"/api/v1/{path.format(**names)}")
        assert (answer.status_code, path) == (404, path)
        assert case.number not in answer.content.decode()
    for path, body in _WRITES:
        answer = client.post(f"/api/v1/{path.format(**names)}", body, format="json")
        assert (answer.status_code, path) == (404, path)
    assert client.put(f"/api/v1/work-items/{names['item']}/draft/", {"draft": {}}, format="json").status_code == 404
    for path in ("cases/", "work-items/", "work-items/?box=pool", "work-items/?box=unit", "copies/", "incidents/"):
        assert client.get(f"/api/v1/{path}").json()["results"] == []
    assert client.get("/api/v1/cases/facets/").json()["lead_unit"] == {}


def test_departments_do_not_see_each_other(city: City) -> None:
    ours = filed(city)
    other = new_case(city)
    complete_work_item(
        actor=city.actor("leader"),
        work_item_id=open_item(other, "file").pk,
        outcome="file",
        answers={"lead": OTHER_DEPARTMENT},
    )
    assert [case.number for case in visible_cases(city.actor("handler"))] == [ours.number]
    assert [case.number for case in visible_cases(city.actor("stranger"))] == [other.number]

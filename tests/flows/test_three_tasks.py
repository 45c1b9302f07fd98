"""A three-task process, from its first task to its end, through the HTTP API alone."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases.models import Case
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions import tokens
from tests.factories.cases import DEPARTMENT, City, make_city, new_case, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    made = make_city()
    catalog.forget()
    publish()
    return made


class Caller:
    """One person at the API."""

    def __init__(self, city: City, name: str) -> None:
        self.client = APIClient()
        token, _ = tokens.issue(city.people[name].pk, 0)
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    def get(self, path: str, **query: Any) -> Any:
        answer = self.client.get(f"/api/v1/{path}", query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        answer = self.client.post(f"/api/v1/{path}", body, format="json")
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def only(self, box: str) -> Any:
        (item,) = self.get("work-items/", box=box)["results"]
        return item


def test_from_the_first_task_to_closed(city: City) -> None:
    case = new_case(city)
    leader, handler, checker = (Caller(city, name) for name in ("leader", "handler", "checker"))

    item = leader.only("pool")
    assert item["case"]["number"] == case.number
    claimed = leader.post(f"work-items/{item['id']}/claim/", revision=item["revision"])
    assert "complete" in claimed["operations"]
    assert [one["id"] for one in claimed["outcomes"]] == ["file", "reject", "void"]
    assert leader.only("mine")["id"] == item["id"]
    done = leader.post(
        f"work-items/{item['id']}/complete/",
        outcome="file",
        answers={"lead": DEPARTMENT, "amount": 1},
        revision=claimed["item"]["revision"],
    )
    assert (done["status"], done["case_status"]) == ("done", "open")
    assert leader.only("done")["id"] == item["id"]

    item = handler.only("pool")
    handler.post(f"work-items/{item['id']}/complete/", answers={"handling_result": "已补"}, opinion="属实")
    item = checker.only("pool")
    done = checker.post(f"work-items/{item['id']}/complete/", outcome="passed")
    assert done["case_status"] == Case.Status.CLOSED

    shown = leader.get(f"cases/{case.number}/")
    assert shown["status"] == "closed"
    assert shown["lead_unit"]["code"] == DEPARTMENT
    log = leader.get(f"cases/{case.number}/events/", page_size=200)["results"]
    assert [row["seq"] for row in log] == list(range(1, len(log) + 1))
    assert leader.get("cases/facets/")["status"] == {"closed": 1}
    assert leader.get("counts/")["mine"] == 0

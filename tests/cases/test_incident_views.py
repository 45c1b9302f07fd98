"""GET /incidents/: which element, why, on which data, and what an operator can do."""

import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases.incident_mends import _MENDS, mend_of
from onegrid.cases.models import Case, CaseSource, Incident, Outbox
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.finish_service_call import fail_service_call
from tests.cases.models import ASK_MANY, BROKEN, REPLY
from tests.factories.cases import City, new_case, open_item, publish

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def client(city: City, name: str = "operator") -> APIClient:
    found = APIClient()
    found.force_authenticate(city.people[name])
    return found


def listed(city: City, **query: str) -> list[dict[str, Any]]:
    answer = client(city).get("/api/v1/incidents/", query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def stopped(city: City, note: str, *, is_first: bool = True) -> Case:
    if is_first:
        publish("stopping", bpmn=BROKEN)
    case = new_case(city, slug="stopping")
    CaseSource.objects.filter(case=case).update(reporter_name="王小明", reporter_phone="0527-8435-6677")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk, answers={"note": note})
    return case


def test_it_says_where_why_on_which_data_and_what_to_do(city: City) -> None:
    case = stopped(city, "no")
    (found,) = listed(city)
    assert (found["case"], found["element"], found["element_name"]) == (case.number, "choose", "选")
    assert (found["code"], found["state"], found["ways"], found["call"]) == ("gateway.no_flow", "open", ["retry"], None)
    assert found["data"]["note"] == "no"
    assert found["message_en"].isascii() and _CHINESE.search(found["message_zh"])
    assert "can not be skipped" in found["mend_en"] and "不能跳过" in found["mend_zh"]


def test_whom_it_concerns_is_hidden(city: City) -> None:
    stopped(city, "王小明来电 13912345678 或 0527-8435-6677")
    text = client(city).get("/api/v1/incidents/").content.decode()
    assert "来电" in text
    for hidden in ("王小明", "13912345678", "8435"):
        assert hidden not in text


def test_settled_ones_show_no_data_and_ask_for_nothing(city: City) -> None:
    case = stopped(city, "no")
    row = Incident.objects.get(case=case)
    answer = client(city).post(f"/api/v1/incidents/{row.pk}/retry/", {"data": {"note": "go"}}, format="json")
    assert answer.status_code == 200, answer.content
    for found in (answer.json(), *listed(city)):
        assert (found["state"], found["data"], found["ways"]) == ("retried", {}, [])
        assert found["mend_en"].isascii() and _CHINESE.search(found["mend_zh"])


def test_a_call_that_failed_shows_what_was_sent_and_what_came_back(city: City) -> None:
    publish("replying", bpmn=REPLY)
    case = new_case(city, slug="replying")
    CaseSource.objects.filter(case=case).update(reply_address="https://partner.example/", reporter_name="王小明")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    row = Outbox.objects.get(case=case)
    fail_service_call(outbox_id=row.pk, code="webhook.status", message="410 for 王小明")
    (found,) = listed(city)
    assert (found["code"], found["element_name"], found["ways"]) == ("call.failed", row.name, ["retry", "skip"])
    assert (found["call"]["connector"], found["call"]["error_code"]) == (row.connector, "webhook.status")
    assert "王小明" not in str(found)
    assert "secret" in found["mend_en"] and "重试" in found["mend_zh"]


def test_each_of_several_calls_of_one_element_is_shown_at_its_own_incident(city: City) -> None:
    publish("asking_many", bpmn=ASK_MANY)
    case = new_case(city, slug="asking_many")
    for row in Outbox.objects.filter(case=case):
        fail_service_call(outbox_id=row.pk, code="webhook.status", message="410")
    for found in listed(city):
        assert found["call"]["parameters"]["external_id"] == found["data"]["item"]


def test_who_operates_nothing_sees_nothing(city: City) -> None:
    stopped(city, "no")
    for name in city.people:
        if name != "operator":
            assert client(city, name).get("/api/v1/incidents/").json()["results"] == [], name


def test_a_page_costs_the_same_for_any_number(city: City, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        stopped(city, "no", is_first=number == 0)
    listed(city)
    with django_assert_max_num_queries(8):
        assert len(listed(city)) == 3


@pytest.mark.parametrize("code", [*_MENDS, "engine.fault", "engine.endless", "data.kind", "feel.type", "anything"])
@pytest.mark.parametrize("can_skip", [True, False])
def test_every_code_has_a_mend_in_both_languages(code: str, can_skip: bool) -> None:
    en, zh = mend_of(code, is_open=True, can_skip=can_skip)
    assert en.isascii() and en
    assert _CHINESE.search(zh)
    assert can_skip or "or skip it" not in en.lower() or code not in ("gateway", "feel.type")

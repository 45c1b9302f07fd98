"""POST /messages/: delivered, kept, answered with the reason; nobody reaches a case that they do not operate."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from onegrid.cases.models import Case, EventRecord, ParkedMessage
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.drain_outbox import BATCH, drain_outbox
from onegrid.common import clock
from onegrid.jurisdictions.models import Role
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.jurisdictions.services.grant_roles import grant_roles
from tests.cases.models import MESSAGE
from tests.cases.together import together
from tests.factories.cases import COUNTY, OTHER_COUNTY, City, new_case, open_item, publish

URL = "/api/v1/messages/"


def hire_operator(city: City, name: str, unit: str) -> None:
    """At a county's centre, as a city may choose to have them: roles are rows that its people edit."""
    role = Role.objects.get(slug="operator")
    role.stands_at = ["centre:city", "centre:county"]
    role.save()
    grant_roles(actor=SYSTEM)
    city.hire(name, ("operator", unit))


def client(city: City, name: str) -> APIClient:
    found = APIClient()
    found.force_authenticate(city.people[name])
    return found


def send(city: City, key: str, by: str = "operator", ident: object = None, text: Any = "同意", **more: Any) -> Any:
    body = {"name": "部门答复", "key": key, "payload": {"text": text}, **more}
    return client(city, by).post(URL, body, format="json", headers={"Idempotency-Key": str(ident or uuid4())})


def waiting_case(city: City) -> Case:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    return case


def test_delivered_by_the_operators_post_and_once(city: City) -> None:
    case, ident = waiting_case(city), uuid4()
    answer = send(city, case.number, ident=ident)
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert (told["state"], told["case"]) == ("delivered", case.number)
    assert told["reason"]["zh"] and told["reason"]["en"]
    again = send(city, case.number, ident=ident)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    row = EventRecord.objects.get(case_id=case.pk, kind="message.delivered")
    assert row.person_id == city.people["operator"].pk
    assert row.post_id
    open_item(case, "last")
    assert client(city, "operator").get(f"{URL}{told['id']}/").json()["state"] == "delivered"


def test_kept_for_who_comes_to_wait_then_taken(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    told = send(city, case.number).json()
    assert (told["state"], told["case"]) == ("waiting", None)
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    drain_outbox(hand_out=lambda _: None)
    assert client(city, "operator").get(f"{URL}{told['id']}/").json()["state"] == "delivered"
    open_item(case, "last")


def test_after_the_hour_the_sweep_answers_with_the_reason(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    told = send(city, "SQ-none").json()
    monkeypatch.setattr(clock, "_offset", timedelta(minutes=61))
    drain_outbox(hand_out=lambda _: None)
    shown = client(city, "operator").get(f"{URL}{told['id']}/").json()
    assert shown["state"] == "expired"
    assert "一小时" in shown["reason"]["zh"]


def test_a_case_of_others_is_as_if_none_waited(city: City) -> None:
    """The operator of another county: the same words, no delivery, now or later."""
    hire_operator(city, "far", OTHER_COUNTY)
    hire_operator(city, "near", COUNTY)
    case = waiting_case(city)
    told, nowhere = send(city, case.number, by="far").json(), send(city, "SQ-none", by="far").json()
    different = ("id", "key", "received_at", "expires_at")
    assert {k: v for k, v in told.items() if k not in different} == {
        k: v for k, v in nowhere.items() if k not in different
    }
    drain_outbox(hand_out=lambda _: None)
    assert not case.work_items.filter(element="last").exists()
    assert send(city, case.number, by="near").json()["state"] == "delivered"
    assert client(city, "operator").get(f"{URL}{told['id']}/").status_code == 404


def test_an_unreachable_message_does_not_stand_before_a_reachable_one(city: City) -> None:
    hire_operator(city, "far", OTHER_COUNTY)
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    send(city, case.number, by="far")
    send(city, case.number)
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    drain_outbox(hand_out=lambda _: None)
    assert sorted(ParkedMessage.objects.values_list("state", flat=True)) == ["delivered", "waiting"]


def test_any_number_of_unreachable_messages_hold_up_no_other(city: City) -> None:
    hire_operator(city, "far", OTHER_COUNTY)
    case, now = waiting_case(city), clock.now()
    ParkedMessage.objects.bulk_create(
        ParkedMessage(
            key=uuid4(),
            name="部门答复",
            correlation=case.number,
            received_at=now,
            expires_at=now + timedelta(hours=1),
            sent_by=city.people[by],
        )
        for by in [*["far"] * BATCH, "operator"]
    )
    drain_outbox(hand_out=lambda _: None)
    open_item(case, "last")
    assert ParkedMessage.objects.get(state=ParkedMessage.State.DELIVERED).sent_by == city.people["operator"]


def test_refused_for_others_without_key_and_for_what_cannot_be_data(city: City) -> None:
    refused = send(city, "x", by="leader")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "message.not_operator")
    body = {"name": "部门答复", "key": "x"}
    keyless = client(city, "operator").post(URL, body, format="json")
    assert (keyless.status_code, keyless.json()["error"]["code"]) == (422, "message.key_missing")
    large = send(city, "x", text="长" * 40_000)
    assert (large.status_code, large.json()["error"]["code"]) == (422, "message.too_large")
    ident = uuid4()
    send(city, "x", ident=ident)
    other = send(city, "y", ident=ident)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "message.key_used")
    assert ParkedMessage.objects.count() == 1


def test_two_persons_keys_are_none_of_each_others(city: City) -> None:
    hire_operator(city, "near", COUNTY)
    ident = uuid4()
    one, two = send(city, "x", ident=ident), send(city, "y", by="near", ident=ident)
    assert one.json()["id"] != two.json()["id"]


def test_the_same_message_twice_at_once(committed_city: City) -> None:
    case, ident = waiting_case(committed_city), uuid4()
    answers = together(*(lambda: send(committed_city, case.number, ident=ident) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [200, 200, 201]
    assert len({one.json()["id"] for one in answers}) == 1
    assert EventRecord.objects.filter(case_id=case.pk, kind="message.delivered").count() == 1

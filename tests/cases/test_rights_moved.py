"""Rights are those of the moment at which an act has its lock: one that was taken away while it waited is gone."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test import Client

from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, EventRecord, Incident, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.release import release
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.save_draft import save_draft
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.cases.services.transfer import able_to_receive, transfer
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.errors import Invalid, NotFound, Refused
from onegrid.jurisdictions import policy, tokens
from onegrid.jurisdictions.models import Person, Post
from onegrid.jurisdictions.policy import Actor, RightsMoved, actor_of, recalled_actor_of
from tests.cases.models import BROKEN
from tests.factories.cases import DEPARTMENT, City, new_case, open_item, publish

ANSWERS = {"outcome": "file", "answers": {"lead": DEPARTMENT}}


def _post(city: City, item: WorkItem, **headers: str) -> tuple[int, dict[str, object]]:
    person = city.people["leader"]
    token = tokens.issue(person.pk, 0)[0]
    answer = Client(headers={"Authorization": f"Bearer {token}", **headers}).post(
        f"/api/v1/work-items/{item.pk}/complete/", ANSWERS, content_type="application/json"
    )
    return answer.status_code, answer.json()


def _remember(city: City) -> None:
    """This process knows the leader's rights, as after any earlier request."""
    actor_of(city.people["leader"].pk)
    assert recalled_actor_of(city.people["leader"].pk).is_recalled


def test_remembered_rights_serve_without_a_look(city: City) -> None:
    item = open_item(new_case(city), "file")
    _remember(city)
    status, body = _post(city, item)
    assert (status, body["outcome"]) == (200, "file")


TAKEN_AWAY: dict[str, tuple[Callable[[Person], object], int]] = {
    "post ended": (lambda person: Post.objects.filter(person=person).update(until=dt.date(2021, 1, 1)), 404),
    "account closed": (lambda person: Person.objects.filter(pk=person.pk).update(is_active=False), 401),
    "signed out everywhere": (lambda person: Person.objects.filter(pk=person.pk).update(token_serial=9), 401),
}


@pytest.mark.parametrize("change", TAKEN_AWAY)
def test_what_was_taken_away_meanwhile_no_longer_serves(city: City, change: str) -> None:
    item = open_item(new_case(city), "file")
    _remember(city)
    take_away, wanted = TAKEN_AWAY[change]
    take_away(city.people["leader"])
    status, _body = _post(city, item)
    assert status == wanted
    item.refresh_from_db()
    assert item.status == WorkItem.Status.OPEN


def test_what_was_given_meanwhile_serves_at_once(city: City) -> None:
    item = open_item(new_case(city), "file")
    Post.objects.filter(person=city.people["leader"]).update(until=dt.date(2021, 1, 1))
    _remember(city)
    Post.objects.filter(person=city.people["leader"]).update(until=None)
    status, _body = _post(city, item)
    assert status == 200


def test_a_token_given_after_signing_out_everywhere_serves(city: City) -> None:
    item = open_item(new_case(city), "file")
    Person.objects.filter(pk=city.people["leader"].pk).update(token_serial=9)
    _remember(city)
    Person.objects.filter(pk=city.people["leader"].pk).update(token_serial=0)
    status, _body = _post(city, item)
    assert status == 200


def test_a_post_that_is_named_is_looked_up(city: City) -> None:
    item = open_item(new_case(city), "file")
    post = Post.objects.get(person=city.people["leader"])
    _remember(city)
    Post.objects.filter(pk=post.pk).update(until=dt.date(2021, 1, 1))
    status, body = _post(city, item, **{"X-OneGrid-Post": str(post.pk)})
    assert (status, body["error"]["code"]) == (403, "jurisdictions.not_your_post")  # type: ignore[index]


def test_the_service_says_so_to_whoever_recalls(city: City) -> None:
    item = open_item(new_case(city), "file")
    _remember(city)
    actor = recalled_actor_of(city.people["leader"].pk)
    with pytest.raises(RightsMoved):
        complete_work_item(actor=replace(actor, epoch=actor.epoch - 1), work_item_id=item.pk, **ANSWERS)  # type: ignore[arg-type]
    policy.forget()
    assert not recalled_actor_of(city.people["leader"].pk).is_recalled, "unknown here: read, with the epoch"


ON_THE_TASK: dict[str, Callable[[Actor, WorkItem, int], object]] = {
    "complete": lambda actor, item, _to: complete_work_item(actor=actor, work_item_id=item.pk, **ANSWERS),  # type: ignore[arg-type]
    "release": lambda actor, item, _to: release(actor=actor, work_item_id=item.pk),
    "save a draft": lambda actor, item, _to: save_draft(actor=actor, work_item_id=item.pk, draft={"amount": 3}),
    "transfer": lambda actor, item, to: transfer(actor=actor, work_item_id=item.pk, to_person_id=to),
}
ON_THE_CASE: dict[str, tuple[str, Callable[[Actor, Case, int], object]]] = {
    "comment": ("leader", lambda actor, case, _to: comment(actor=actor, case_id=case.pk, text="x")),
    "copy": ("leader", lambda actor, case, to: copy_to(actor=actor, case_id=case.pk, person_ids=[to])),
    "withdraw": ("intake", lambda actor, case, _to: withdraw_case(actor=actor, case_id=case.pk, reason="x")),
    "unmask": ("mayor", lambda actor, case, _to: unmask_reporters(actor=actor, case_id=case.pk, reason="x")),
}
ON_AN_INCIDENT: dict[str, Callable[[Actor, Incident], object]] = {
    "retry": lambda actor, found: retry_incident(actor=actor, incident_id=found.pk, data={"note": "go"}),
    "skip": lambda actor, found: skip_incident(actor=actor, incident_id=found.pk, reason="x"),
}


def _end_post_of(city: City, name: str) -> None:
    Post.objects.filter(person=city.people[name]).update(until=dt.date(2021, 1, 1))


def _rows(case: Case) -> int:
    return EventRecord.objects.filter(case_id=case.pk).count()


@pytest.mark.parametrize("act", ON_THE_TASK)
def test_nobody_acts_on_a_task_by_a_post_that_ended_before_the_lock_was_had(city: City, act: str) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    asked, rows = city.actor("leader"), _rows(case)
    _end_post_of(city, "leader")
    with pytest.raises((NotFound, Refused)):
        ON_THE_TASK[act](asked, item, city.people["leader2"].pk)
    assert _rows(case) == rows


@pytest.mark.parametrize("act", ON_THE_CASE)
def test_nobody_acts_on_a_case_by_a_post_that_ended_before_the_lock_was_had(city: City, act: str) -> None:
    case = new_case(city)
    name, do = ON_THE_CASE[act]
    asked, rows = city.actor(name), _rows(case)
    _end_post_of(city, name)
    with pytest.raises((NotFound, Refused)):
        do(asked, case, city.people["leader2"].pk)
    assert _rows(case) == rows


@pytest.mark.parametrize("act", ON_AN_INCIDENT)
def test_nobody_settles_an_incident_by_a_post_that_ended_before_the_lock_was_had(city: City, act: str) -> None:
    publish("stopping", bpmn=BROKEN)
    case = new_case(city, slug="stopping")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk, answers={"note": "no"})
    asked = city.actor("operator")
    _end_post_of(city, "operator")
    with pytest.raises((NotFound, Refused)):
        ON_AN_INCIDENT[act](asked, Incident.objects.get(case=case))


def test_what_was_given_before_the_lock_was_had_serves(city: City) -> None:
    item = open_item(new_case(city), "file")
    _end_post_of(city, "leader")
    asked = city.actor("leader")
    Post.objects.filter(person=city.people["leader"]).update(until=None)
    assert claim(actor=asked, work_item_id=item.pk).owner_id == asked.person_id


def test_nobody_is_given_a_task_by_a_post_that_ended_before_the_lock_was_had(committed_city: City) -> None:
    """The giver's process remembers who could take it; the receiver's post ends while the act waits for the case."""
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    asked, receiver = city.actor("leader"), city.people["leader2"].pk
    assert receiver in able_to_receive(actor=asked, work_item_id=item.pk)

    def give() -> object:
        try:
            return transfer(actor=asked, work_item_id=item.pk, to_person_id=receiver)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_case(case.pk)
            given = pool.submit(give)
            wait([given], timeout=1)
            _end_post_of(city, "leader2")
        with pytest.raises(Invalid) as refused:
            given.result(timeout=30)
    assert refused.value.code == "work_item.transfer_unable"

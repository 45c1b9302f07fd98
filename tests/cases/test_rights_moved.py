"""An act that recalls rights compares them under its lock: a right that was taken away a moment ago is gone."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from onegrid.cases.models import WorkItem
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.jurisdictions import policy, tokens
from onegrid.jurisdictions.models import Person, Post
from onegrid.jurisdictions.policy import RightsMoved, actor_of, recalled_actor_of
from tests.factories.cases import DEPARTMENT, City, new_case, open_item

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

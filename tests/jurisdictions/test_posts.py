"""Giving, changing and ending posts: by whom, by which rules, with which trace."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.common.models import AuditRecord
from onegrid.jurisdictions import days
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Post, Unit
from onegrid.jurisdictions.policy import actor_of
from tests.factories.jurisdictions import PersonFactory, PostFactory, actor_with

pytestmark = pytest.mark.usefixtures("city")
ClientOf = Callable[[Actor], APIClient]


@pytest.fixture
def admin(client_of: ClientOf) -> APIClient:
    """Administrator of 宿豫区."""
    return client_of(actor_with(("administrator", "C321311")))


def _give(client: APIClient, **changes: Any) -> Any:
    person = changes.pop("person", None) or PersonFactory()
    wanted = {"username": person.username, "unit": "C321311002", "role": "checker", **changes}
    return client.post("/api/v1/posts/", wanted, format="json")


def test_given_and_in_force_at_once(admin: APIClient) -> None:
    person = PersonFactory()
    before = actor_of(person.pk)
    answer = _give(admin, person=person)
    assert answer.status_code == 201, answer.json()
    assert before.posts == ()
    assert [post.role for post in actor_of(person.pk).posts] == ["checker"]
    record = AuditRecord.objects.get(action="post.given")
    assert record.subject_id == str(answer.json()["id"])
    assert record.person_id is not None
    assert record.after["unit"] == "C321311002"


@pytest.mark.parametrize(
    ("changes", "status", "where"),
    [
        ({"unit": "C321302001"}, 404, None),
        ({"unit": "C321300"}, 404, None),
        ({"unit": "Z-hubin"}, 404, None),
        ({"unit": "nothing"}, 404, None),
        ({"username": "nobody-at-all"}, 404, None),
        ({"role": "no-such-role"}, 404, None),
        ({"role": "department_lead", "unit": "C321311"}, 422, "role"),
        ({"role": "operator"}, 422, "role"),
        ({"sectors": ["weather"]}, 422, "sectors"),
        ({"grids": ["321311002002001"]}, 422, "grids"),
        ({"role": "grid_staff", "grids": ["321302001003"]}, 422, "grids"),
        ({"role": "grid_staff", "grids": ["321311002"]}, 422, "grids"),
        ({"since": "2020-01-01"}, 422, "since"),
        ({"since": "2090-01-02", "until": "2090-01-02"}, 422, "until"),
        ({"since": "soon"}, 422, "since"),
    ],
)
def test_refused(admin: APIClient, changes: dict[str, Any], status: int, where: str | None) -> None:
    answer = _give(admin, **changes)
    assert answer.status_code == status, answer.json()
    assert answer.json()["error"]["field"] == where
    assert not AuditRecord.objects.filter(action="post.given").exists()


def test_only_administrators_give(client_of: ClientOf) -> None:
    for role in ("supervisor", "dispatcher", "shift_leader"):
        answer = _give(client_of(actor_with((role, "C321311"))))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "jurisdictions.lacks_administer")


def test_the_same_post_twice_is_told(admin: APIClient) -> None:
    person = PersonFactory()
    assert _give(admin, person=person).status_code == 201
    again = _give(admin, person=person)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "jurisdictions.post_held")
    assert Post.objects.filter(person=person).count() == 1


def test_a_post_after_the_other_is_none_twice(admin: APIClient) -> None:
    person, today = PersonFactory(), days.today()
    until = today + dt.timedelta(days=5)
    assert _give(admin, person=person, until=until.isoformat()).status_code == 201
    assert _give(admin, person=person, since=until.isoformat()).status_code == 201
    overlapping = _give(admin, person=person, since=(until - dt.timedelta(days=1)).isoformat())
    assert overlapping.status_code == 409


def test_grids_of_the_units_own_area(admin: APIClient) -> None:
    answer = _give(admin, role="grid_staff", grids=["321311002002"])
    assert answer.status_code == 201, answer.json()


def test_ended_today_means_no_right_today(admin: APIClient) -> None:
    post = PostFactory(unit_code="C321311002", role_slug="checker")
    assert actor_of(post.person_id).posts
    answer = admin.patch(
        f"/api/v1/posts/{post.pk}/", {"until": days.today().isoformat(), "reason": "调离"}, format="json"
    )
    assert answer.status_code == 200, answer.json()
    assert actor_of(post.person_id).posts == ()
    record = AuditRecord.objects.get(action="post.changed")
    assert (record.reason, record.before["until"], record.after["until"]) == ("调离", None, days.today().isoformat())
    again = admin.patch(f"/api/v1/posts/{post.pk}/", {"sectors": []}, format="json")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "jurisdictions.post_ended")


def test_the_past_is_not_rewritten(admin: APIClient) -> None:
    post = PostFactory(unit_code="C321311002", role_slug="checker")
    yesterday = (days.today() - dt.timedelta(days=1)).isoformat()
    answer = admin.patch(f"/api/v1/posts/{post.pk}/", {"until": yesterday}, format="json")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "until")


def test_sectors_change_sight_at_once(admin: APIClient) -> None:
    post = PostFactory(unit_code="C321311", role_slug="dispatcher")
    assert actor_of(post.person_id).sight()[0].sectors == frozenset()
    assert admin.patch(f"/api/v1/posts/{post.pk}/", {"sectors": ["traffic"]}, format="json").status_code == 200
    assert actor_of(post.person_id).sight()[0].sectors == {"traffic"}


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_lists_hold_the_units_one_supervises_and_ones_own(client_of: ClientOf, role: str) -> None:
    own = actor_with((role, "C321311"))
    below = PostFactory(unit_code="C321311002", role_slug="checker")
    elsewhere = PostFactory(unit_code="C321302", role_slug="checker")
    client = client_of(own)
    listed = {row["id"] for row in client.get("/api/v1/posts/").json()["results"]}
    assert listed == {own.posts[0].id, below.pk}
    assert client.get(f"/api/v1/posts/{below.pk}/").status_code == 200
    for answer in (
        client.get(f"/api/v1/posts/{elsewhere.pk}/"),
        client.patch(f"/api/v1/posts/{elsewhere.pk}/", {"sectors": []}, format="json"),
    ):
        assert answer.status_code == 404
        assert str(elsewhere.pk) not in answer.content.decode().replace("404", "")


def test_others_see_their_own_posts_only(client_of: ClientOf) -> None:
    own = actor_with(("handler", "D-C321311-traffic"))
    PostFactory(unit_code="D-C321311-traffic", role_slug="handler")
    rows = client_of(own).get("/api/v1/posts/").json()["results"]
    assert [row["id"] for row in rows] == [own.posts[0].id]
    answer = client_of(own).patch(f"/api/v1/posts/{own.posts[0].id}/", {"sectors": ["traffic"]}, format="json")
    assert answer.status_code == 403


def test_lists_narrow(admin: APIClient) -> None:
    kept = PostFactory(unit_code="C321311002", role_slug="checker")
    PostFactory(unit_code="C321311002", role_slug="checker", ended=True)
    PostFactory(unit_code="C321311001", role_slug="checker")
    found = admin.get("/api/v1/posts/?unit=C321311002&role=checker&in_force=true").json()["results"]
    assert [row["id"] for row in found] == [kept.pk]


def test_a_closed_unit_takes_nobody(admin: APIClient) -> None:
    Unit.objects.filter(code="C321311002").update(is_active=False)
    answer = _give(admin)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "unit")

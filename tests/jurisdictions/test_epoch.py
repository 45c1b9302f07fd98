"""The epoch moves with every change that decides rights, whoever writes it, and snapshots follow it."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.auth.models import update_last_login
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from onegrid.common.errors import NotFound
from onegrid.jurisdictions import epoch, policy, selectors
from onegrid.jurisdictions.models import Division, Epoch, Person, Post, Role, Unit, UnitArea, UnitPermission, UnitRole
from onegrid.jurisdictions.policy import actor_of
from tests.factories.jurisdictions import PersonFactory, PostFactory, actor_with

pytestmark = pytest.mark.usefixtures("city")

CHANGES: dict[str, Callable[[Post], object]] = {
    "post given": lambda post: PostFactory(person=post.person, unit_code="C321302"),
    "post ended": lambda post: Post.objects.filter(pk=post.pk).update(until=dt.date(2021, 1, 1)),
    "post removed by hand": lambda post: Post.objects.filter(pk=post.pk).delete(),
    "unit closed": lambda post: Unit.objects.filter(pk=post.unit_id).update(is_active=False),
    "unit made": lambda post: Unit.objects.create(
        code="C-new", kind="centre", level="township", name="新", name_key="xin", parent=post.unit, path="C321300/x"
    ),
    "area ended": lambda _post: UnitArea.objects.filter(division__code="321311002").update(until=dt.date(2030, 1, 1)),
    "role changed": lambda _post: Role.objects.filter(slug="dispatcher").update(permissions=[]),
    "group removed": lambda post: UnitRole.objects.filter(unit=post.unit, role=post.role).delete(),
    "grant removed": lambda post: UnitPermission.objects.filter(content_object=post.unit).delete(),
    "account closed": lambda post: Person.objects.filter(pk=post.person_id).update(is_active=False),
    "tokens ended": lambda post: Person.objects.filter(pk=post.person_id).update(token_serial=5),
    "division moved": lambda _post: Division.objects.filter(code="321311002").update(path="321300/x"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_moves_it(change: str) -> None:
    post = PostFactory()
    before = epoch.current()
    CHANGES[change](post)
    assert epoch.current() > before


def test_signing_in_does_not_move_it() -> None:
    person = PersonFactory()
    before = epoch.current()
    update_last_login(None, person)
    assert epoch.current() == before


def test_the_next_question_sees_the_change() -> None:
    actor = actor_with(("dispatcher", "C321311"))
    assert actor_of(actor.person_id or 0) is actor, "unchanged rights are the same object"
    PostFactory(person_id=actor.person_id, person=None, unit_code="C321302")
    assert {post.unit_code for post in actor_of(actor.person_id or 0).posts} == {"C321311", "C321302"}


def test_a_change_of_another_person_reads_anew_with_the_same_result() -> None:
    actor = actor_with(("dispatcher", "C321311"))
    PostFactory()
    again = actor_of(actor.person_id or 0)
    assert again is not actor
    assert again.posts == actor.posts


def test_what_was_rolled_back_is_never_taken_for_a_later_state() -> None:
    person = PersonFactory()
    with suppress(RuntimeError), transaction.atomic():
        PostFactory(person=person, unit_code="C321311")
        inside = actor_of(person.pk)
        assert inside.posts
        raise RuntimeError
    assert actor_of(person.pk).posts == ()
    PostFactory(person=person, unit_code="C321302")
    now = actor_of(person.pk)
    assert now.epoch > inside.epoch, "the number of the lost change is not given again"
    assert [post.unit_code for post in now.posts] == ["C321302"]


def test_a_closed_account_is_nobody() -> None:
    actor = actor_with(("dispatcher", "C321311"))
    Person.objects.filter(pk=actor.person_id).update(is_active=False)
    with pytest.raises(NotFound):
        actor_of(actor.person_id or 0)
    with pytest.raises(NotFound):
        actor_of(0)


def test_without_an_epoch_nothing_is_kept() -> None:
    person = PostFactory().person
    Epoch.objects.all().delete()
    first = actor_of(person.pk)
    assert first.epoch == 0
    assert actor_of(person.pk) is not first


def test_queries_cold_and_warm() -> None:
    person = PostFactory(role_slug="supervisor", unit_code="C321300").person
    for unit in ("C321311", "C321302", "C321311002"):
        PostFactory(person=person, unit_code=unit)
    policy.forget()
    with CaptureQueriesContext(connection) as cold:
        actor = actor_of(person.pk)
    with CaptureQueriesContext(connection) as warm:
        assert actor_of(person.pk) is actor
    assert (len(cold), len(warm)) == (2, 1), "however many posts and units"
    assert len(actor.posts) == 4


def test_units_of_a_place_are_kept_under_the_epoch() -> None:
    actor = actor_with(("dispatcher", "C321311"))
    with CaptureQueriesContext(connection) as cold:
        first = selectors.case_units("321311002003", at_epoch=actor.epoch)
    with CaptureQueriesContext(connection) as warm:
        assert selectors.case_units("321311002003", at_epoch=actor.epoch) == first
    assert len(cold) <= 3
    assert len(warm) == 0
    Unit.objects.filter(code="D-C321311-traffic").update(is_active=False)
    assert "traffic" not in selectors.case_units("321311002003")["departments"]["county"]


def test_the_units_below_are_one_range_of_an_index() -> None:
    from onegrid.jurisdictions import days, snapshot

    person = PostFactory(unit_code="C321311").person
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {snapshot._SQL}", {"day": days.today(), "person": person.pk})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "jurisdictions_unit_path" in plan
    assert "Seq Scan" not in plan

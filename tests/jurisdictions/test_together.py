"""Two administrators at once, on real transactions."""

import threading
from collections import Counter

import pytest
from django.db import connection

from onegrid.common.errors import Conflict
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person, Post
from onegrid.jurisdictions.policy import actor_of
from onegrid.jurisdictions.services.give_post import give_post
from tests.factories.jurisdictions import PersonFactory, actor_with, load_city


@pytest.mark.django_db(transaction=True)
def test_the_same_post_given_at_once_is_given_once() -> None:
    load_city()
    admins = [actor_with(("administrator", "C321311")) for _ in range(4)]
    person: Person = PersonFactory()
    start, results = threading.Barrier(len(admins)), Counter[str]()

    def give(admin: Actor) -> None:
        try:
            start.wait(10)
            give_post(actor=admin, username=person.username, unit_code="C321311", role_slug="checker")
            results["given"] += 1
        except Conflict as told:
            results[told.code] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(admin,)) for admin in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == {"given": 1, "jurisdictions.post_held": 3}
    assert Post.objects.filter(person=person).count() == 1
    assert [post.role for post in actor_of(person.pk).posts] == ["checker"]


@pytest.mark.django_db(transaction=True)
def test_another_connection_learns_of_a_change_when_it_is_committed() -> None:
    load_city()
    actor = actor_with(("dispatcher", "C321311"))
    assert actor_of(actor.person_id or 0) is actor

    def end_all_posts() -> None:
        Post.objects.filter(person_id=actor.person_id).delete()
        connection.close()

    thread = threading.Thread(target=end_all_posts)
    thread.start()
    thread.join(20)
    assert actor_of(actor.person_id or 0).posts == ()

"""认领."""

import pytest

from onegrid.cases.models import EventRecord, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.common.errors import Conflict, NotFound, Refused
from tests.cases.together import together
from tests.factories.cases import DEPARTMENT, City, new_case, open_item


def test_the_task_has_an_owner_and_the_log_a_row(city: City) -> None:
    case = new_case(city)
    item = claim(actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, revision=1)
    item.refresh_from_db()
    assert item.owner_id == item.first_owner_id == city.people["leader"].pk
    assert item.claimed_at is not None
    assert item.revision == 2
    row = EventRecord.objects.filter(case_id=case.pk).latest("seq")
    assert (row.kind, row.element, row.task) == ("task.claimed", "file", item.task)
    assert row.post_id == city.actor("leader").posts[0].id


def test_a_stranger_does_not_find_it(city: City) -> None:
    item = open_item(new_case(city), "file")
    for name in ("neighbour", "stranger", "handler"):
        with pytest.raises(NotFound):
            claim(actor=city.actor(name), work_item_id=item.pk)
    with pytest.raises(NotFound):
        claim(actor=city.actor("leader"), work_item_id=item.pk + 999)


def test_who_sees_but_has_no_post_for_it_is_refused(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(Refused) as refused:
        claim(actor=city.actor("mayor"), work_item_id=item.pk)
    assert refused.value.code == "work_item.not_yours"


def test_a_stale_revision_is_refused_with_both(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(Conflict) as refused:
        claim(actor=city.actor("leader"), work_item_id=item.pk, revision=7)
    assert refused.value.extra == {"sent": 7, "current": 1}


def test_again_by_the_same_person_changes_nothing(city: City) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    rows = EventRecord.objects.filter(case_id=case.pk).count()
    assert claim(actor=city.actor("leader"), work_item_id=item.pk).revision == 2
    assert EventRecord.objects.filter(case_id=case.pk).count() == rows


def test_the_second_is_told_who_has_it(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    with pytest.raises(Conflict) as refused:
        claim(actor=city.actor("leader2"), work_item_id=item.pk)
    assert refused.value.extra["owner"] == "leader"


def test_a_closed_task_can_not_be_claimed(city: City) -> None:
    item = open_item(new_case(city), "file")
    complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers={"lead": DEPARTMENT})
    with pytest.raises(Conflict) as refused:
        claim(actor=city.actor("leader2"), work_item_id=item.pk)
    assert refused.value.code == "work_item.done"
    assert refused.value.extra["done_by"] == "leader"


def test_two_at_once_one_wins(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    first, second = city.actor("leader"), city.actor("leader2")
    answers = together(
        lambda: claim(actor=first, work_item_id=item.pk), lambda: claim(actor=second, work_item_id=item.pk)
    )
    won = [one for one in answers if isinstance(one, WorkItem)]
    lost = [one for one in answers if isinstance(one, Conflict)]
    assert (len(won), len(lost)) == (1, 1)
    item.refresh_from_db()
    assert item.owner_id == won[0].owner_id
    assert lost[0].extra["owner"] == item.owner.name
    assert EventRecord.objects.filter(case_id=case.pk, kind="task.claimed").count() == 1

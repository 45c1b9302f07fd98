"""释放."""

import pytest

from onegrid.cases.models import EventRecord
from onegrid.cases.services.claim import claim
from onegrid.cases.services.release import release
from onegrid.cases.services.save_draft import save_draft
from onegrid.common.errors import Conflict, NotFound, Refused
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item


def test_back_to_the_pool_with_its_draft_and_first_owner(city: City) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": 3})
    release(actor=city.actor("leader"), work_item_id=item.pk, reason="下班")
    item.refresh_from_db()
    assert (item.owner, item.draft) == (None, {"amount": 3})
    assert item.first_owner_id == city.people["leader"].pk
    row = EventRecord.objects.filter(case_id=case.pk).latest("seq")
    assert (row.kind, row.reason) == ("task.released", "下班")
    assert claim(actor=city.actor("leader2"), work_item_id=item.pk).owner_id == city.people["leader2"].pk


def test_a_lead_may_release_anothers(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    assert release(actor=city.actor("leader2"), work_item_id=item.pk).owner_id is None


def test_others_may_not(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    with pytest.raises(Refused):
        release(actor=city.actor("intake"), work_item_id=item.pk)
    with pytest.raises(NotFound):
        release(actor=city.actor("neighbour"), work_item_id=item.pk)


def test_in_the_pool_already_nothing_changes(city: City) -> None:
    item = open_item(new_case(city), "file")
    assert release(actor=city.actor("leader"), work_item_id=item.pk).revision == item.revision


def test_in_the_pool_already_others_are_refused_all_the_same(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(Refused) as refused:
        release(actor=city.actor("intake"), work_item_id=item.pk)
    assert refused.value.code == "work_item.not_yours"


def test_released_once_by_two_at_once(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    owner, lead = city.actor("leader"), city.actor("leader2")
    answers = together(
        lambda: release(actor=owner, work_item_id=item.pk, revision=2),
        lambda: release(actor=lead, work_item_id=item.pk, revision=2),
    )
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert EventRecord.objects.filter(case_id=case.pk, kind="task.released").count() == 1

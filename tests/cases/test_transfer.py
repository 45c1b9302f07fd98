"""转办."""

import pytest

from onegrid.cases.models import EventRecord
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.transfer import able_to_receive, transfer
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.together import together
from tests.factories.cases import COUNTY, City, new_case, open_item


def test_b_has_it_and_the_first_owner_stays_on_record(city: City) -> None:
    city.hire("leader3", ("shift_leader", COUNTY))
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=city.people["leader2"].pk, reason="换班")
    item = transfer(actor=city.actor("leader2"), work_item_id=item.pk, to_person_id=city.people["leader3"].pk)
    item.refresh_from_db()
    assert (item.owner.name, item.first_owner.name) == ("leader3", "leader")
    row = EventRecord.objects.filter(case_id=case.pk, kind="task.transferred").earliest("seq")
    assert (row.origin, row.target, row.reason) == (
        str(city.people["leader"].pk),
        str(city.people["leader2"].pk),
        "换班",
    )
    complete_work_item(actor=city.actor("leader3"), work_item_id=item.pk, outcome="void", reason="误报")


def test_out_of_the_pool_by_who_could_take_it(city: City) -> None:
    item = open_item(new_case(city), "file")
    given = transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=city.people["leader2"].pk)
    assert given.owner_id == given.first_owner_id == city.people["leader2"].pk


def test_b_must_be_able_to_do_it_and_be_another(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    for name in ("handler", "neighbour", "checker"):
        with pytest.raises(Invalid) as refused:
            transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=city.people[name].pk)
        assert refused.value.code == "work_item.transfer_unable"
    with pytest.raises(Invalid):
        transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=city.people["leader"].pk)
    assert able_to_receive(actor=city.actor("leader"), work_item_id=item.pk) == [city.people["leader2"].pk]


def test_not_by_others(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    to = city.people["leader2"].pk
    with pytest.raises(Refused):
        transfer(actor=city.actor("intake"), work_item_id=item.pk, to_person_id=to)
    with pytest.raises(NotFound):
        transfer(actor=city.actor("neighbour"), work_item_id=item.pk, to_person_id=to)


def test_again_is_told_that_they_have_it(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    to = city.people["leader2"].pk
    transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=to, revision=2)
    with pytest.raises(Conflict):
        transfer(actor=city.actor("leader"), work_item_id=item.pk, to_person_id=to, revision=2)


def test_transfer_and_completion_at_once(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    actor, to = city.actor("leader"), city.people["leader2"].pk
    answers = together(
        lambda: transfer(actor=actor, work_item_id=item.pk, to_person_id=to, revision=2),
        lambda: complete_work_item(actor=actor, work_item_id=item.pk, outcome="void", reason="误报", revision=2),
    )
    assert len([one for one in answers if isinstance(one, Conflict)]) == 1
    assert EventRecord.objects.filter(case_id=case.pk, kind__in=["task.transferred", "task.completed"]).count() == 1

"""抄送."""

import pytest

from onegrid.cases.models import Copy
from onegrid.cases.people import readers_for
from onegrid.cases.services.copy_to import copy_to, open_copy
from onegrid.cases.sight import sees
from onegrid.common.errors import Invalid, NotFound, Refused
from tests.cases.test_complete_work_item import filed
from tests.factories.cases import OTHER_COUNTY, OTHER_DEPARTMENT, City, new_case


def test_the_reader_sees_it_from_then_on_once(city: City) -> None:
    case = new_case(city)
    reader = city.actor("stranger")
    assert not sees(reader, case.pk)
    for _ in range(2):
        copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[reader.person_id], note="请阅")
    assert Copy.objects.filter(case=case).count() == 1
    assert sees(reader, case.pk)
    open_copy(actor=reader, case_id=case.pk)
    first = Copy.objects.get(case=case).opened_at
    open_copy(actor=reader, case_id=case.pk)
    assert Copy.objects.get(case=case).opened_at == first is not None


def test_refused_to_nobody_and_for_who_does_not_work_on_it(city: City) -> None:
    case = new_case(city)
    with pytest.raises(Invalid):
        copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[999999])
    with pytest.raises(NotFound):
        copy_to(actor=city.actor("neighbour"), case_id=case.pk, person_ids=[city.people["leader"].pk])
    copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[city.people["stranger"].pk])
    with pytest.raises(Refused):
        copy_to(actor=city.actor("stranger"), case_id=case.pk, person_ids=[city.people["handler2"].pk])


def test_nobody_carries_it_into_another_county_or_to_a_department_beside_their_own(city: City) -> None:
    case = filed(city)  # with the department of `handler`
    stranger, neighbour = city.people["stranger"].pk, city.people["neighbour"].pk
    for actor, reader in (("handler", stranger), ("handler", neighbour), ("leader", neighbour)):
        with pytest.raises(Invalid) as refused:
            copy_to(actor=city.actor(actor), case_id=case.pk, person_ids=[reader])
        assert refused.value.code == "case.copy_person"
        assert reader not in {one.id for one in readers_for(city.actor(actor), case, search="n")}
    assert not Copy.objects.filter(case=case).exists()
    assert "neighbour" in {one.name for one in readers_for(city.actor("mayor"), case, search="neigh")}
    copy_to(actor=city.actor("mayor"), case_id=case.pk, person_ids=[neighbour])
    assert copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[neighbour]), "who has a copy keeps it"


def test_a_second_post_elsewhere_carries_no_case_there(city: City) -> None:
    case = filed(city)
    city.hire("handler", ("handler", OTHER_DEPARTMENT), ("shift_leader", OTHER_COUNTY))
    for reader in ("stranger", "neighbour"):
        with pytest.raises(Invalid):
            copy_to(actor=city.actor("handler"), case_id=case.pk, person_ids=[city.people[reader].pk])
    assert copy_to(actor=city.actor("handler"), case_id=case.pk, person_ids=[city.people["handler2"].pk])

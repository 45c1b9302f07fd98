"""抄送."""

import pytest

from onegrid.cases.models import Copy
from onegrid.cases.services.copy_to import copy_to, open_copy
from onegrid.cases.sight import sees
from onegrid.common.errors import Invalid, NotFound, Refused
from tests.factories.cases import City, new_case


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

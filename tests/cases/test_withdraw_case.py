"""撤销."""

import pytest

from onegrid.cases.models import Case, Due, EventRecord, Subscription, WorkItem
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.models import TIMER
from tests.cases.test_complete_work_item import FILED, filed
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish


def test_ends_as_withdrawn_with_nothing_left_waiting(city: City) -> None:
    publish("waiting", bpmn=TIMER)
    case = new_case(city, slug="waiting")
    assert Due.objects.filter(case=case, kind=Due.Kind.FLOW).exists()
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="重复")
    case.refresh_from_db()
    assert (case.status, case.state) == (Case.Status.WITHDRAWN, None)
    assert not WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN).exists()
    assert not Due.objects.filter(case=case).exists()
    assert not Subscription.objects.filter(case=case).exists()
    row = EventRecord.objects.get(case_id=case.pk, kind="case.withdrawn")
    assert row.reason == "重复"
    assert case.status != Case.Status.CLOSED


def test_not_after_dispatch_not_without_reason_not_by_others(city: City) -> None:
    case = new_case(city)
    with pytest.raises(Invalid):
        withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="")
    with pytest.raises(Refused):
        withdraw_case(actor=city.actor("checker"), case_id=case.pk, reason="x")
    with pytest.raises(NotFound):
        withdraw_case(actor=city.actor("neighbour"), case_id=case.pk, reason="x")
    dispatched = filed(city)
    with pytest.raises(Conflict) as refused:
        withdraw_case(actor=city.actor("intake"), case_id=dispatched.pk, reason="x")
    assert refused.value.code == "case.dispatched"


def test_who_sees_the_case_without_the_right_is_told_so(city: City) -> None:
    case = new_case(city)
    stranger = city.actor("stranger")
    copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[stranger.person_id or 0])
    with pytest.raises(Refused) as refused:
        withdraw_case(actor=stranger, case_id=case.pk, reason="x")
    assert refused.value.code == "jurisdictions.lacks_withdraw_case"


def test_again_changes_nothing(city: City) -> None:
    case = new_case(city)
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="x")
    rows = EventRecord.objects.filter(case_id=case.pk).count()
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="x")
    assert EventRecord.objects.filter(case_id=case.pk).count() == rows


def test_withdrawal_and_filing_at_once(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    intake, leader = city.actor("intake"), city.actor("leader")
    answers = together(
        lambda: withdraw_case(actor=intake, case_id=case.pk, reason="x"),
        lambda: complete_work_item(actor=leader, work_item_id=item.pk, outcome="file", answers=FILED),
    )
    assert len([one for one in answers if isinstance(one, Conflict)]) == 1
    case.refresh_from_db()
    assert case.is_open == WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN).exists()

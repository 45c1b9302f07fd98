"""退回."""

import pytest

from onegrid.cases.models import EventRecord, WorkItem
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.return_to import preview_return, return_to
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.test_complete_work_item import FILED, filed, handled
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item


def test_back_to_who_did_it_with_reason_and_count(city: City) -> None:
    case = filed(city)
    returning = open_item(case, "handle")
    return_to(actor=city.actor("handler"), work_item_id=returning.pk, target="file", reason="非本单位职责")
    case.refresh_from_db()
    returning.refresh_from_db()
    item = open_item(case, "file")
    assert (case.return_count, returning.status) == (1, WorkItem.Status.WITHDRAWN)
    assert (item.owner.name, item.returned_from, item.round) == ("leader", "handle", 2)
    row = EventRecord.objects.get(case_id=case.pk, kind="task.returned")
    assert (row.origin, row.target, row.reason) == ("handle", "file", "非本单位职责")
    complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED)
    assert open_item(case, "handle").round == 2


def test_the_preview_lists_targets_and_changes_nothing(city: City) -> None:
    case = handled(city)
    item = open_item(case, "check")
    found = preview_return(actor=city.actor("checker"), work_item_id=item.pk)
    assert [(one.element, one.name) for one in found.targets] == [("handle", "处置"), ("file", "立案")]
    found = preview_return(actor=city.actor("checker"), work_item_id=item.pk, target="file")
    assert (found.withdrawn, found.opens) == ((), ("file",))
    item.refresh_from_db()
    assert item.status == WorkItem.Status.OPEN


def test_the_receiver_may_not_do_the_step_of_who_returned(city: City) -> None:
    city.hire("leader", ("handler", "D-C321302-urban_management"))
    case = filed(city)
    return_to(
        actor=city.actor("handler"), work_item_id=open_item(case, "handle").pk, target="file", reason="非本单位职责"
    )
    complete_work_item(
        actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, outcome="file", answers=FILED
    )
    item = open_item(case, "handle")
    assert city.people["leader"].pk in item.excluded
    with pytest.raises(Refused) as refused:
        complete_work_item(
            actor=city.actor("leader"), work_item_id=item.pk, answers={"handling_result": "x"}, opinion="x"
        )
    assert refused.value.code == "work_item.excluded"


def test_the_exclusion_ends_once_somebody_else_has_done_the_step(city: City) -> None:
    city.hire("leader", ("handler", "D-C321302-urban_management"))
    case = filed(city)
    leader, handler = city.actor("leader"), city.actor("handler")
    return_to(actor=handler, work_item_id=open_item(case, "handle").pk, target="file", reason="非本单位职责")
    complete_work_item(actor=leader, work_item_id=open_item(case, "file").pk, outcome="file", answers=FILED)
    assert open_item(case, "handle").excluded == [leader.person_id]
    done = {"answers": {"handling_result": "x"}, "opinion": "x"}
    complete_work_item(actor=handler, work_item_id=open_item(case, "handle").pk, **done)
    complete_work_item(
        actor=city.actor("checker"),
        work_item_id=open_item(case, "check").pk,
        outcome="failed",
        reason="未清",
        answers={},
    )
    assert open_item(case, "handle").excluded == [], "in the rework nobody has returned anything"


def test_refused_without_reason_to_nowhere_by_others_or_where_not_offered(city: City) -> None:
    case = filed(city)
    item = open_item(case, "handle")
    with pytest.raises(Invalid) as refused:
        return_to(actor=city.actor("handler"), work_item_id=item.pk, target="file", reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        return_to(actor=city.actor("handler"), work_item_id=item.pk, target="check", reason="x")
    assert refused.value.extra == {"targets": ["file"]}
    with pytest.raises(NotFound):
        return_to(actor=city.actor("stranger"), work_item_id=item.pk, target="file", reason="x")
    with pytest.raises(Refused):
        return_to(actor=city.actor("mayor"), work_item_id=item.pk, target="file", reason="x")
    first = open_item(new_case(city), "file")
    with pytest.raises(Refused) as not_offered:
        return_to(actor=city.actor("leader"), work_item_id=first.pk, target="file", reason="x")
    assert not_offered.value.code == "work_item.operation_not_offered"


def test_returned_twice_is_told_that_it_is_gone(city: City) -> None:
    item = open_item(filed(city), "handle")
    return_to(actor=city.actor("handler"), work_item_id=item.pk, target="file", reason="x")
    with pytest.raises(Conflict) as refused:
        return_to(actor=city.actor("handler"), work_item_id=item.pk, target="file", reason="x")
    assert refused.value.code == "work_item.withdrawn"


def test_return_and_completion_at_once(committed_city: City) -> None:
    city = committed_city
    case = filed(city)
    item = open_item(case, "handle")
    one, two = city.actor("handler"), city.actor("handler2")
    answers = together(
        lambda: return_to(actor=one, work_item_id=item.pk, target="file", reason="x"),
        lambda: complete_work_item(
            actor=two, work_item_id=item.pk, answers={"handling_result": "已补"}, opinion="属实"
        ),
    )
    assert len([one for one in answers if isinstance(one, Conflict)]) == 1
    assert WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN).count() == 1

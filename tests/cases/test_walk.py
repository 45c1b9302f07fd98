"""The whole way of a case through three tasks, as services."""

from onegrid.cases.models import Case, CaseParty, EventRecord, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from tests.factories.cases import COUNTY, DEPARTMENT, City, new_case, open_item


def test_from_registered_to_closed(city: City) -> None:
    case = new_case(city)
    assert case.is_open and case.number.startswith("SQ")
    filing = open_item(case, "file")
    assert (filing.role, filing.unit.code, filing.owner) == ("shift_leader", COUNTY, None)

    claim(actor=city.actor("leader"), work_item_id=filing.pk)
    complete_work_item(
        actor=city.actor("leader"), work_item_id=filing.pk, outcome="file", answers={"lead": DEPARTMENT, "amount": 2}
    )
    case.refresh_from_db()
    assert case.lead_unit_id == DEPARTMENT
    assert case.sector == "urban_management"
    assert case.filed_at is not None

    handling = open_item(case, "handle")
    complete_work_item(
        actor=city.actor("handler"), work_item_id=handling.pk, answers={"handling_result": "已补"}, opinion="已处置"
    )
    check = open_item(case, "check")
    complete_work_item(actor=city.actor("checker"), work_item_id=check.pk, outcome="passed")

    case.refresh_from_db()
    assert case.status == Case.Status.CLOSED
    assert case.state is None
    assert case.data["handling_result"] == "已补"
    assert not WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN).exists()
    log = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq"))
    assert [row.seq for row in log] == list(range(1, case.log_seq + 1))
    assert [row.milestone for row in log if row.kind == "milestone"] == [
        *("registered", "filed", "dispatched", "handled", "checked", "closed"),
    ]
    capacities = set(CaseParty.objects.filter(case=case).values_list("unit__code", "capacity"))
    assert capacities == {(COUNTY, "registered"), (COUNTY, "tasked"), (DEPARTMENT, "tasked"), (COUNTY, "checker")}

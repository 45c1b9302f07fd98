"""The path of cases played through the shipped processes: every flow of it is known, none is guessed."""

import pytest

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.path import CasePath, path_of
from onegrid.cases.standing import standing_at
from tests.factories.cases import COUNTY, DEPARTMENT, OTHER_DEPARTMENT, City
from tests.workflows import staff
from tests.workflows.staff import ACCEPTED, CLOSED, DONE, FAILED, PASSED, SATISFIED, VERIFIED, do, do_all, register
from tests.workflows.test_on_real_parts import _ADVERT, _DANGER

pytestmark = pytest.mark.slow


def hangs_together(path: CasePath) -> None:
    """Each node was reached as often as flows into it were taken, and left as often as flows out of it were."""
    trail = path.trail
    assert trail.unknown == set()
    for (process, element), count in trail.arrived.items():
        node = path.drawings[process].nodes[element]
        if node.incoming:
            assert sum(trail.flows[process, flow.id] for flow in node.incoming) == count, (process, element)
        if node.outgoing:
            left = sum(trail.flows[process, flow.id] for flow in node.outgoing)
            assert left == len(trail.passed[process, element]), (process, element)


def test_a_case_returned_by_its_unit_reworked_and_reopened(city: City) -> None:
    case = register(city, trusted=False, **_ADVERT)
    do_all(case, [("verify_on_site", VERIFIED), ("file", ("file", {"standard": "sq-02-03-1"}))])
    do(case, "dispatch", ("dispatch", {"lead_unit": OTHER_DEPARTMENT}))
    do(case, "accept", ("not_ours", {"duty_basis": "权责清单第12项"}))
    do(case, "redispatch", ("redispatch", {"lead_unit": DEPARTMENT, "return_finding": "justified"}))
    handler = ("assign", {"handler": city.people["handler"].pk})
    do_all(case, [("accept", ACCEPTED), ("assign", handler), ("handle", DONE), ("check_by_grid", FAILED)])
    middle = path_of(case)
    hangs_together(middle)
    assert {(one.process, one.element, one.kind) for one in middle.standing} == {
        ("event_dispatch", "handling", "inside"),
        ("handling", "assign", "human"),
    }
    do_all(case, [("assign", handler), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do(case, "call_back", ("dissatisfied_fault", {"call_back_note": "又摆出来了"}))
    do_all(case, [("assign", handler), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do_all(case, [("call_back", SATISFIED), ("review", ("confirm", {}))])

    path = path_of(case)
    hangs_together(path)
    trail = path.trail
    assert path.standing == ()
    assert trail.processes == [
        "event_dispatch",
        "report_verification",
        "handling",
        "handling_verification",
        "evaluation",
    ]
    assert trail.arrived["event_dispatch", "handling"] == 4
    assert (trail.arrived["handling", "accept"], trail.arrived["handling", "handle"]) == (2, 3)
    assert trail.flows["event_dispatch", "flow_is_own__redispatch"] == 1
    assert trail.flows["event_dispatch", "flow_is_passed__rework"] == 1
    assert trail.flows["event_dispatch", "flow_is_reopened__rework"] == 1
    assert trail.flows["event_dispatch", "flow_rework__is_joint"] == 2
    assert trail.flows["event_dispatch", "flow_is_joint__joint_handling"] == 0
    assert dict(trail.sent_back) == {("handling", "accept"): 1, ("handling_verification", "check_by_grid"): 1}


def test_several_units_at_once_are_one_visit(city: City) -> None:
    case = register(city, **_DANGER)
    do(case, "file", ("file", {"standard": "sq-c-01-14-1"}))
    do_all(case, [("accept_lead", ACCEPTED), ("divide", ("divide", {"work_plan": "乡镇围护，部门修复"}))])
    parts = list(WorkItem.objects.filter(case=case, element="answer", status=WorkItem.Status.OPEN))
    done = ("done", {"unit_photos": staff.PHOTO, "unit_note": "已办完"})
    do(case, "answer", done, item=parts[0])
    path = path_of(case)
    hangs_together(path)
    assert path.trail.arrived["joint_handling", "answer"] == 1
    assert path.trail.passed["joint_handling", "answer"] == []
    assert [one.element for one in path.standing if one.process == "joint_handling"] == ["answer"]
    do(case, "answer", done, item=parts[1])
    do_all(case, [("sum_up", ("submit", {"handling_note": "已恢复"})), ("check_by_centre", FAILED)])
    do(case, "divide", ("divide", {"work_plan": "部门补办", "participants": [DEPARTMENT]}))
    path = path_of(case)
    hangs_together(path)
    assert path.trail.arrived["joint_handling", "answer"] == 2
    assert path.trail.flows["joint_handling", "flow_is_rework__divide"] == 1


def test_cases_stand_in_the_part_that_was_called_too(city: City) -> None:
    case = register(city, trusted=False, **_ADVERT)
    register(city, **_ADVERT)
    actor = city.actor("mayor")
    (whole,) = standing_at(actor, "event_dispatch").values()
    assert whole.at == {"report_verification": {"verify_on_site": 1}, "event_dispatch": {"file": 1}}
    assert (whole.cases, whole.elsewhere) == (2, 0)
    (part,) = standing_at(actor, "report_verification").values()
    assert (part.cases, part.at) == (1, {"report_verification": {"verify_on_site": 1}})
    assert standing_at(actor, "evaluation") == {}
    assert Case.objects.get(pk=case.pk).registered_by_id == COUNTY

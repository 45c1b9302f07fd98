"""The shipped processes, published and walked by people: forms, rights, exclusion and counts hold together."""

from collections.abc import Mapping
from typing import Any

import pytest

from onegrid.cases.context import case_context
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.selectors import work_item_for
from onegrid.cases.services.claim import claim
from onegrid.catalog import selectors as catalog
from onegrid.common.errors import Invalid, OneGridError
from onegrid.engine import run
from onegrid.jurisdictions.policy import actor_of
from onegrid.sla.models import Clock
from tests.factories.cases import COUNTY, DEPARTMENT, OTHER_DEPARTMENT, TOWNSHIP, City
from tests.workflows import staff
from tests.workflows.staff import ACCEPTED, CLOSED, DONE, FAILED, PASSED, SATISFIED, VERIFIED, do, do_all, register

pytestmark = pytest.mark.slow
_PHOTO = staff.PHOTO
_STREET = {"title": "菜场门口暴露垃圾", "description": "成堆成片的垃圾", "category": "event-01-02"}
_ADVERT = {"title": "人行道广告牌", "description": "占用人行道摆放", "category": "event-02-03"}
_DANGER = {"title": "井盖缺失", "description": "缺失且存在安全隐患", "category": "component-01-14"}


def test_a_trusted_report_of_the_street_is_dispatched_by_the_table_and_closed(city: City) -> None:
    case = register(city, **_STREET)
    assert (case.sector, case.level, case.centre_id, case.urgency) == (
        *("urban_management", "township", TOWNSHIP, "normal"),
    )
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    assert (case.standard, case.lead_unit_id) == ("sq-01-02-2", TOWNSHIP)
    do_all(case, [("accept", ACCEPTED), ("assign", ("assign", {"handler": _worker(city)})), ("handle", DONE)])
    do_all(case, [("check_by_grid", PASSED), ("close", CLOSED), ("call_back", SATISFIED)])
    assert (case.status, case.satisfaction, case.score) == (Case.Status.CLOSED, "satisfied", 100)
    assert staff.milestones(case) == [
        *("registered", "filed", "dispatched", "accepted", "handled", "checked", "closed", "replied", "evaluated"),
    ]


def test_who_handled_it_may_not_check_it(city: City) -> None:
    case = register(city, **_STREET)
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    do_all(case, [("accept", ACCEPTED), ("assign", ("assign", {"handler": _worker(city)})), ("handle", DONE)])
    item = WorkItem.objects.get(case=case, element="check_by_grid", status=WorkItem.Status.OPEN)
    with pytest.raises(OneGridError):
        claim(actor=city.actor("township worker"), work_item_id=item.pk)
    assert do(case, "check_by_grid", PASSED) == city.people["grid"]


def test_a_check_needs_a_photo_of_its_own(city: City) -> None:
    case = register(city, **_STREET)
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    do_all(case, [("accept", ACCEPTED), ("assign", ("assign", {"handler": _worker(city)})), ("handle", DONE)])
    handlers = [str(one) for one in case.attachments.values_list("key", flat=True)]
    for key in handlers:
        with pytest.raises(Invalid) as refused:
            do(case, "check_by_grid", ("passed", {"check_photos": [key], "check_note": "已恢复"}))
        assert [one.code for one in refused.value.details] == ["attachments.used"]
    do(case, "check_by_grid", PASSED)


def test_one_photo_is_not_before_and_after(city: City) -> None:
    case = register(city, **_STREET)
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    do_all(case, [("accept", ACCEPTED), ("assign", ("assign", {"handler": _worker(city)}))])
    same = [staff.new_photo(city.actor("township worker"))]
    with pytest.raises(Invalid) as refused:
        do(case, "handle", ("done", {"photos_before": same, "photos_after": same, "handling_note": "已处理"}))
    (found,) = refused.value.details
    assert (found.code, found.field) == ("attachments.twice", "photos_after[0]")
    assert "photos_before[0]" in found.message_en and "photos_before[0]" in found.message_zh


def test_returned_reworked_and_reopened(city: City) -> None:
    case = register(city, trusted=False, **_ADVERT)
    do_all(case, [("verify_on_site", VERIFIED), ("file", ("file", {"standard": "sq-02-03-1", "urgency": "urgent"}))])
    assert (case.urgency, case.level, case.centre_id, case.lead_unit_id) == ("urgent", "county", COUNTY, DEPARTMENT)
    do(case, "dispatch", ("dispatch", {"lead_unit": OTHER_DEPARTMENT}))
    do(case, "accept", ("not_ours", {"duty_basis": "权责清单第12项"}))
    with pytest.raises(Invalid) as refused:
        again = ("redispatch", {"lead_unit": OTHER_DEPARTMENT, "return_finding": "justified"})
        do(case, "redispatch", again, person=city.people["dispatcher"])
    assert [one.field for one in refused.value.details] == ["lead_unit"]
    do(case, "redispatch", ("redispatch", {"lead_unit": DEPARTMENT, "return_finding": "justified"}))
    handler = ("assign", {"handler": city.people["handler"].pk})
    do_all(case, [("accept", ACCEPTED), ("assign", handler), ("handle", DONE), ("check_by_grid", FAILED)])
    assert not WorkItem.objects.filter(case=case, element="accept", status=WorkItem.Status.OPEN).exists()
    do_all(case, [("assign", handler), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do(case, "call_back", ("dissatisfied_fault", {"call_back_note": "又摆出来了"}))
    do_all(case, [("assign", handler), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do_all(case, [("call_back", SATISFIED), ("review", ("confirm", {}))])
    assert (case.status, case.rework_count, case.return_count, case.score) == (Case.Status.CLOSED, 2, 1, 70)


def test_a_reopening_that_the_table_declines_is_no_rework(city: City) -> None:
    case = register(city, **_STREET)
    do(case, "file", ("file", {}))
    worker = ("assign", {"handler": _worker(city)})
    do_all(case, [("accept", ACCEPTED), ("assign", worker), ("handle", DONE), ("check_by_grid", PASSED)])
    do_all(case, [("close", CLOSED), ("call_back", ("dissatisfied_fault", {"call_back_note": "没有清干净"}))])
    assert (case.status, case.rework_count) == (Case.Status.OPEN, 1)
    do_all(case, [("assign", worker), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do(case, "call_back", ("dissatisfied_fault", {"call_back_note": "仍没有清干净"}))
    assert (case.rework_count, case.score) == (1, 70), "100, 10 off for one rework, 20 for the dissatisfaction"
    assert Clock.objects.get(case=case, kind="stage").state == "stopped", "nobody handles it now"
    do(case, "review", ("confirm", {}))
    assert (case.status, case.satisfaction) == (Case.Status.CLOSED, "dissatisfied")


def test_danger_goes_to_several_at_once(city: City) -> None:
    case = register(city, **_DANGER)
    do(case, "file", ("file", {"standard": "sq-c-01-14-1"}))
    assert (case.urgency, case.lead_unit_id, case.co_units) == ("critical", DEPARTMENT, [TOWNSHIP])
    do_all(case, [("accept_lead", ACCEPTED), ("divide", ("divide", {"work_plan": "乡镇围护，部门修复"}))])
    parts = list(WorkItem.objects.filter(case=case, element="answer", status=WorkItem.Status.OPEN))
    assert {part.unit.code for part in parts} == {DEPARTMENT, TOWNSHIP}
    for part in parts:
        do(case, "answer", ("done", {"unit_photos": _PHOTO, "unit_note": "已办完"}), item=part)
    do_all(case, [("sum_up", ("submit", {"handling_note": "已恢复"})), ("check_by_centre", PASSED), ("close", CLOSED)])
    do(case, "call_back", ("unreachable", {"call_attempts": 3}))
    assert (case.status, case.satisfaction, case.score) == (Case.Status.CLOSED, "unreachable", 98)


def test_a_report_that_is_not_true_is_rejected_with_an_answer(city: City) -> None:
    case = register(city, trusted=False, **_STREET)
    do(case, "verify_on_site", ("untrue", {"verification_photos": _PHOTO, "verification_note": "现场整洁"}))
    with pytest.raises(Invalid) as refused:
        do(case, "file", ("reject", {"reject_code": "not_true"}))
    assert [one.field for one in refused.value.details] == ["reject_reply"]
    do(case, "file", ("reject", {"reject_code": "not_true", "reject_reply": "现场未发现该情况。"}))
    assert (case.status, case.reject_reason) == (Case.Status.REJECTED, "现场未发现该情况。")


def test_the_closest_standard_is_suggested_and_may_be_changed(city: City) -> None:
    case = register(city, title="菜场门口暴露垃圾", description="成堆垃圾，已有两天", category="event-01-02")
    item = WorkItem.objects.get(case=case, element="file")
    shown = work_item_for(city.actor("township desk"), item.pk)
    assert (_data(case)["suggested_standard"], shown.defaults) == ("sq-01-02-2", {"standard": "sq-01-02-2"})
    do(case, "file", ("file", {"urgency": "normal"}))
    assert work_item_for(city.actor("township desk"), item.pk).defaults == {}
    assert (case.standard, case_context(case, [])["standards"]) == ("sq-01-02-2", None)

    other = register(city, title="暴露垃圾", description="主次干道成堆成片生活垃圾", category="event-01-02")
    assert _data(other)["suggested_standard"] == "sq-01-02-1"
    do(other, "file", ("file", {"standard": "sq-01-02-2"}))
    assert other.standard == "sq-01-02-2"


def test_a_suggestion_does_not_outlive_its_category(city: City) -> None:
    case = register(city, **_ADVERT)
    with pytest.raises(Invalid) as refused:
        do(case, "file", ("file", {"category": "event-01-02"}))
    assert [one.field for one in refused.value.details] == ["standard"]
    do(case, "file", ("file", {"category": "event-01-02", "standard": "sq-01-02-1"}))
    do(case, "dispatch", ("return_intake", {}))
    do(case, "file", ("file", {}))
    assert (case.category, case.standard) == ("event-01-02", "sq-01-02-1")


def test_no_filing_without_a_standard(city: City) -> None:
    case = register(city, title="路边箱子坏了", description="箱子门掉了")
    assert (case.category, _data(case)["suggested_standard"]) == ("", None)
    with pytest.raises(Invalid) as refused:
        do(case, "file", ("file", {"urgency": "normal"}))
    assert [one.field for one in refused.value.details] == ["standard"]


def test_voiding_needs_a_second_person(city: City) -> None:
    both = city.hire("desk and leader", ("intake", TOWNSHIP), ("shift_leader", TOWNSHIP))
    case = register(city, **_STREET)
    do(case, "file", ("request_void", {"void_code": "duplicate"}), person=both)
    item = WorkItem.objects.get(case=case, element="approve_void", status=WorkItem.Status.OPEN)
    with pytest.raises(OneGridError):
        claim(actor=actor_of(both.pk), work_item_id=item.pk)
    assert do(case, "approve_void", ("void", {})) == city.people["township leader"]
    assert case.status == Case.Status.VOID


def _data(case: Case) -> Mapping[str, Any]:
    """The process data as its open task sees it."""
    spec = catalog.spec_of(case.version_id)
    return run.task_data(spec, case.engine_state, task=run.waiting(spec, case.engine_state).tasks[0].id)


def _worker(city: City) -> int:
    return int(city.people["township worker"].pk)

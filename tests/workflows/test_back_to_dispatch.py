"""What a unit may send back, and to whom a dispatcher may send a case: the words of event_dispatch/README.md."""

import pytest

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.possible import acts_on
from onegrid.cases.selectors import work_item_for
from onegrid.cases.services.return_to import preview_return, return_to
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.errors import Conflict, Invalid
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, actor_of
from tests.factories.cases import CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, OTHER_DEPARTMENT, TOWNSHIP, City
from tests.workflows.staff import ACCEPTED, DONE, FAILED, PASSED, do, do_all, register
from tests.workflows.test_on_real_parts import _ADVERT, _DANGER, _STREET

pytestmark = pytest.mark.slow
_BACK = ("return_intake", {"return_finding": "unjustified"})
CITY_DEPARTMENT, FOREIGN_DEPARTMENT = "D-C321300-traffic", "D-C321311-traffic"


def dispatched(city: City, unit: str = DEPARTMENT) -> Case:
    case = register(city, **_ADVERT)
    do(case, "file", ("file", {"standard": "sq-02-03-1"}))
    do(case, "dispatch", ("dispatch", {"lead_unit": unit}))
    return case


def opened(case: Case, element: str) -> WorkItem:
    return WorkItem.objects.get(case=case, element=element, status=WorkItem.Status.OPEN)


def targets(actor: Actor, item: WorkItem) -> list[str]:
    return [one.element for one in preview_return(actor=actor, work_item_id=item.pk).targets]


def test_after_acceptance_a_case_goes_back_only_through_acceptance(city: City) -> None:
    case = dispatched(city, OTHER_DEPARTMENT)
    lead = actor_of(do(case, "accept", ACCEPTED).pk)
    item = opened(case, "assign")
    assert "return_to" in work_item_for(lead, item.pk).operations
    assert targets(lead, item) == ["accept"]
    return_to(actor=lead, work_item_id=item.pk, target="accept", reason="指派时发现不属本单位")
    assert opened(case, "accept").owner_id == lead.person_id
    do(case, "accept", ("not_ours", {"duty_basis": "权责清单第12项"}))
    with pytest.raises(Invalid) as refused:
        do(case, "redispatch", ("redispatch", {"lead_unit": OTHER_DEPARTMENT, "return_finding": "justified"}))
    assert [one.field for one in refused.value.details] == ["lead_unit"]


def test_who_took_back_his_own_acceptance_may_go_on_after_all(city: City) -> None:
    case = dispatched(city)
    lead = do(case, "accept", ACCEPTED)
    return_to(
        actor=actor_of(lead.pk), work_item_id=opened(case, "assign").pk, target="accept", reason="再核一次权责清单"
    )
    assert do(case, "accept", ACCEPTED, person=lead) == lead
    do(case, "assign", ("assign", {"handler": city.people["handler"].pk}), person=lead)
    assert opened(case, "handle").owner_id == city.people["handler"].pk


def test_in_rework_nothing_goes_back(city: City) -> None:
    case = dispatched(city)
    handler = ("assign", {"handler": city.people["handler"].pk})
    do_all(case, [("accept", ACCEPTED), ("assign", handler), ("handle", DONE)])
    do(case, "check_by_grid", FAILED)
    item = opened(case, "assign")
    lead = city.actor("lead")
    assert "return_to" not in work_item_for(lead, item.pk).operations
    assert targets(lead, item) == []
    with pytest.raises(Invalid) as refused:
        return_to(actor=lead, work_item_id=item.pk, target="dispatch", reason="不属本单位")
    assert refused.value.code == "work_item.no_way_back"
    do_all(case, [("assign", handler), ("handle", ("give_back", {}))])
    assert targets(lead, opened(case, "assign")) == []


def test_a_joint_handling_goes_back_only_through_the_lead_s_acceptance(city: City) -> None:
    case = register(city, **_DANGER)
    do(case, "file", ("file", {"standard": "sq-c-01-14-1"}))
    lead = actor_of(do(case, "accept_lead", ACCEPTED).pk)
    assert targets(lead, opened(case, "divide")) == ["accept_lead"]


def test_the_work_is_divided_among_the_units_of_the_case(city: City) -> None:
    case = register(city, **_DANGER)
    do_all(case, [("file", ("file", {"standard": "sq-c-01-14-1"})), ("accept_lead", ACCEPTED)])
    with pytest.raises(Invalid) as refused:
        do(case, "divide", ("divide", {"work_plan": "分头办", "participants": [DEPARTMENT, OTHER_DEPARTMENT]}))
    assert [one.field for one in refused.value.details] == ["participants[1]"]
    do(case, "divide", ("divide", {"work_plan": "先由乡镇围护", "participants": [TOWNSHIP]}))
    assert opened(case, "answer").unit.code == TOWNSHIP


def test_found_at_closing_to_be_wrongly_dispatched_it_goes_to_another_unit(city: City) -> None:
    case = register(city, **_STREET)
    filing = ("file", {"standard": "sq-01-02-2"})
    worker = ("assign", {"handler": city.people["township worker"].pk})
    do_all(case, [("file", filing), ("accept", ACCEPTED), ("assign", worker), ("handle", DONE)])
    do_all(case, [("check_by_grid", PASSED), ("close", ("return_dispatch", {}))])
    with pytest.raises(Invalid) as refused:
        do(case, "redispatch", ("redispatch", {"lead_unit": TOWNSHIP}))
    assert [one.field for one in refused.value.details] == ["lead_unit"]
    do_all(case, [("redispatch", ("return_intake", {})), ("file", filing)])
    do(case, "dispatch", ("dispatch", {"lead_unit": DEPARTMENT}))
    assert opened(case, "accept").unit.code == DEPARTMENT


@pytest.mark.parametrize("unit", [CITY, COUNTY, OTHER_COUNTY, FOREIGN_DEPARTMENT])
def test_a_county_dispatches_to_those_who_handle_in_its_own_county(city: City, unit: str) -> None:
    _departments(city)
    case = register(city, **_ADVERT)
    do(case, "file", ("file", {"standard": "sq-02-03-1"}))
    for answers in ({"lead_unit": unit}, {"lead_unit": DEPARTMENT, "co_units": [TOWNSHIP, unit]}):
        with pytest.raises(Invalid) as refused:
            do(case, "dispatch", ("dispatch", answers))
        assert {one.field for one in refused.value.details} <= {"lead_unit", "co_units[1]"}


def test_what_the_table_suggests_stands_in_the_form(city: City) -> None:
    case = register(city, **_ADVERT)
    do(case, "file", ("file", {"standard": "sq-02-03-1"}))
    view = work_item_for(city.actor("dispatcher"), opened(case, "dispatch").pk)
    assert view.defaults == {"lead_unit": DEPARTMENT, "co_units": []}
    do(case, "dispatch", ("dispatch", {}))
    assert (opened(case, "accept").unit.code, case.co_units) == (DEPARTMENT, [])


def test_a_county_may_ask_a_department_of_the_city(city: City) -> None:
    _departments(city)
    case = dispatched(city, CITY_DEPARTMENT)
    assert opened(case, "accept").unit.code == CITY_DEPARTMENT


def test_by_way_of_intake_the_same_unit_gets_it_only_from_a_dispatcher(city: City) -> None:
    case = register(city, **_STREET)
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    do(case, "accept", ("not_ours", {"duty_basis": "权责清单第12项"}))
    with pytest.raises(Invalid) as refused:
        do(case, "redispatch", ("return_intake", {}))
    assert [one.field for one in refused.value.details] == ["return_finding"]
    do(case, "redispatch", _BACK)
    do(case, "file", ("file", {"standard": "sq-01-02-2"}))
    assert opened(case, "dispatch").unit.code == TOWNSHIP
    do(case, "dispatch", ("dispatch", {"lead_unit": DEPARTMENT}))
    assert opened(case, "accept").unit.code == DEPARTMENT


def test_who_registered_is_offered_no_withdrawal_after_dispatch(city: City) -> None:
    case = register(city, **_ADVERT)
    intake = city.actor("intake")
    assert "withdraw" in work_item_for(intake, opened(case, "file").pk).operations
    do(case, "file", ("file", {"standard": "sq-02-03-1"}))
    do(case, "dispatch", ("dispatch", {"lead_unit": DEPARTMENT}))
    do_all(case, [("accept", ("not_ours", {"duty_basis": "权责清单第12项"})), ("redispatch", _BACK)])
    assert "withdraw" not in work_item_for(intake, opened(case, "file").pk).operations


def test_what_is_rejected_is_withdrawn_no_more_while_its_reply_is_under_way(city: City) -> None:
    case = register(city, reply_address="http://127.0.0.1:9/reply", **_STREET)
    intake = city.actor("intake")
    assert "withdraw" in acts_on(intake, case, [city.unit(COUNTY).pk])
    do(case, "file", ("reject", {"reject_code": "not_true", "reject_reply": "现场未发现该情况。"}))
    case.refresh_from_db()
    assert case.is_open, "the outbox has not been emptied yet"
    assert "withdraw" not in acts_on(intake, case, [city.unit(COUNTY).pk])
    with pytest.raises(Conflict) as refused:
        withdraw_case(actor=intake, case_id=case.pk, reason="不用了")
    assert refused.value.code == "case.decided"


def _departments(city: City) -> None:
    for code, above, level in (
        (CITY_DEPARTMENT, CITY, "city"),
        (FOREIGN_DEPARTMENT, OTHER_COUNTY, "county"),
    ):
        parent = city.unit(above)
        city.units[code] = Unit.objects.create(
            code=code,
            kind="department",
            level=level,
            name=code,
            parent=parent,
            path=f"{parent.path}/{code}",
            sector="traffic",
        )
    city.hire("city lead", ("department_lead", CITY_DEPARTMENT))

"""Where an opened task goes."""

import pytest

from onegrid.cases import selectors
from onegrid.cases.events import WorkItemOpened
from onegrid.cases.models import EventRecord
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.common import events
from onegrid.common.errors import OneGridError
from tests.cases.models import AREA, EMPTY_UNIT, PERSON
from tests.factories.cases import COUNTY, PLACE, TOWNSHIP, City, new_case, open_item, publish


def test_nobody_there_means_the_duty_desk_above_and_an_alert(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[WorkItemOpened] = []
    monkeypatch.setitem(events._table, WorkItemOpened, (heard.append,))
    publish("nobody", bpmn=EMPTY_UNIT)
    case = new_case(city, slug="nobody")
    item = open_item(case, "first")
    assert (item.role, item.unit.code, item.is_on_duty_desk) == ("dispatcher", COUNTY, True)
    assert heard[0].is_on_duty_desk
    row = EventRecord.objects.get(case_id=case.pk, kind="task.opened")
    assert row.payload["duty_desk_instead_of"] == f"grid_staff@{TOWNSHIP}"
    complete_work_item(actor=city.actor("dispatcher"), work_item_id=item.pk)
    second = open_item(case, "second")  # its rule gave no unit at all
    assert (second.role, second.unit.code, second.is_on_duty_desk) == ("dispatcher", COUNTY, True)


def test_an_area_narrows_the_pool_where_somebody_covers_it(city: City) -> None:
    publish("areas", bpmn=AREA)
    city.hire("near", ("grid_staff", TOWNSHIP), grids=[f"{PLACE}001"])
    city.hire("far", ("grid_staff", TOWNSHIP), grids=["321302001002001"])
    case = new_case(city, slug="areas")
    item = open_item(case, "first")
    assert (item.area, item.is_on_duty_desk) == (PLACE, False)
    assert [one.pk for one in selectors.inbox(city.actor("near"), "pool")] == [item.pk]
    assert not selectors.inbox(city.actor("far"), "pool")
    with pytest.raises(OneGridError):
        claim(actor=city.actor("far"), work_item_id=item.pk)
    claim(actor=city.actor("near"), work_item_id=item.pk)


def test_an_area_that_nobody_covers_leaves_it_to_the_unit(city: City) -> None:
    publish("areas", bpmn=AREA)
    city.hire("far", ("grid_staff", TOWNSHIP), grids=["321302001002001"])
    item = open_item(new_case(city, slug="areas"), "first")
    assert item.area == ""
    assert [one.pk for one in selectors.inbox(city.actor("far"), "pool")] == [item.pk]


@pytest.mark.parametrize(("who", "owner"), [("leader", "leader"), ("handler", None), (None, None)])
def test_a_task_for_a_person_is_theirs_if_they_may_do_it(city: City, who: str | None, owner: str | None) -> None:
    from onegrid.cases.services.start_case import start_case

    publish("personal", bpmn=PERSON)
    case = start_case(
        actor=city.actor("intake"),
        workflow_slug="personal",
        unit_id=city.unit(COUNTY).pk,
        facts={},
        data={"who": city.people[who].pk if who else None},
    )
    item = open_item(case, "first")
    assert (item.owner and item.owner.name, item.is_on_duty_desk) == (owner, owner is None)

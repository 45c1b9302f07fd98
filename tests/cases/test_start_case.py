"""登记."""

import importlib
import uuid
from typing import Any

import pytest

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Case, CaseSource, EventRecord
from onegrid.cases.services.start_case import start_case
from onegrid.common.errors import Conflict, Invalid, NotFound, OneGridError
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.together import together
from tests.factories.cases import COUNTY, DEPARTMENT, PLACE, TOWNSHIP, City, new_case, publish


def test_the_case_carries_its_facts_and_sources(city: City) -> None:
    case = new_case(city, urgency="urgent", latitude="33.963", longitude=118.275, sources=2)
    case.refresh_from_db()
    assert (case.title, case.division_id, case.urgency) == ("井盖缺失", PLACE, "urgent")
    assert str(case.latitude) == "33.963000"
    assert case.registered_by_id == COUNTY
    assert CaseSource.objects.filter(case=case).count() == 2
    first = EventRecord.objects.get(case_id=case.pk, seq=1)
    assert (first.kind, first.person_id, first.target) == ("case.registered", city.people["intake"].pk, COUNTY)
    assert first.post_id == city.actor("intake").posts[0].id


def test_the_platform_may_register_for_a_unit(city: City) -> None:
    case = start_case(actor=SYSTEM, workflow_slug="three_tasks", unit_id=city.unit(COUNTY).pk, facts={"title": "x"})
    assert EventRecord.objects.get(case_id=case.pk, seq=1).person_id is None


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"colour": "red"}, "case.fact_unknown", "colour"),
        ({"urgency": "very"}, "case.fact_invalid", "urgency"),
        ({"division": "999999"}, "case.fact_invalid", "division"),
        ({"latitude": "north"}, "case.fact_invalid", "latitude"),
        ({"lead_unit": "D-none"}, "case.fact_invalid", "lead_unit"),
    ],
)
def test_facts_that_do_not_hold_are_refused_by_name(city: City, facts: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        new_case(city, **facts)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Case.objects.exists()


def test_only_who_may_register_for_the_unit(city: City) -> None:
    with pytest.raises(NotFound):
        start_case(actor=city.actor("neighbour"), workflow_slug="three_tasks", unit_id=city.unit(COUNTY).pk, facts={})
    with pytest.raises(OneGridError):
        start_case(actor=city.actor("handler"), workflow_slug="three_tasks", unit_id=city.unit(DEPARTMENT).pk, facts={})


def test_an_unknown_process_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        start_case(actor=SYSTEM, workflow_slug="none", unit_id=city.unit(COUNTY).pk, facts={})


def test_the_same_key_answers_with_the_first_case(city: City) -> None:
    key = uuid.uuid4()
    first, again = (
        start_case(actor=SYSTEM, workflow_slug="three_tasks", unit_id=city.unit(COUNTY).pk, facts={}, key=key)
        for _ in range(2)
    )
    assert first.pk == again.pk
    assert Case.objects.count() == 1


@pytest.mark.parametrize("other", [{"facts": {"title": "另一件"}}, {"unit_id": 0}, {"data": {"note": 1}}])
def test_the_same_key_with_another_content_is_refused_naming_the_case(city: City, other: dict[str, Any]) -> None:
    given: dict[str, Any] = {"unit_id": city.unit(COUNTY).pk, "facts": {"title": "井盖缺失"}, "key": uuid.uuid4()}
    case = start_case(actor=city.actor("intake"), workflow_slug="three_tasks", **given)
    if "unit_id" in other:
        other = {"unit_id": city.unit(TOWNSHIP).pk}
    with pytest.raises(Conflict) as refused:
        start_case(actor=city.actor("intake"), workflow_slug="three_tasks", **{**given, **other})
    assert (refused.value.code, refused.value.extra) == ("case.key_used", {"case_number": case.number})
    with pytest.raises(Conflict) as refused:
        start_case(actor=city.actor("neighbour"), workflow_slug="three_tasks", **{**given, **other})
    assert refused.value.extra == {}
    assert case.number not in str(refused.value.as_json())
    assert Case.objects.count() == 1


def test_the_same_key_a_moment_later_is_no_second_report_of_the_source(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("onegrid.cases.services.start_case")
    source = NewSource(source="desk-hotline", channel="hotline", external_id="H-2")
    given: dict[str, Any] = {"unit_id": city.unit(COUNTY).pk, "facts": {}, "sources": [source], "key": uuid.uuid4()}
    first = start_case(actor=SYSTEM, workflow_slug="three_tasks", **given)
    looks, real = iter([None]), module._known
    monkeypatch.setattr(module, "_known", lambda actor, new: next(looks, real(actor, new)))
    assert start_case(actor=SYSTEM, workflow_slug="three_tasks", **given).pk == first.pk


def test_a_report_of_a_source_becomes_one_case(city: City) -> None:
    source = NewSource(source="12345", channel="hotline", external_id="H-1")
    start_case(actor=SYSTEM, workflow_slug="three_tasks", unit_id=city.unit(COUNTY).pk, facts={}, sources=[source])
    with pytest.raises(Conflict) as refused:
        start_case(actor=SYSTEM, workflow_slug="three_tasks", unit_id=city.unit(COUNTY).pk, facts={}, sources=[source])
    assert refused.value.code == "case.source_known"


def test_a_running_case_stays_on_its_version(city: City) -> None:
    old = new_case(city)
    version = publish(bpmn=(old.version.sources["process.bpmn"]).replace('name="立案">', 'name="受理立案">'))
    assert new_case(city).version_id == version.pk
    old.refresh_from_db()
    assert old.version_id != version.pk


def test_the_same_key_twice_at_once_makes_one_case(committed_city: City) -> None:
    key, unit_id = uuid.uuid4(), committed_city.unit(COUNTY).pk

    def start() -> Case:
        return start_case(actor=SYSTEM, workflow_slug="three_tasks", unit_id=unit_id, facts={}, key=key)

    answers = together(start, start, start)
    assert {case.pk for case in answers} == {Case.objects.get().pk}

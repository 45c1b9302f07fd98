"""The standard's own limit: from dispatch to handled, cumulative over rework and returns."""

from pathlib import Path

import pytest

from onegrid.cases.models import Case
from onegrid.cases.services.return_to import return_to
from onegrid.sla.models import Clock
from tests.factories.cases import FOLDER, City, new_case, open_item, publish
from tests.factories.catalog import make_code_set
from tests.sla.conftest import Time, at, do, file, handle


@pytest.fixture
def standard(city: City) -> str:
    """Handling 2 work days, check 4 work hours; the tasks take their limits from it."""
    make_code_set()
    text = (Path(FOLDER) / "process.bpmn").read_text()
    text = text.replace(
        '<onegrid:limit value="2" unit="work_day"/>', '<onegrid:limit standard="step" stage="handling"/>'
    )
    publish(bpmn=text)
    return "t-01-02-1"


def stage(case: Case) -> Clock:
    return Clock.objects.get(case=case, kind="stage")


def spans(case: Case) -> list[tuple[str, str]]:
    return [
        (f"{one.since.astimezone(at('2026-03-02T09:00').tzinfo):%dT%H}", one.reason)
        for one in stage(case).spans.order_by("id")
    ]


def test_it_runs_from_dispatch_until_handled_and_is_judged(city: City, time: Time, standard: str) -> None:
    case = new_case(city, standard=standard)
    assert not Clock.objects.filter(case=case, kind="stage").exists()
    time.to("2026-03-02T09:30")
    file(city, case)
    clock = stage(case)
    assert (clock.standard, clock.stage, clock.limit_value, clock.limit_unit) == (standard, "handling", 2, "work_day")
    assert (clock.state, clock.work_item_id, clock.deadline_at) == ("running", None, at("2026-03-04T09:30"))
    task = Clock.objects.get(case=case, subject="three_tasks/handle")
    assert (task.standard, task.stage, task.deadline_at) == (standard, "handling", clock.deadline_at)
    time.to("2026-03-03T09:30")
    handle(city, case)
    clock = stage(case)
    assert (clock.state, clock.is_on_time, clock.stopped_at) == ("stopped", True, time.now)


def test_rework_resumes_it_and_it_is_judged_again(city: City, time: Time, standard: str) -> None:
    case = new_case(city, standard=standard)
    file(city, case)
    time.to("2026-03-03T15:00")
    handle(city, case)
    time.to("2026-03-04T10:00")
    do(city, case, "check", "checker", "failed")
    clock = stage(case)
    assert (clock.state, clock.is_on_time, clock.deadline_at) == ("running", None, at("2026-03-05T04:00"))
    assert spans(case) == [("02T09", "dispatched"), ("04T10", "rework")]
    time.to("2026-03-05T05:00")
    handle(city, case)
    clock = stage(case)
    assert (clock.state, clock.is_on_time, clock.late_at) == ("stopped", False, at("2026-03-05T04:00"))


def test_a_return_to_handling_resumes_it_too(city: City, time: Time, standard: str) -> None:
    case = new_case(city, standard=standard)
    file(city, case)
    time.to("2026-03-03T09:00")
    handle(city, case)
    time.to("2026-03-03T10:00")
    from onegrid.cases.services.claim import claim

    claim(actor=city.actor("checker"), work_item_id=open_item(case, "check").pk)
    return_to(actor=city.actor("checker"), work_item_id=open_item(case, "check").pk, target="handle", reason="照片不清")
    assert (stage(case).state, spans(case)[-1]) == ("running", ("03T10", "reopened"))
    assert stage(case).deadline_at == at("2026-03-04T10:00")


def test_a_case_without_a_standard_has_none(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    assert not Clock.objects.filter(kind="stage").exists()

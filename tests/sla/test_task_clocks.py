"""A task's clock: starts with it, stops with a verdict, goes on over rework, shows where an inbox reads."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from onegrid.cases.events import WorkItemOpened
from onegrid.cases.models import Case, Due, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.transfer import transfer
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.engine.definitions import Limit, TimeUnit
from onegrid.sla import rules
from onegrid.sla.handlers import start_task_clock
from onegrid.sla.models import Clock, ClockSpan
from tests.factories.cases import DEPARTMENT, FOLDER, OTHER_DEPARTMENT, City, new_case, open_item, publish
from tests.sla.conftest import Time, at, client_of, do, file, handle


def clock_of(case: Case, element: str) -> Clock:
    return Clock.objects.filter(case=case, kind="task", subject=f"three_tasks/{element}").latest("id")


def ledger(clock: Clock) -> list[tuple[bool, dt.datetime, dt.datetime | None]]:
    return list(clock.spans.order_by("id").values_list("is_running", "since", "until"))


def dues(case: Case) -> list[tuple[int, dt.datetime]]:
    return list(Due.objects.filter(case=case, kind="clock").order_by("at").values_list("subject", "at"))


def test_it_starts_with_the_task_and_the_inbox_knows(city: City, time: Time) -> None:
    case = new_case(city)
    clock, item = clock_of(case, "file"), open_item(case, "file")
    assert (clock.state, clock.work_item_id, clock.limit_value, clock.limit_unit) == (
        "running",
        item.pk,
        1,
        "work_hour",
    )
    assert (clock.started_at, clock.deadline_at, clock.first_deadline_at) == (
        *(time.now, at("2026-03-02T10:00"), at("2026-03-02T10:00")),
    )
    assert (item.warn_at, item.deadline_at, item.is_deadline_provisional) == (
        *(at("2026-03-02T09:45"), at("2026-03-02T10:00"), False),
    )
    assert ledger(clock) == [(True, time.now, None)]
    assert dues(case) == [(clock.pk, at("2026-03-02T09:45"))]
    assert clock.light == "green"


@pytest.mark.parametrize(
    ("done_at", "is_on_time", "late_at"),
    [
        ("2026-03-02T09:59", True, None),
        ("2026-03-02T10:00", True, None),
        ("2026-03-02T10:01", False, "2026-03-02T10:00"),
    ],
)
def test_completed_it_is_judged(city: City, time: Time, done_at: str, is_on_time: bool, late_at: str | None) -> None:
    case = new_case(city)
    time.to(done_at)
    file(city, case)
    clock = clock_of(case, "file")
    assert (clock.state, clock.is_on_time, clock.stopped_at) == ("stopped", is_on_time, time.now)
    assert clock.late_at == (at(late_at) if late_at else None), "late also where no sweep has come by"
    assert ledger(clock)[-1][2] == time.now
    assert [subject for subject, _ in dues(case)] == [clock_of(case, "handle").pk]


@pytest.mark.parametrize(("at_", "is_on_time"), [("2026-03-02T09:30", None), ("2026-03-02T11:00", False)])
def test_withdrawn_it_has_no_verdict_unless_it_was_late(
    city: City, time: Time, at_: str, is_on_time: bool | None
) -> None:
    case = new_case(city)
    time.to(at_)
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="重复")
    clock = clock_of(case, "file")
    assert (clock.state, clock.is_on_time) == ("stopped", is_on_time)
    assert dues(case) == []


def test_rework_goes_on_with_the_time_that_was_used(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    first = clock_of(case, "handle")
    assert first.deadline_at == at("2026-03-04T09:00")
    time.to("2026-03-03T09:00")  # one of two work days used
    handle(city, case)
    time.to("2026-03-03T15:00")
    do(city, case, "check", "checker", "failed")
    again = clock_of(case, "handle")
    assert again.pk == first.pk
    assert (again.state, again.is_on_time, again.stopped_at) == ("running", None, None)
    assert (again.deadline_at, again.first_deadline_at) == (at("2026-03-04T15:00"), at("2026-03-04T09:00"))
    item = open_item(case, "handle")
    assert (again.work_item_id, item.round, item.deadline_at) == (item.pk, 2, again.deadline_at)
    assert item.warn_at == at("2026-03-04T03:00")
    assert dues(case) == [(again.pk, item.warn_at)]
    assert ledger(again) == [
        (True, at("2026-03-02T09:00"), at("2026-03-03T09:00")),
        (True, at("2026-03-03T15:00"), None),
    ]
    time.to("2026-03-04T15:01")
    handle(city, case, "handler2")
    assert clock_of(case, "handle").is_on_time is False


def test_time_used_up_before_is_late_when_it_comes_back(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    time.to("2026-03-05T09:00")
    handle(city, case)
    time.to("2026-03-05T10:00")
    do(city, case, "check", "checker", "failed")
    clock = clock_of(case, "handle")
    assert (clock.deadline_at, clock.late_at, clock.light) == (*[at("2026-03-04T09:00")] * 2, "red")
    assert open_item(case, "handle").deadline_at == at("2026-03-04T09:00")


def test_a_task_may_restart_its_clock(city: City, time: Time) -> None:
    text = (
        (Path(FOLDER) / "process.bpmn").read_text().replace('unit="work_day"/>', 'unit="work_day" onRework="restart"/>')
    )
    publish(bpmn=text)
    case = new_case(city)
    file(city, case)
    time.to("2026-03-03T09:00")
    handle(city, case)
    do(city, case, "check", "checker", "failed")
    assert Clock.objects.filter(case=case, subject="three_tasks/handle").count() == 2
    assert clock_of(case, "handle").deadline_at == at("2026-03-05T09:00")


def opened(case: Case, item: WorkItem, city: City, unit: str, **change: object) -> WorkItemOpened:
    """Another visit of `handle`, as cases would announce it."""
    copy = WorkItem.objects.get(pk=item.pk)
    copy.pk, copy.unit, copy.task, copy.status = (
        None,
        city.unit(unit),
        item.task + 50 + WorkItem.objects.count(),
        "open",
    )
    copy.save()
    given = {
        "case_id": case.pk,
        "at": copy.opened_at,
        "work_item_id": copy.pk,
        "task": copy.task,
        "process": "three_tasks",
        "element": "handle",
        "name": "处置",
        "unit_id": copy.unit_id,
        "role": "handler",
        "owner_id": None,
        "round": 2,
        "limit": Limit(value=2, unit=TimeUnit.WORK_DAY),
        "standard": None,
        "urgency": None,
        **change,
    }
    return WorkItemOpened(**given)  # type: ignore[arg-type]


def test_another_unit_begins_its_own_and_two_at_once_each_have_one(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    item = open_item(case, "handle")
    time.to("2026-03-03T09:00")
    handle(city, case)
    events = [opened(case, item, city, unit, at=time.now) for unit in (OTHER_DEPARTMENT, DEPARTMENT, DEPARTMENT)]
    for event in events:
        start_task_clock(event)
    clocks = {clock.work_item_id: clock for clock in Clock.objects.filter(case=case, state="running", kind="task")}
    assert clocks[events[0].work_item_id].deadline_at == at("2026-03-05T09:00"), "time of another unit counts not"
    assert clocks[events[1].work_item_id].deadline_at == at("2026-03-04T09:00"), "the unit's own time does"
    assert clocks[events[2].work_item_id].deadline_at == at("2026-03-05T09:00"), "no task is left without a clock"


def test_a_limit_that_changed_meanwhile_counts_against_the_time_used(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    item = open_item(case, "handle")
    time.to("2026-03-03T09:00")
    handle(city, case)
    event = opened(case, item, city, DEPARTMENT, at=time.now, limit=Limit(value=5, unit=TimeUnit.WORK_DAY))
    start_task_clock(event)
    clock = clock_of(case, "handle")
    assert (clock.limit_value, clock.deadline_at, clock.first_deadline_at) == (
        *(5, at("2026-03-09T09:00"), at("2026-03-04T09:00")),
    )


def test_a_transfer_leaves_the_clock_alone(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    before = clock_of(case, "handle").deadline_at
    time.to("2026-03-02T15:00")
    item = open_item(case, "handle")
    claim(actor=city.actor("handler"), work_item_id=item.pk)
    transfer(
        actor=city.actor("handler"), work_item_id=item.pk, to_person_id=city.people["handler2"].pk, reason="请代为办理"
    )
    assert (clock_of(case, "handle").deadline_at, ClockSpan.objects.filter(clock__case=case).count()) == (before, 2)


def test_a_finished_case_has_no_running_clock_and_nothing_due(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    handle(city, case)
    do(city, case, "check", "checker", "passed")
    assert set(Clock.objects.filter(case=case).values_list("state", "is_on_time")) == {("stopped", True)}
    assert not ClockSpan.objects.filter(clock__case=case, until=None).exists()
    assert not Due.objects.exists()


def test_a_deadline_into_an_unpublished_year_is_provisional(city: City, time: Time) -> None:
    time.to("2026-12-31T10:00")
    case = new_case(city)
    file(city, case)
    assert clock_of(case, "handle").is_provisional
    assert open_item(case, "handle").is_deadline_provisional


def test_the_clocks_of_a_case_over_http(city: City, time: Time) -> None:
    case = new_case(city)
    time.to("2026-03-02T09:30")
    file(city, case)
    answer = client_of(city, "leader").get(f"/api/v1/cases/{case.number}/clocks/")
    first, second = answer.json()["results"]
    assert (first["subject"], first["state"], first["is_on_time"], first["light"]) == (
        *("three_tasks/file", "stopped", True, "green"),
    )
    assert (second["subject"], second["limit_value"], second["limit_unit"]) == ("three_tasks/handle", 2, "work_day")
    assert dt.datetime.fromisoformat(second["deadline_at"]) == at("2026-03-04T09:30")
    assert [span["reason"] for span in second["spans"]] == ["opened"]
    assert client_of(city, "neighbour").get(f"/api/v1/cases/{case.number}/clocks/").status_code == 404


def test_start_and_stop_add_no_round_trip(city: City, time: Time) -> None:
    """The first visit of a task asks nothing: its rows ride in the act's own statement."""
    case = new_case(city)
    rules.current()
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        file(city, case)
    (sent,) = [sql for sql in seen if "sla_" in sql and "sla_calendaredition" not in sql]
    assert "sla_stop_clocks" in sent
    assert "sla_start_clock" in sent

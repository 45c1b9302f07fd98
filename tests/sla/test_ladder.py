"""Steps of the ladder: each once, at its moment, told to whom it concerns."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from onegrid.cases.models import Case, Due
from onegrid.cases.services.claim import claim
from onegrid.common import clock as business
from onegrid.notices.models import Notice
from onegrid.sla import rules
from onegrid.sla.models import CalendarEdition, Clock, EscalationStep
from onegrid.sla.services.fire_clock import fire_clock
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from onegrid.sla.services.renew_edition import renew_edition
from tests.factories.cases import City, new_case, open_item
from tests.factories.catalog import make_code_set
from tests.sla.conftest import Time, at, file, kinds


def told(case: Case) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(case_id=case.pk).order_by("id").values_list("kind", "person__name")
    return [(kind.removeprefix("clock."), name) for kind, name in rows]


def clock_of(case: Case, element: str = "handle") -> Clock:
    return Clock.objects.get(case=case, kind="task", subject=f"three_tasks/{element}")


def owned(city: City) -> Case:
    """With the handler since Monday 9:00; two work days: 75 % at Tuesday 21:00, 100 % at Wednesday 9:00."""
    case = new_case(city)
    file(city, case)
    claim(actor=city.actor("handler"), work_item_id=open_item(case, "handle").pk)
    return case


def test_owner_then_lead_then_the_level_above_each_once(city: City, time: Time) -> None:
    case = owned(city)
    time.to("2026-03-03T20:59")
    assert fire_due_deadlines() == 0
    time.to("2026-03-03T21:00")
    assert fire_due_deadlines() == 1
    clock = clock_of(case)
    assert (clock.reached, clock.warned_at, clock.late_at, clock.light) == (75, time.now, None, "amber")
    assert told(case) == [("warned", "handler")]
    assert fire_due_deadlines() == 0
    time.to("2026-03-04T09:00")
    assert fire_due_deadlines() == 1
    clock = clock_of(case)
    assert (clock.reached, clock.late_at, clock.light) == (100, at("2026-03-04T09:00"), "red")
    assert told(case)[1:] == [("late", "handler"), ("late", "lead")]
    time.to("2026-03-04T21:00")
    assert fire_due_deadlines() == 1
    assert told(case)[3:] == [("pressed", "county supervisor")]
    time.to("2026-03-06T09:00")
    assert fire_due_deadlines() == 1
    assert told(case)[4:] == [("pressed", "county supervisor")]
    time.to("2026-03-30T09:00")
    assert fire_due_deadlines() == 0
    assert not Due.objects.filter(case=case).exists()
    assert kinds(case, "clock.") == ["clock.warned", "clock.late", "clock.pressed", "clock.pressed"]


def test_after_a_downtime_every_step_is_taken_in_order(city: City, time: Time) -> None:
    case = owned(city)
    time.to("2026-03-04T22:00")
    assert fire_due_deadlines() == 3
    assert kinds(case, "clock.") == ["clock.warned", "clock.late", "clock.pressed"]
    assert clock_of(case).late_at == at("2026-03-04T09:00"), "late when it was due, not when it was seen"


def test_a_pool_is_told_while_nobody_has_the_task(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    time.to("2026-03-03T21:00")
    fire_due_deadlines()
    assert sorted(told(case)) == [("warned", "handler"), ("warned", "handler2")]


def test_without_a_lead_the_level_above_hears_of_it(city: City, time: Time) -> None:
    city.people["lead"].posts.all().delete()
    case = owned(city)
    time.to("2026-03-04T09:00")
    fire_due_deadlines()
    assert told(case)[1:] == [("late", "handler"), ("late", "county supervisor")]


def test_the_stage_warns_who_has_the_case_now(city: City, time: Time) -> None:
    make_code_set()
    case = new_case(city, standard="t-01-02-1")
    file(city, case)
    claim(actor=city.actor("handler"), work_item_id=open_item(case, "handle").pk)
    Clock.objects.filter(kind="task").update(state="stopped")
    time.to("2026-03-03T21:00")
    fire_due_deadlines()
    assert told(case) == [("warned", "handler")]
    assert "案件处置" in Notice.objects.get(case_id=case.pk).text_zh


@pytest.fixture
def own_ladder(db: None) -> None:
    EscalationStep.objects.create(percent=75, tells=["owner"], marks="warned")
    EscalationStep.objects.create(percent=100, tells=["lead"], marks="late")


def test_a_step_added_below_what_was_told_tells_nobody_again(city: City, time: Time, own_ladder: None) -> None:
    case = owned(city)
    time.to("2026-03-03T21:00")
    fire_due_deadlines()
    EscalationStep.objects.create(percent=50, tells=["owner"], marks="warned")
    rules.forget()
    time.to("2026-03-04T09:00")
    assert fire_due_deadlines() == 1
    assert told(case) == [("warned", "handler"), ("late", "lead")]


def test_a_step_moved_up_does_not_come_early(city: City, time: Time, own_ladder: None) -> None:
    case = owned(city)
    EscalationStep.objects.filter(percent=75).update(percent=90)
    rules.forget()
    time.to("2026-03-03T21:00")
    fire_due_deadlines()
    assert told(case) == []
    assert Due.objects.get(case=case).at == at("2026-03-04T04:12")
    time.to("2026-03-04T04:12")
    fire_due_deadlines()
    assert told(case) == [("warned", "handler")]


def test_a_changed_ladder_reaches_running_clocks(
    city: City, time: Time, own_ladder: None, django_capture_on_commit_callbacks: object
) -> None:
    case = owned(city)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        EscalationStep.objects.create(percent=25, tells=["owner"], marks="warned")
        renew_edition()
    assert Due.objects.get(case=case).at == at("2026-03-02T21:00")
    assert open_item(case, "handle").warn_at == at("2026-03-02T21:00")
    assert clock_of(case).edition == CalendarEdition.objects.get(pk=1).number
    assert kinds(case, "deadline.") == [], "the deadline itself is as it was"


def test_a_ladder_says_only_what_is_understood(db: None) -> None:
    for wrong in ({"percent": 0}, {"marks": "red"}, {"tells": ["mayor"]}, {"tells": "owner"}):
        with pytest.raises(ValidationError):
            EscalationStep(**{"percent": 50, "tells": ["owner"], "marks": "warned", **wrong}).full_clean()
    EscalationStep.objects.create(percent=50, tells=["mayor", "owner"], marks="warned")
    rules.forget()
    assert [step.tells for step in rules.current().ladder] == [("owner",)]


def test_a_due_row_left_behind_by_a_finished_case_is_cleared(city: City, time: Time) -> None:
    case = owned(city)
    Case.objects.filter(pk=case.pk).update(status="closed", state=None, data={}, finished_at=time.now)
    due = Due.objects.get(case=case)
    time.to("2026-03-04T09:00")
    assert not fire_clock(due_id=due.pk)
    assert not Due.objects.exists()
    assert (clock_of(case).state, told(case)) == ("stopped", [])


def test_a_row_of_a_stopped_clock_does_nothing(city: City, time: Time) -> None:
    case = owned(city)
    file_clock = clock_of(case, "file")
    row = Due.objects.create(case=case, kind="clock", subject=file_clock.pk, at=business.now() - dt.timedelta(hours=1))
    assert not fire_clock(due_id=row.pk)
    assert not fire_clock(due_id=row.pk)
    assert not Due.objects.filter(pk=row.pk).exists()
    assert kinds(case, "clock.") == []
